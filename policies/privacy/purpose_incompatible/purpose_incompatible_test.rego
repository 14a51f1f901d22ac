package aicomply.policies.privacy.purpose_incompatible_test

import data.aicomply.policies.privacy.purpose_incompatible as policy

_entry(category, personal) := {"category": category, "dataset": "dataset.d", "incidental": false, "personal": personal, "purposes": []}

_receives := [_entry("user.name", true), _entry("user.contact", true), _entry("system.operations", false)]

_input(purpose, dataset) := {
	"purpose": [object.union({"name": "p", "ref": "purpose.p"}, purpose)],
	"dataset": [object.union({"name": "d", "ref": "dataset.d"}, dataset)],
	"assessment": [{"ref": "assessment.yes", "status": "approved"}, {"ref": "assessment.no", "status": "rejected"}],
	"flow": [
		{"name": "in", "ref": "flow.in", "from": "principal.c", "to": "component.api", "purpose": "purpose.p"},
		{"name": "on", "ref": "flow.on", "from": "component.api", "to": "component.desk", "purpose": "purpose.p"},
	],
	"derived": {
		"personal_data": true,
		"flow": {"flow.in": {"receives": _receives}, "flow.on": {"receives": _receives}},
		"node": {
			"principal.c": {"receives": _receives},
			"component.api": {"receives": [object.union(e, {"purposes": ["purpose.p"]}) | some e in _receives]},
		},
	},
}

_finding := {
	"path": ["flow", "in", "purpose"],
	"message": "flow.in carries user.contact, user.name for purpose.p: dataset.d was collected for purpose.a, purpose.b",
	"key": ["user.contact", "user.name"],
	"incidental": false,
	"witness": {"flow": "flow.in", "category": "user.contact"},
}

_collected := {"collected_for": ["purpose.b", "purpose.a"]}

_assessed(assessment) := {"compatible_with": ["purpose.a"], "compatibility": assessment}

test_fails_where_the_data_comes_under_the_purpose if {
	policy.deny == {_finding} with input as _input({}, _collected)
}

test_collected_for_no_purpose if {
	some f in policy.deny with input as _input({}, {"collected_for": []})
	f.message == "flow.in carries user.contact, user.name for purpose.p: dataset.d was collected for no purpose"
}

test_passes_for_a_purpose_of_collection if {
	policy.deny == set() with input as _input({}, {"collected_for": ["purpose.p"]})
}

test_passes_for_an_approved_compatible_purpose if {
	policy.deny == set() with input as _input(_assessed("assessment.yes"), _collected)
}

test_compatible_purpose_needs_an_approved_assessment if {
	expected := object.union(_finding, {"message": concat("", [_finding.message, ", and no approved assessment says that the two are compatible"])})
	policy.deny == {expected} with input as _input(_assessed("assessment.no"), _collected)
	policy.deny == {expected} with input as _input({"compatible_with": ["purpose.a"]}, _collected)
}

test_undeclared_collection_is_reported_elsewhere if {
	policy.deny == set() with input as _input({}, {})
}

test_grant_for_another_purpose if {
	grant := object.union(_input({}, _collected), {
		"flow": [],
		"access": [{"name": "a", "ref": "access.a", "resource": "component.api", "purpose": "purpose.p"}],
		"derived": {"access": {"access.a": {"receives": _receives}}, "node": {"component.api": {"receives": _receives}}},
	})
	{[f.path, f.witness.flow] | some f in policy.deny} == {[["access", "a", "purpose"], "access.a"]} with input as grant
}

test_applies_to_personal_data if {
	policy.applies with input as _input({}, {})
	not policy.applies with input as {"derived": {"personal_data": false}}
}

test_one_category_collected_for_one_purpose if {
	one := json.patch(_input({}, {"collected_for": ["purpose.a"]}), [
		{"op": "replace", "path": "/derived/flow/flow.in/receives", "value": [_entry("user.name", true)]},
		{"op": "replace", "path": "/derived/flow/flow.on/receives", "value": [_entry("user.name", true)]},
	])
	{f.message | some f in policy.deny} == {"flow.in carries user.name for purpose.p: dataset.d was collected for purpose.a"} with input as one
}
