package aicomply.policies.cost.growth_unapproved_test

import data.aicomply.policies.cost.growth_unapproved as policy

_cost := {"currency": "EUR", "poc_monthly": 500, "approved_growth": 6}

_input(cost, derived) := {"stage": "pilot", "params": {"cost_growth": 3}, "cost": cost, "derived": derived}

_grown := {"monthly_cost": 4483.333333333, "cost_growth": 8.966666667}

test_fails if {
	policy.applies with input as _input(_cost, _grown)
	policy.deny == {{
		"path": ["cost", "approved_growth"],
		"message": "projected cost of 4,483 EUR a month is 9.0 times that of the proof of concept (500 EUR); 6 times was approved",
	}} with input as _input(_cost, _grown)
}

test_equal_passes if {
	policy.applies with input as _input(_cost, {"monthly_cost": 3000, "cost_growth": 6})
	count(policy.deny) == 0 with input as _input(_cost, {"monthly_cost": 3000, "cost_growth": 6})
}

test_just_above_shows_the_difference if {
	policy.deny == {{
		"path": ["cost", "approved_growth"],
		"message": "projected cost of 3,005 EUR a month is 6.01 times that of the proof of concept (500 EUR); 6 times was approved",
	}} with input as _input(_cost, {"monthly_cost": 3005, "cost_growth": 6.01})
}

test_without_approval_the_parameter_decides if {
	unapproved := object.remove(_cost, ["approved_growth"])
	policy.deny == {{
		"path": ["cost", "approved_growth"],
		"message": "projected cost of 4,483 EUR a month is 9.0 times that of the proof of concept (500 EUR); no growth was approved, and 3 times is the most without",
	}} with input as _input(unapproved, _grown)
	count(policy.deny) == 0 with input as _input(unapproved, {"monthly_cost": 1500, "cost_growth": 3})
}

test_an_approval_of_no_growth_counts if {
	policy.deny == {{
		"path": ["cost", "approved_growth"],
		"message": "projected cost of 500 EUR a month is 1.0 times that of the proof of concept (500 EUR); 0 times was approved",
	}} with input as _input(object.union(_cost, {"approved_growth": 0}), {"monthly_cost": 500, "cost_growth": 1})
}

test_gap_without_the_cost_of_the_proof_of_concept if {
	unknown := object.remove(_cost, ["poc_monthly"])
	policy.deny == {{
		"path": ["cost", "poc_monthly"],
		"message": "how far a projected cost of 4,483 EUR a month has grown is not known: what the proof of concept cost is not declared",
		"kind": "gap",
	}} with input as _input(unknown, {"monthly_cost": 4483.3})
	count(policy.deny) == 1 with input as object.union(_input(unknown, {"monthly_cost": 4483.3}), {"stage": "production"})
	count(policy.deny) == 0 with input as object.union(_input(unknown, {"monthly_cost": 4483.3}), {"stage": "poc"})
}

test_gap_for_a_free_proof_of_concept if {
	policy.deny == {{
		"path": ["cost", "poc_monthly"],
		"message": "how far a projected cost of 4,483 EUR a month has grown is not known: the proof of concept is declared to have cost nothing",
		"kind": "gap",
	}} with input as _input(object.union(_cost, {"poc_monthly": 0}), {"monthly_cost": 4483.3})
}

test_not_applicable_without_a_projection if {
	not policy.applies with input as _input(_cost, {})
	count(policy.deny) == 0 with input as _input(object.remove(_cost, ["poc_monthly"]), {})
}

test_applies_to_any_projected_cost if {
	not policy.applies with input as _input(_cost, {"monthly_cost": 0})
	policy.applies with input as _input(_cost, {"monthly_cost": 1})
}
