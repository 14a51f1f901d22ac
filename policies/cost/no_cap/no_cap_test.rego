package aicomply.policies.cost.no_cap_test

import data.aicomply.policies.cost.no_cap as policy

_input(model, component, cost) := {
	"system": {"controller": "party.acme"},
	"model": [object.union({"name": "m", "ref": "model.m"}, model)],
	"component": [object.union({"name": "ui", "ref": "component.ui"}, component)],
	"cost": cost,
	"derived": {"node": {"model.m": {"operator": "party.acme"}}},
}

_metered := {"hosting": "api"}

_exposed := {"internet_exposed": true}

_no_limit := {{
	"path": ["cost", "cap", "monthly"],
	"key": ["model.m"],
	"message": "use of model.m is paid for, and no limit a month is declared",
	"kind": "violation",
}}

_no_rate := {{
	"path": ["cost", "cap", "per_caller_per_minute"],
	"key": ["component.ui"],
	"message": "component.ui can be reached from the internet, and no limit for one caller is declared",
	"kind": "violation",
}}

test_fails_without_a_spend_cap if {
	every cost in [{"currency": "EUR"}, {"cap": {"per_caller_per_minute": 5}}] {
		policy.applies with input as _input(_metered, {}, cost)
		policy.deny == _no_limit with input as _input(_metered, {}, cost)
	}
	operated := object.union(_input({}, {}, {"currency": "EUR"}), {"derived": {"node": {"model.m": {"operator": "party.llmco"}}}})
	policy.deny == _no_limit with input as operated
}

test_fails_without_a_rate_cap if {
	every cost in [{"currency": "EUR"}, {"cap": {"monthly": 5}}] {
		policy.applies with input as _input({}, _exposed, cost)
		policy.deny == _no_rate with input as _input({}, _exposed, cost)
	}
}

test_fails_without_both if {
	policy.deny == _no_limit | _no_rate with input as _input(_metered, _exposed, {"currency": "EUR"})
}

test_gap_for_an_unknown_cap if {
	policy.deny == {{
		"path": ["cost", "cap", "monthly"],
		"key": ["model.m"],
		"message": "use of model.m is paid for, and no limit a month is known",
		"kind": "gap",
	}} with input as _input(_metered, {}, {"cap": {"unknown": ["monthly"]}})
	policy.deny == {{
		"path": ["cost", "cap", "per_caller_per_minute"],
		"key": ["component.ui"],
		"message": "component.ui can be reached from the internet, and no limit for one caller is known",
		"kind": "gap",
	}} with input as _input({}, _exposed, {"cap": {"unknown": ["per_caller_per_minute"]}})
}

test_passes_with_caps if {
	policy.applies with input as _input(_metered, _exposed, {"cap": {"monthly": 0, "per_caller_per_minute": 0}})
	count(policy.deny) == 0 with input as _input(_metered, _exposed, {"cap": {"monthly": 0, "per_caller_per_minute": 0}})
}

test_not_applicable_where_nothing_can_run_away if {
	not policy.applies with input as _input({"hosting": "self_hosted"}, {"internet_exposed": false}, {"currency": "EUR"})
	count(policy.deny) == 0 with input as _input({}, {"internet_exposed": false}, {"currency": "EUR"})
}

test_not_applicable_without_a_cost_block if {
	not policy.applies with input as object.remove(_input(_metered, _exposed, {}), ["cost"])
	count(policy.deny) == 0 with input as object.remove(_input(_metered, _exposed, {}), ["cost"])
}
