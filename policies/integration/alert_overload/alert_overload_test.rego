package aicomply.policies.integration.alert_overload_test

import data.aicomply.policies.integration.alert_overload as policy

_input(stage, alert) := {"stage": stage, "monitor": [{"name": "m", "ref": "monitor.m", "alert": alert}]}

test_fails_above_capacity_at_every_stage if {
	every stage in ["poc", "pilot", "production"] {
		policy.applies with input as _input(stage, {"expected_per_day": 21, "capacity_per_day": 20})
		policy.deny == {{
			"path": ["monitor", "m", "alert", "expected_per_day"],
			"message": "monitor.m expects 21 alerts a day, and 20 can be handled",
		}} with input as _input(stage, {"expected_per_day": 21, "capacity_per_day": 20})
	}
}

test_passes_at_capacity if {
	policy.applies with input as _input("production", {"expected_per_day": 20, "capacity_per_day": 20})
	count(policy.deny) == 0 with input as _input("production", {"expected_per_day": 20, "capacity_per_day": 20})
	count(policy.deny) == 0 with input as _input("production", {"expected_per_day": 0, "capacity_per_day": 0})
}

test_gap_for_each_figure_at_production if {
	every declared, absent in {"expected_per_day": "capacity_per_day", "capacity_per_day": "expected_per_day"} {
		policy.applies with input as _input("production", {declared: 5})
		policy.deny == {{
			"path": ["monitor", "m", "alert", absent],
			"message": sprintf("the alert of monitor.m does not declare %s", [absent]),
			"kind": "gap",
		}} with input as _input("production", {declared: 5})
		not policy.applies with input as _input("pilot", {declared: 5})
		count(policy.deny) == 0 with input as _input("pilot", {declared: 5})
	}
	{f.path | some f in policy.deny} == {["monitor", "m", "alert"]} with input as _input("production", {"channel": "x"})
}

test_no_gap_before_production_beside_another_monitor if {
	two := {"stage": "pilot", "monitor": [
		{"name": "m", "ref": "monitor.m", "alert": {"expected_per_day": 1, "capacity_per_day": 1}},
		{"name": "n", "ref": "monitor.n", "alert": {"expected_per_day": 1}},
	]}
	count(policy.deny) == 0 with input as two
}

test_not_applicable_without_alerts if {
	not policy.applies with input as {"stage": "production", "monitor": [{"name": "m", "ref": "monitor.m"}]}
	not policy.applies with input as {"stage": "production"}
}
