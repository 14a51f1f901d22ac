package aicomply.policies.monitoring.no_drift_detection_test

import data.aicomply.policies.monitoring.no_drift_detection as policy

_drift := {"method": "psi", "threshold": 0, "window": "7d", "baseline": "evaluation"}

_monitor(name, attributes) := object.union({"name": name, "ref": sprintf("monitor.%s", [name]), "covers": ["model.m"]}, attributes)

_input(stage, monitors) := {
	"stage": stage,
	"model": [{"name": "m", "ref": "model.m", "kind": "llm"}],
	"monitor": monitors,
}

test_passes if {
	policy.applies with input as _input("production", [_monitor("a", {"drift": _drift})])
	count(policy.deny) == 0 with input as _input("production", [_monitor("a", {"drift": _drift})])
	count(policy.deny) == 0 with input as _input("production", [_monitor("a", {"drift": _drift}), _monitor("b", {})])
}

test_fails_without_a_drift_block if {
	policy.deny == {{
		"path": ["model", "m"],
		"message": "no drift of model.m would be noticed: monitor.a, monitor.b has no drift block",
	}} with input as _input("production", [_monitor("b", {}), _monitor("a", {})])
}

test_gap_for_each_fact if {
	every attribute in ["method", "threshold", "window", "baseline"] {
		policy.deny == {{
			"path": ["monitor", "a", "drift", attribute],
			"message": sprintf("the drift block of monitor.a does not declare %s", [attribute]),
			"kind": "gap",
		}} with input as _input("production", [_monitor("a", {"drift": object.remove(_drift, [attribute])}), _monitor("b", {})])
	}
}

test_one_complete_block_is_enough if {
	count(policy.deny) == 0 with input as _input("production", [_monitor("a", {"drift": {"method": "psi"}}), _monitor("b", {"drift": _drift})])
}

test_not_applicable_before_production if {
	not policy.applies with input as _input("pilot", [_monitor("a", {})])
}

test_not_applicable_to_models_that_nobody_watches if {
	not policy.applies with input as _input("production", [])
	not policy.applies with input as _input("production", [_monitor("a", {"covers": ["model.n"]})])
	count(policy.deny) == 0 with input as _input("production", [_monitor("a", {"covers": ["model.n"]})])
	not policy.applies with input as object.union(_input("production", [_monitor("a", {})]), {"model": [{"name": "m", "ref": "model.m", "kind": "embedding"}]})
}
