package aicomply.policies.cost.over_budget_test

import data.aicomply.policies.cost.over_budget as policy

_cost := {
	"currency": "EUR",
	"budget_monthly": 4000,
	"item": [{"name": "hosting", "monthly": 900}, {"name": "tokens", "price_per_volume": 0.55}],
}

_input(cost, projected) := {
	"stage": "pilot",
	"system": {"volume": {"per_week": 1000}},
	"cost": cost,
	"derived": {"monthly_cost": projected, "cost_item": {"hosting": {"monthly": 900}, "tokens": {"monthly": projected - 900}}},
}

_unprojected(cost, system) := {"stage": "pilot", "system": system, "cost": cost, "derived": {"cost_item": {}}}

test_fails_and_lists_the_items if {
	policy.applies with input as _input(_cost, 4483.333333333)
	policy.deny == {{
		"path": ["cost", "budget_monthly"],
		"message": "projected cost is 4,483 EUR a month, 4,000 EUR are budgeted: tokens 3,583 EUR, hosting 900 EUR",
	}} with input as _input(_cost, 4483.333333333)
}

test_equal_passes if {
	policy.applies with input as _input(_cost, 4000)
	count(policy.deny) == 0 with input as _input(_cost, 4000)
	count(policy.deny) == 1 with input as _input(_cost, 4000.01)
}

test_gap_without_a_cost_block if {
	every stage in ["pilot", "production"] {
		policy.applies with input as {"stage": stage}
		policy.deny == {{"path": ["cost"], "message": "what the system costs is not declared", "kind": "gap"}} with input as {"stage": stage}
	}
}

test_gap_without_a_budget if {
	policy.deny == {{
		"path": ["cost", "budget_monthly"],
		"message": "what the system may cost a month is not declared; it is projected to cost 4,483 EUR",
		"kind": "gap",
	}} with input as _input(object.remove(_cost, ["budget_monthly"]), 4483.3)
	policy.deny == {
		{"path": ["cost", "budget_monthly"], "message": "what the system may cost a month is not declared", "kind": "gap"},
		{"path": ["cost"], "message": "what the system costs a month is not known: any item is not declared", "kind": "gap"},
	} with input as _unprojected({"currency": "EUR"}, {})
}

test_gap_names_what_the_projection_needs if {
	policy.deny == {{
		"path": ["cost"],
		"message": "what the system costs a month is not known: monthly or price_per_volume of item review, system.volume.per_week is not declared",
		"kind": "gap",
	}} with input as _unprojected(object.union(_cost, {"item": [{"name": "review"}, {"name": "tokens", "price_per_volume": 0.55}]}), {})
}

test_gap_for_a_price_declared_unknown if {
	every item in [{"name": "tokens", "monthly": 100, "unknown": ["price_per_volume"]}, {"name": "tokens", "price_per_volume": 0.1, "unknown": ["monthly"]}] {
		policy.deny == {{
			"path": ["cost"],
			"message": sprintf("what the system costs a month is not known: %s of item tokens is not declared", [item.unknown[0]]),
			"kind": "gap",
		}} with input as _input(object.union(_cost, {"item": [item]}), 100)
	}
	policy.deny == {{
		"path": ["cost"],
		"message": "what the system costs a month is not known: monthly or price_per_volume of item tokens is not declared",
		"kind": "gap",
	}} with input as _input(object.union(_cost, {"item": [{"name": "tokens", "unknown": ["monthly"]}]}), 100)
}

test_a_fixed_cost_needs_no_volume if {
	fixed := object.union(_input(_cost, 900), {"cost": object.union(_cost, {"item": [{"name": "hosting", "monthly": 900}]})})
	count(policy.deny) == 0 with input as object.remove(fixed, ["system"])
}

test_a_proof_of_concept_may_leave_it_open if {
	not policy.applies with input as {"stage": "poc"}
	count(policy.deny) == 0 with input as {"stage": "poc"}
	count(policy.deny) == 0 with input as object.union(_unprojected({"currency": "EUR"}, {}), {"stage": "poc"})
	count(policy.deny) == 1 with input as object.union(_input(_cost, 4483), {"stage": "poc"})
}
