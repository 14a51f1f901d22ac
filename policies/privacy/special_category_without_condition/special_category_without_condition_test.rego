package aicomply.policies.privacy.special_category_without_condition_test

import data.aicomply.policies.privacy.special_category_without_condition as policy

_health := {"category": "user.health_and_medical", "dataset": "dataset.d", "incidental": true, "special": true, "criminal": false, "purposes": []}

_convictions := {"category": "user.criminal_history", "dataset": "dataset.d", "incidental": false, "special": false, "criminal": true, "purposes": []}

_name := {"category": "user.name", "dataset": "dataset.d", "incidental": false, "special": false, "criminal": false, "purposes": []}

_input(receives, purpose) := {
	"purpose": [object.union({"name": "p", "ref": "purpose.p"}, purpose)],
	"flow": [
		{"name": "in", "ref": "flow.in", "from": "principal.c", "to": "component.api", "purpose": "purpose.p"},
		{"name": "on", "ref": "flow.on", "from": "component.api", "to": "component.desk", "purpose": "purpose.p"},
	],
	"derived": {
		"jurisdictions": ["EU", "EEA"],
		"personal_data": true,
		"flow": {"flow.in": {"receives": receives}, "flow.on": {"receives": receives}},
		"node": {
			"principal.c": {"receives": receives},
			"component.api": {"receives": [object.union(e, {"purposes": ["purpose.p"]}) | some e in receives]},
		},
	},
}

_finding := {
	"path": ["flow", "in", "purpose"],
	"message": "flow.in carries user.health_and_medical for purpose.p, which does not declare special_category_basis",
	"kind": "violation",
	"key": ["user.health_and_medical"],
	"incidental": true,
	"witness": {"flow": "flow.in", "category": "user.health_and_medical"},
}

test_fails_where_the_data_comes_under_the_purpose if {
	policy.deny == {_finding} with input as _input([_health, _name], {})
}

test_each_kind_needs_its_own_condition if {
	policy.deny == {_finding} with input as _input([_health, _name], {"criminal_data_basis": "an act"})
	policy.deny == set() with input as _input([_health, _name], {"special_category_basis": "gdpr_9_2_h"})
	policy.deny == set() with input as _input([_convictions], {"criminal_data_basis": "an act"})
	some f in policy.deny with input as _input([_convictions], {"special_category_basis": "gdpr_9_2_h"})
	f.message == "flow.in carries user.criminal_history for purpose.p, which does not declare criminal_data_basis"
}

test_both_in_one_finding if {
	policy.deny == {object.union(_finding, {
		"message": "flow.in carries user.criminal_history, user.health_and_medical for purpose.p, which does not declare criminal_data_basis and special_category_basis",
		"key": ["user.criminal_history", "user.health_and_medical"],
		"incidental": false,
		"witness": {"flow": "flow.in", "category": "user.criminal_history"},
	})} with input as _input([_health, _convictions], {})
}

test_declared_unknown_is_a_gap if {
	policy.deny == {object.union(_finding, {"kind": "gap"})} with input as _input([_health], {"unknown": ["special_category_basis"]})
	some f in policy.deny with input as _input([_health, _convictions], {"unknown": ["special_category_basis"]})
	f.kind == "violation"
}

test_passes_without_such_data if {
	policy.deny == set() with input as _input([_name], {})
}

test_applies_under_the_gdpr_to_personal_data if {
	policy.applies with input as _input([], {})
	not policy.applies with input as json.patch(_input([], {}), [{"op": "replace", "path": "/derived/jurisdictions", "value": ["US"]}])
	not policy.applies with input as json.patch(_input([], {}), [{"op": "replace", "path": "/derived/personal_data", "value": false}])
}

test_what_is_special_and_criminal_needs_the_condition_of_special_data if {
	policy.deny == {_finding} with input as _input([object.union(_health, {"criminal": true})], {})
}
