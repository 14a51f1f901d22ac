package aicomply.policies.oversight.overseers_untrained_test

import data.aicomply.policies.oversight.overseers_untrained as policy

_full := {"name": "a", "ref": "oversight.a", "training": "course.md", "minutes_per_review": 6}

_deny(blocks, least) := found if {
	found := policy.deny with input as {"oversight": blocks, "params": {"review_minutes_min": least}}
}

test_passes if {
	_deny([_full], 1) == set()
}

test_training_not_declared[i] if {
	blocks := [object.remove(_full, ["training"]), object.union(_full, {"training": " "})]
	some i, block in blocks
	_deny([object.union(_full, {"name": "b", "ref": "oversight.b"}), block], 1) == {{
		"path": ["oversight", "a", "training"],
		"message": "how overseers of oversight.a are trained is not declared",
		"kind": "gap",
	}}
}

test_minutes[i] if {
	cases := [
		[0.5, 1, "oversight.a allows 0.5 minutes for a review; at least 1 minute is needed"],
		[0, 1, "oversight.a allows 0 minutes for a review; at least 1 minute is needed"],
		[1, 2, "oversight.a allows 1 minute for a review; at least 2 minutes are needed"],
	]
	some i, c in cases
	_deny([object.union(_full, {"minutes_per_review": c[0]})], c[1]) == {{"path": ["oversight", "a", "minutes_per_review"], "message": c[2]}}
}

test_exactly_the_minimum_is_enough if {
	_deny([object.union(_full, {"minutes_per_review": 1})], 1) == set()
}

test_minutes_not_declared_is_left_to_others if {
	_deny([object.remove(_full, ["minutes_per_review"])], 1) == set()
}

test_applies_where_there_is_oversight if {
	policy.applies with input as {"oversight": [_full]}
	not policy.applies with input as {"oversight": []}
	not policy.applies with input as {}
}
