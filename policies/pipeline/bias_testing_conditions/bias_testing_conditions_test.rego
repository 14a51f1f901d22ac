package aicomply.policies.pipeline.bias_testing_conditions_test

import data.aicomply.policies.pipeline.bias_testing_conditions as policy

_conditions := {"necessity": "n", "reuse_limits": "r", "access_control": "a", "delete_after": "90d", "record": "docs/r.md"}

_test := {"name": "e", "ref": "evaluation.e", "kind": "bias", "dataset": "dataset.d", "conditions": _conditions}

_entry := {"dataset": "dataset.d", "category": "user.health_and_medical", "special": true}

_input(evaluation, identifiability) := {
	"system": {"controller": "party.acme"},
	"dataset": [{"name": "d", "ref": "dataset.d", "identifiability": identifiability, "origin": ["store.s"]}],
	"store": [{"name": "s", "ref": "store.s"}],
	"evaluation": [evaluation],
	"derived": {
		"jurisdictions": ["EU"],
		"node": {"store.s": {"operator": "party.acme", "receives": [_entry]}, "component.x": {"operator": "party.vendor", "receives": []}},
		"store": {"store.s": {"retention_days": 90}},
	},
}

_mended := _input(_test, "pseudonymised")

test_passes if {
	policy.applies with input as _mended
	count(policy.deny) == 0 with input as _mended
}

test_gap_for_each_condition if {
	every attribute in ["necessity", "reuse_limits", "access_control", "delete_after", "record"] {
		policy.deny == {{
			"path": ["evaluation", "e", "conditions", attribute],
			"key": [attribute],
			"message": sprintf("the conditions block of evaluation.e, which tests on special categories, does not declare %s", [attribute]),
			"kind": "gap",
		}} with input as _input(object.union(object.remove(_test, ["conditions"]), {"conditions": object.remove(_conditions, [attribute])}), "pseudonymised")
	}
}

test_gap_without_conditions if {
	[[f.path, f.kind, f.key] | some f in policy.deny] == [[
		["evaluation", "e", "conditions"], "gap",
		["access_control", "delete_after", "necessity", "record", "reuse_limits"],
	]] with input as _input(object.remove(_test, ["conditions"]), "pseudonymised")
}

test_fails_where_persons_are_identified if {
	expected := {{
		"path": ["evaluation", "e", "dataset"],
		"key": ["is not pseudonymised"],
		"message": "dataset.d, on which evaluation.e looks for bias, is not pseudonymised",
		"kind": "violation",
	}}
	policy.deny == expected with input as _input(_test, "identified")
	policy.deny == expected with input as object.union(_mended, {"dataset": [{"name": "d", "ref": "dataset.d", "origin": ["store.s"]}]})
}

test_fails_where_data_is_passed_on if {
	passed_on := object.union(_mended, {"derived": {"node": {"component.x": {"operator": "party.vendor", "receives": [_entry]}}}})
	policy.deny == {{
		"path": ["evaluation", "e", "dataset"],
		"key": ["must not be passed on, and reaches party.vendor"],
		"message": "dataset.d, on which evaluation.e looks for bias, must not be passed on, and reaches party.vendor",
		"kind": "violation",
	}} with input as passed_on
}

test_passing_on_something_else_is_not_meant if {
	every entry in [object.union(_entry, {"special": false}), object.union(_entry, {"dataset": "dataset.other"})] {
		count(policy.deny) == 0 with input as object.union(_mended, {"derived": {"node": {"component.x": {"operator": "party.vendor", "receives": [entry]}}}})
	}
}

test_fails_where_data_is_kept_longer if {
	policy.deny == {{
		"path": ["evaluation", "e", "conditions", "delete_after"],
		"key": ["delete_after"],
		"message": "the conditions block of evaluation.e, which tests on special categories, demands deletion after 90d, and store.s keeps the data longer",
		"kind": "violation",
	}} with input as object.union(_mended, {"derived": {"store": {"store.s": {"retention_days": 91}}}})
	elsewhere := object.union(_mended, {
		"store": [{"name": "s", "ref": "store.s"}, {"name": "t", "ref": "store.t"}],
		"derived": {"store": {"store.t": {"retention_days": 400}}, "node": {"store.t": {"operator": "party.acme", "receives": []}}},
	})
	count(policy.deny) == 0 with input as elsewhere
}

test_gap_without_a_dataset if {
	policy.applies with input as _input(object.remove(_test, ["dataset"]), "identified")
	policy.deny == {{
		"path": ["evaluation", "e", "dataset"],
		"message": "on which dataset evaluation.e looks for bias is not declared",
		"kind": "gap",
	}} with input as _input(object.remove(_test, ["dataset"]), "identified")
}

test_other_data_needs_no_conditions if {
	plain := {"node": {"store.s": {"operator": "party.acme", "receives": [object.union(_entry, {"special": false})]}}}
	count(policy.deny) == 0 with input as object.union(_input(object.remove(_test, ["conditions"]), "identified"), {"derived": plain})
}

test_not_applicable if {
	not policy.applies with input as _input(object.union(_test, {"kind": "quality"}), "identified")
	not policy.applies with input as _input(object.remove(_test, ["kind"]), "identified")
	not policy.applies with input as object.union(_mended, {"derived": {"jurisdictions": ["UK"]}})
	not policy.applies with input as {"derived": {"jurisdictions": ["EU"]}}
}
