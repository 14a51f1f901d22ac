package aicomply.policies.waiver.invalid_test

import data.aicomply.policies.waiver.invalid

_input(policy) := {
	"waiver": [{"name": "logs", "ref": "waiver.logs"}, {"name": "good", "ref": "waiver.good"}],
	"derived": {"waiver": {
		"waiver.logs": {"problems": [
			{"policy": policy, "attribute": "reason", "message": "it has no reason"},
			{"policy": policy, "attribute": "expires", "message": "it lasts too long"},
		]},
		"waiver.good": {"problems": []},
	}},
}

test_each_problem_is_a_finding if {
	invalid.deny == {
		{"path": ["waiver", "logs", "reason"], "message": "it has no reason"},
		{"path": ["waiver", "logs", "expires"], "message": "it lasts too long"},
	} with input as _input("waiver/invalid")
}

test_other_problems_are_not_reported_here if {
	invalid.deny == set() with input as _input("waiver/expired")
	invalid.applies with input as _input("waiver/expired")
}

test_applies_only_with_a_waiver if {
	not invalid.applies with input as {"waiver": [], "derived": {"waiver": {}}}
}
