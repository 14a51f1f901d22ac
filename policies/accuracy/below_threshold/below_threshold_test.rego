package aicomply.policies.accuracy.below_threshold_test

import data.aicomply.policies.accuracy.below_threshold as policy

_input(attributes) := {"evaluation": [object.union({"name": "a", "ref": "evaluation.a"}, attributes)]}

_path := ["evaluation", "a", "value"]

test_fails_below if {
	policy.applies with input as _input({})
	policy.deny == {{
		"path": _path,
		"message": "evaluation.a has a value of 0.899, and at least 0.9 is demanded",
	}} with input as _input({"value": 0.899, "threshold": 0.9})
}

test_passes_at_and_above if {
	every value in [0.9, 0.91, 1] {
		count(policy.deny) == 0 with input as _input({"value": value, "threshold": 0.9})
		count(policy.deny) == 0 with input as _input({"value": value, "threshold": 0.9, "better": "higher"})
	}
}

test_fails_above_where_lower_is_better if {
	policy.deny == {{
		"path": _path,
		"message": "evaluation.a has a value of 1,200, and at most 800 is demanded",
	}} with input as _input({"value": 1200, "threshold": 800, "better": "lower"})
}

test_passes_at_and_below_where_lower_is_better if {
	every value in [0, 0.04, 0.05] {
		count(policy.deny) == 0 with input as _input({"value": value, "threshold": 0.05, "better": "lower"})
	}
}

test_gap_without_a_threshold if {
	policy.deny == {{
		"path": ["evaluation", "a", "threshold"],
		"message": "which value evaluation.a has to reach is not declared",
		"kind": "gap",
	}} with input as _input({"value": 0.9})
}

test_a_threshold_of_zero_is_one if {
	count(policy.deny) == 0 with input as _input({"value": 0, "threshold": 0, "better": "lower"})
}

test_a_value_that_is_not_declared_is_left_to_others if {
	count(policy.deny) == 0 with input as _input({"threshold": 0.9})
}

test_not_applicable_without_evaluations if {
	not policy.applies with input as {"evaluation": []}
	not policy.applies with input as {}
}
