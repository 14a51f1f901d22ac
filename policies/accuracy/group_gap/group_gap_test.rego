package aicomply.policies.accuracy.group_gap_test

import data.aicomply.policies.accuracy.group_gap as policy

_groups(low, high) := [{"name": "old", "value": high}, {"name": "young", "value": low}, {"name": "middle", "value": high}]

_input(system, attributes) := {
	"system": system,
	"evaluation": [object.union({"name": "a", "ref": "evaluation.a", "subject": "model.m"}, attributes)],
	"derived": {"jurisdictions": ["EU"], "node": {"model.m": {"type": "model", "name": "m"}}},
}

_plain := {"decision_effect": "none"}

test_fails_where_persons_are_affected_and_no_group_is_measured if {
	every system in [
		{"decision_effect": "legal"}, {"decision_effect": "similarly_significant"},
		{"decision_effect": "none", "eu_ai_act": {"risk_level": "high"}},
	] {
		policy.applies with input as _input(system, {})
		policy.deny == {{
			"path": ["model", "m"],
			"message": "model.m is part of a system that decides about persons, and no evaluation of it measures two or more groups of them",
		}} with input as _input(system, {})
		count(policy.deny) == 1 with input as _input(system, {"group": [{"name": "old", "value": 0.9}]})
	}
}

test_one_evaluation_with_groups_is_enough if {
	both := object.union(_input({"decision_effect": "legal"}, {}), {"evaluation": [
		{"name": "a", "ref": "evaluation.a", "subject": "model.m"},
		{"name": "b", "ref": "evaluation.b", "subject": "model.m", "tolerance": 0.1, "group": _groups(0.9, 0.9)},
	]})
	count(policy.deny) == 0 with input as both
}

test_not_applicable_where_nobody_is_affected_and_no_group_is_measured if {
	not policy.applies with input as _input(_plain, {})
	count(policy.deny) == 0 with input as _input(_plain, {})
	not policy.applies with input as {"system": {"decision_effect": "legal"}, "evaluation": []}
	not policy.applies with input as _input(_plain, {"group": [{"name": "old", "value": 0.9}]})
}

test_fails_above_the_tolerance if {
	every system in [_plain, {"decision_effect": "legal"}] {
		policy.applies with input as _input(system, {"tolerance": 0.05, "group": _groups(0.86, 0.94)})
		policy.deny == {{
			"path": ["evaluation", "a", "tolerance"],
			"message": "the values of evaluation.a differ by 0.08 between young (0.86) and old (0.94), and a difference of 0.05 is accepted",
		}} with input as _input(system, {"tolerance": 0.05, "group": [{"name": "young", "value": 0.86}, {"name": "old", "value": 0.94}]})
	}
}

test_passes_at_the_tolerance if {
	count(policy.deny) == 0 with input as _input(_plain, {"tolerance": 0.05, "group": _groups(0.89, 0.94)})
	count(policy.deny) == 1 with input as _input(_plain, {"tolerance": 0.05, "group": _groups(0.8899, 0.94)})
	count(policy.deny) == 0 with input as _input(_plain, {"tolerance": 0, "group": _groups(0.9, 0.9)})
}

test_gap_without_a_tolerance if {
	policy.deny == {{
		"path": ["evaluation", "a", "tolerance"],
		"message": "how far the groups of evaluation.a may differ is not declared; the values of evaluation.a differ by 0.08 between young (0.86) and old (0.94)",
		"kind": "gap",
	}} with input as _input(_plain, {"group": [{"name": "old", "value": 0.94}, {"name": "young", "value": 0.86}]})
}

test_gap_for_a_group_without_a_value if {
	policy.deny == {{
		"path": ["evaluation", "a", "group", "middle", "value"],
		"message": "which value evaluation.a has for the group middle is not declared",
		"kind": "gap",
	}} with input as _input(_plain, {"tolerance": 0.1, "group": [{"name": "old", "value": 0.94}, {"name": "middle"}, {"name": "young", "value": 0.86}]})
}

test_the_others_are_compared_all_the_same if {
	count(policy.deny) == 2 with input as _input(_plain, {"tolerance": 0.05, "group": [{"name": "old", "value": 0.94}, {"name": "middle"}, {"name": "young", "value": 0.86}]})
}
