package aicomply.policies.privacy.dpia_missing_test

import data.aicomply.policies.privacy.dpia_missing as policy

_system := {"decision_effect": "none", "large_scale": false, "new_technology": false, "public_monitoring": false}

_entry(category, flags) := object.union({"category": category, "dataset": "dataset.d", "incidental": false, "personal": true, "special": false, "criminal": false, "purposes": []}, flags)

_input(system, entries, more) := object.union(
	{
		"now": "2026-11-23",
		"system": object.union(_system, system),
		"dataset": [{"ref": "dataset.d", "data_subjects": ["customer"]}],
		"derived": {"jurisdictions": ["EU"], "personal_data": true, "node": {"model.m": {"personal": true, "receives": entries}}},
	},
	more,
)

_names := [_entry("user.name", {})]

_required(reasons) := {{"path": ["assessment"], "message": concat("", ["a data protection impact assessment is required, and there is none: ", reasons])}}

_deny(system, entries, more) := found if {
	found := policy.deny with input as _input(system, entries, more)
}

_large := "it works on a large scale"

test_nothing_speaks_for_it if _deny({}, _names, {}) == set()

test_special_data if {
	_deny({}, [_entry("user.genetic", {"special": true})], {}) == _required("user.genetic is processed")
	_deny({}, [_entry("user.criminal_history", {"criminal": true})], {}) == _required("user.criminal_history is processed")
	_deny({}, [_entry("user.genetic", {"special": true, "incidental": true})], {}) == set()
}

test_effect_and_profiling if {
	_deny({"decision_effect": "legal", "eu_ai_act": {"profiling": true}}, _names, {}) == _required("it evaluates or scores persons, and its decisions have legal or similarly significant effect; it profiles persons and its decisions have legal or similarly significant effect")
	_deny({"decision_effect": "similarly_significant", "eu_ai_act": {"profiling": false}}, _names, {}) == set()
	_deny({"eu_ai_act": {"profiling": true}}, _names, {}) == set()
}

test_effect_and_automation[level] if {
	some level in ["high", "full", "autonomous"]
	_deny({"decision_effect": "legal", "automation_level": level}, _names, {}) == _required(sprintf("its decisions have legal or similarly significant effect at automation level %s", [level]))
	_deny({"automation_level": level}, _names, {}) == set()
}

test_effect_and_less_automation[level] if {
	some level in ["not_automated", "assistive", "partial", "conditional"]
	_deny({"decision_effect": "legal", "automation_level": level}, _names, {}) == set()
}

test_public_monitoring if _deny({"public_monitoring": true}, _names, {}) == _required("it monitors a publicly accessible area")

_with_large := [
	[{"new_technology": true}, {}, "it uses new technology"],
	[{"decision_effect": "similarly_significant"}, {}, "its decisions have legal or similarly significant effect"],
	[{"decision_effect": "legal"}, {}, "its decisions have legal or similarly significant effect"],
	[{"eu_ai_act": {"profiling": true}}, {}, "it evaluates or scores persons"],
	[{"capabilities": ["emotion_recognition"]}, {}, "it monitors persons"],
	[{"capabilities": ["social_scoring", "remote_biometric_identification"]}, {}, "it monitors persons"],
	[{}, {"model": [{"ref": "model.m", "kind": "ranker"}]}, "it evaluates or scores persons"],
	[{}, {"dataset": [{"ref": "dataset.d", "data_subjects": ["customer", "patient", "employee"]}]}, "it processes data of persons in a weak position (employee, patient)"],
	[{}, {"dataset": [{"ref": "dataset.d", "data_subjects": ["job_applicant", "trainee"]}]}, "it processes data of persons in a weak position (job_applicant, trainee)"],
	[{}, {"dataset": [{"ref": "dataset.d", "data_subjects": ["patient"]}]}, "it processes data of persons in a weak position (patient)"],
]

test_two_criteria[i] if {
	some i, c in _with_large
	_deny(object.union(c[0], {"large_scale": true}), _names, c[1]) == _required(concat(", and ", sort([_large, c[2]])))
}

test_one_criterion[i] if {
	some i, c in _with_large
	_deny(c[0], _names, c[1]) == set()
}

test_no_criterion[i] if {
	cases := [
		[{"capabilities": ["social_scoring"]}, _names, {}],
		[{}, _names, {"model": [{"ref": "model.m", "kind": "llm"}]}],
		[{}, _names, {"model": [{"ref": "model.other", "kind": "ranker"}]}],
		[{}, [_entry("user.name", {"personal": false})], {"dataset": [{"ref": "dataset.d", "data_subjects": ["patient"]}]}],
	]
	some i, c in cases
	_deny(object.union(c[0], {"large_scale": true}), c[1], c[2]) == set()
}

_gap(attributes) := {{
	"path": ["assessment"],
	"message": sprintf("a data protection impact assessment may be required, and there is none: %s, and the system does not declare %s", [_large, attributes]),
	"kind": "gap",
}}

test_what_could_add_a_criterion_is_absent if {
	all := policy.deny with input as object.union(json.remove(_input({}, _names, {}), ["/system"]), {"system": {"large_scale": true}})
	all == _gap("decision_effect, new_technology, public_monitoring")
	one := policy.deny with input as json.remove(_input({"large_scale": true}, _names, {}), ["/system/new_technology"])
	one == _gap("new_technology")
	scale := policy.deny with input as json.remove(_input({"new_technology": true}, _names, {}), ["/system/large_scale"])
	{f.message | some f in scale} == {"a data protection impact assessment may be required, and there is none: it uses new technology, and the system does not declare large_scale"}
	none := policy.deny with input as json.remove(_input({}, _names, {}), ["/system/new_technology"])
	none == set()
}

test_absent_facts_do_not_matter_where_it_is_required if {
	found := policy.deny with input as json.remove(_input({"public_monitoring": true, "large_scale": true}, _names, {}), ["/system/new_technology"])
	found == _required("it monitors a publicly accessible area")
}

_dpia(name, more) := object.union({"name": name, "ref": sprintf("assessment.%s", [name]), "kind": "dpia"}, more)

_assessed(assessments) := _deny({"public_monitoring": true}, _names, {"assessment": assessments})

test_assessed[i] if {
	lists := [
		[_dpia("a", {"status": "approved"})],
		[_dpia("a", {"status": "planned"}), _dpia("b", {"status": "approved", "approved": "2026-11-23"})],
		[_dpia("a", {})],
	]
	some i, list in lists
	_assessed(list) == set()
}

test_not_approved if {
	_assessed([_dpia("b", {"status": "planned"}), _dpia("a", {"status": "rejected"})]) == {{
		"path": ["assessment", "a", "status"],
		"message": "a data protection impact assessment is required, and none is approved (assessment.a, assessment.b): it monitors a publicly accessible area",
	}}
	{f.path | some f in _assessed([_dpia("a", {"status": "in_progress"})])} == {["assessment", "a", "status"]}
	{f.path | some f in _assessed([_dpia("a", {"status": "approved", "approved": "2026-11-24"})])} == {["assessment", "a", "status"]}
	{f.path | some f in _assessed([object.union(_dpia("a", {"status": "approved"}), {"kind": "fria"})])} == {["assessment"]}
}

test_gap_where_none_is_approved if {
	found := policy.deny with input as json.remove(_input({"large_scale": true}, _names, {"assessment": [_dpia("a", {"status": "planned"})]}), ["/system/new_technology"])
	[[f.path, f.kind] | some f in found] == [[["assessment", "a", "status"], "gap"]]
	approved := policy.deny with input as json.remove(_input({"large_scale": true}, _names, {"assessment": [_dpia("a", {"status": "approved"})]}), ["/system/new_technology"])
	approved == set()
}

test_applies_under_the_gdpr_to_personal_data if {
	policy.applies with input as _input({}, [], {})
	not policy.applies with input as json.patch(_input({}, [], {}), [{"op": "replace", "path": "/derived/jurisdictions", "value": ["US"]}])
	not policy.applies with input as json.patch(_input({}, [], {}), [{"op": "replace", "path": "/derived/personal_data", "value": false}])
}
