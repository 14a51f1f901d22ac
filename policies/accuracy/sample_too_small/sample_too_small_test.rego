package aicomply.policies.accuracy.sample_too_small_test

import data.aicomply.policies.accuracy.sample_too_small as policy

_higher := {"name": "a", "ref": "evaluation.a", "metric": "accuracy", "value": 0.95, "threshold": 0.93, "sample_size": 200}

_lower := {"name": "a", "ref": "evaluation.a", "metric": "error_rate", "better": "lower", "value": 0.05, "threshold": 0.07, "sample_size": 200}

_measured(evaluation, facts) := {"evaluation": [evaluation], "derived": {"evaluation": {"evaluation.a": facts}}}

_path := ["evaluation", "a", "sample_size"]

test_fails_below_the_threshold if {
	small := _measured(_higher, {"wilson_lower": 0.910421851, "sample_needed": 626})
	policy.applies with input as small
	policy.deny == {{
		"path": _path,
		"message": "with 200 cases, a value of 0.95 may be as low as 0.910, and 0.93 is demanded; it takes 626 cases",
	}} with input as small
}

test_bound_at_the_threshold_passes if {
	count(policy.deny) == 0 with input as _measured(_higher, {"wilson_lower": 0.93, "sample_needed": 200})
}

test_bound_just_below_shows_the_difference if {
	policy.deny == {{
		"path": _path,
		"message": "with 200 cases, a value of 0.95 may be as low as 0.9299, and 0.93 is demanded; it takes 1,000 cases",
	}} with input as _measured(_higher, {"wilson_lower": 0.9299, "sample_needed": 1000})
}

test_fails_above_where_lower_is_better if {
	policy.deny == {{
		"path": _path,
		"message": "with 200 cases, a value of 0.05 may be as high as 0.090, and at most 0.07 is demanded; it takes 626 cases",
	}} with input as _measured(_lower, {"wilson_upper": 0.089578149, "sample_needed": 626})
	count(policy.deny) == 0 with input as _measured(_lower, {"wilson_upper": 0.07, "sample_needed": 200})
}

test_says_when_no_sample_is_enough if {
	policy.deny == {{
		"path": _path,
		"message": "with 200 cases, a value of 0.9 may be as low as 0.850, and 0.93 is demanded; no sample is large enough for this value",
	}} with input as _measured(object.union(_higher, {"value": 0.9}), {"wilson_lower": 0.85})
}

test_fails_without_a_case if {
	policy.deny == {{
		"path": _path,
		"message": "evaluation.a was measured on no case; it takes 626 cases",
	}} with input as _measured(object.union(_higher, {"sample_size": 0}), {"sample_needed": 626})
}

test_gap_for_an_undeclared_size if {
	policy.deny == {{
		"path": _path,
		"message": "on how many cases evaluation.a was measured is not declared; it takes 626 cases",
		"kind": "gap",
	}} with input as _measured(object.remove(_higher, ["sample_size"]), {"sample_needed": 626})
}

test_gap_for_a_value_that_is_no_share if {
	policy.deny == {{
		"path": ["evaluation", "a", "value"],
		"message": "how sure evaluation.a is cannot be calculated: its value of 95 is not a share",
		"kind": "gap",
	}} with input as _measured(object.union(_higher, {"value": 95}), {})
}

test_not_applicable if {
	not policy.applies with input as _measured(object.remove(_higher, ["threshold"]), {})
	not policy.applies with input as _measured(object.remove(_higher, ["value"]), {})
	not policy.applies with input as _measured(object.union(_higher, {"metric": "latency"}), {})
	not policy.applies with input as {}
}
