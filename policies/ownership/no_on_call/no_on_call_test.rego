package aicomply.policies.ownership.no_on_call_test

import data.aicomply.policies.ownership.no_on_call as policy

_ownership := {"on_call": "pager", "runbook": "docs/runbook.md", "maintainers": ["a", "b"]}

_input(ownership) := {"stage": "production", "ownership": ownership}

test_passes if {
	policy.applies with input as _input(_ownership)
	count(policy.deny) == 0 with input as _input(_ownership)
}

test_gap_for_each_fact if {
	every attribute in ["on_call", "runbook", "maintainers"] {
		policy.deny == {{
			"path": ["ownership", attribute],
			"key": [attribute],
			"message": sprintf("ownership does not declare %s", [attribute]),
			"kind": "gap",
		}} with input as _input(object.remove(_ownership, [attribute]))
	}
}

test_fails_for_one_maintainer if {
	every maintainers in [["a"], ["a", "A "]] {
		policy.deny == {{
			"path": ["ownership", "maintainers"],
			"key": ["maintainers"],
			"message": "ownership names one maintainer only (a)",
			"kind": "violation",
		}} with input as _input(object.union(_ownership, {"maintainers": maintainers}))
	}
	policy.deny == {{
		"path": ["ownership", "maintainers"],
		"key": ["maintainers"],
		"message": "ownership names nobody in maintainers",
		"kind": "violation",
	}} with input as _input(object.union(_ownership, {"maintainers": []}))
}

test_one_finding_for_all if {
	policy.deny == {{
		"path": ["ownership"],
		"key": ["maintainers", "on_call", "runbook"],
		"message": "ownership names one maintainer only (a); it does not declare on_call; it does not declare runbook",
		"kind": "violation",
	}} with input as _input({"maintainers": ["a"]})
}

test_not_applicable_before_production_or_without_the_block if {
	not policy.applies with input as object.union(_input({"business": "vp"}), {"stage": "pilot"})
	not policy.applies with input as {"stage": "production"}
}

test_fails_for_an_empty_text if {
	every attribute in ["on_call", "runbook"] {
		policy.deny == {{
			"path": ["ownership", attribute],
			"key": [attribute],
			"message": sprintf("ownership says nothing in %s", [attribute]),
			"kind": "violation",
		}} with input as _input(object.union(_ownership, {attribute: " "}))
	}
}
