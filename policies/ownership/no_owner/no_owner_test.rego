package aicomply.policies.ownership.no_owner_test

import data.aicomply.policies.ownership.no_owner as policy

_owners := {"business": "vp", "technical": "team", "security": "secops", "privacy": "dpo"}

_input(ownership) := {"stage": "pilot", "ownership": ownership, "derived": {"personal_data": true}}

test_passes if {
	policy.applies with input as _input(_owners)
	count(policy.deny) == 0 with input as _input(_owners)
}

test_gap_for_each_role if {
	every role in ["business", "technical", "security", "privacy"] {
		policy.deny == {{
			"path": ["ownership", role],
			"key": [role],
			"message": sprintf("ownership does not declare %s", [role]),
			"kind": "gap",
		}} with input as _input(object.remove(_owners, [role]))
	}
}

test_no_owner_of_privacy_without_personal_data if {
	none := object.union(_input(object.remove(_owners, ["privacy"])), {"derived": {"personal_data": false}})
	count(policy.deny) == 0 with input as none
	count(policy.deny) == 0 with input as object.remove(none, ["derived"])
}

test_fails_for_placeholders if {
	every owner in ["", " ", "TBD", "todo ", "n/a", "Unknown", "-", "?", "none", "nobody", "tba", "tbc", "NA", "xxx"] {
		policy.deny == {{
			"path": ["ownership", "technical"],
			"key": ["technical"],
			"message": sprintf("ownership names nobody for technical (%q)", [owner]),
			"kind": "violation",
		}} with input as _input(object.union(_owners, {"technical": owner}))
	}
}

test_one_finding_for_all_roles if {
	policy.deny == {{
		"path": ["ownership"],
		"key": ["business", "privacy", "security"],
		"message": `ownership names nobody for business ("tbd"); it does not declare privacy; it does not declare security`,
		"kind": "violation",
	}} with input as _input({"business": "tbd", "technical": "team"})
}

test_gap_without_the_block_from_pilot_on if {
	every stage in ["pilot", "production"] {
		policy.applies with input as {"stage": stage}
		policy.deny == {{
			"path": ["ownership"],
			"message": "who owns the system is not declared: there is no ownership block",
			"kind": "gap",
		}} with input as {"stage": stage}
	}
	not policy.applies with input as {"stage": "poc"}
	count(policy.deny) == 0 with input as {"stage": "poc"}
}

test_block_is_judged_at_a_proof_of_concept if {
	policy.applies with input as object.union(_input(_owners), {"stage": "poc"})
	count(policy.deny) == 1 with input as object.union(_input({"business": "vp"}), {"stage": "poc"})
}

test_placeholders_elsewhere_are_left_to_others if {
	count(policy.deny) == 0 with input as _input(object.union(_owners, {"on_call": "tbd", "runbook": "todo"}))
}
