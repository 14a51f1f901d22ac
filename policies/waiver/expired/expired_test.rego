package aicomply.policies.waiver.expired_test

import data.aicomply.policies.waiver.expired

_waivers := [{"name": "old", "ref": "waiver.old"}, {"name": "good", "ref": "waiver.good"}]

_problem(policy) := {"policy": policy, "attribute": "expires", "message": "it ended on 2026-10-31"}

_input(policy) := {"waiver": _waivers, "derived": {"waiver": {
	"waiver.old": {"problems": [_problem(policy)]},
	"waiver.good": {"problems": []},
}}}

test_expired_is_stale if {
	expired.deny == {{
		"path": ["waiver", "old", "expires"],
		"message": "it ended on 2026-10-31",
		"kind": "stale",
	}} with input as _input("waiver/expired")
}

test_other_problems_are_not_reported_here if {
	expired.deny == set() with input as _input("waiver/invalid")
	expired.applies with input as _input("waiver/invalid")
}

test_applies_only_with_a_waiver if {
	not expired.applies with input as {"derived": {"waiver": {}}}
}
