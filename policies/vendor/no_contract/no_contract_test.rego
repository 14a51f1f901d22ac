package aicomply.policies.vendor.no_contract_test

import data.aicomply.policies.vendor.no_contract

_entry(category) := {"category": category, "dataset": "dataset.d", "personal": true, "incidental": false}

_node(operator, role, entries) := {"operator": operator, "operator_role": role, "personal": count(entries) > 0, "receives": entries}

_party(role, extra) := object.union({"name": "llmco", "ref": "party.llmco", "role": role}, extra)

_input(parties, nodes, extra) := object.union(
	{
		"party": parties,
		"now": "2026-11-23",
		"derived": {"node": nodes, "jurisdictions": ["EEA", "EU"]},
	},
	extra,
)

_names := {"model.llm": _node("party.llmco", "processor", [_entry("user.name"), _entry("user.contact.email")])}

_processor(contracts) := found if {
	found := no_contract.deny with input as _input([_party("processor", {"contract": contracts})], _names, {})
}

_about_dpa(kind, lack) := {{
	"path": ["party", "llmco", "contract"],
	"message": sprintf("party.llmco is a processor that receives user.contact.email, user.name, and %s", [lack]),
	"kind": kind,
	"key": "dpa",
	"incidental": false,
	"witness": {"node": "model.llm", "category": "user.contact.email"},
}}

test_no_contract if {
	_processor([]) == _about_dpa("violation", "it has no signed contract (dpa)")
	found := no_contract.deny with input as _input([_party("processor", {})], _names, {})
	found == _about_dpa("violation", "it has no signed contract (dpa)")
}

test_signed_contract[signed] if {
	some signed in ["2026-06-01", "2026-11-23"]
	_processor([{"kind": "dpa", "signed": signed}]) == set()
	_processor([{"kind": "baa"}, {"kind": "dpa", "signed": signed}]) == set()
}

test_contract_signed_later if {
	_processor([{"kind": "dpa", "signed": "2026-11-24"}]) == _about_dpa("violation", "its contract (dpa) is to be signed on 2026-11-24")
}

test_contract_of_another_kind[kind] if {
	some kind in ["baa", "jca"]
	_processor([{"kind": kind}]) == _about_dpa("violation", "it has no signed contract (dpa)")
	_processor([{"kind": kind, "signed": "2026-06-01"}]) == _about_dpa("violation", "it has no signed contract (dpa)")
}

test_contract_with_open_facts if {
	_processor([{"kind": "dpa"}]) == _about_dpa("gap", "its contract (dpa) does not declare when it was signed")
	_processor([{"signed": "2026-06-01"}]) == _about_dpa("gap", "its contract does not declare its kind")
	_processor([{"signed": "2026-06-01"}, {"kind": "dpa", "signed": "2026-12-01"}]) == _about_dpa("gap", "its contract does not declare its kind")
	_processor([{"signed": "2026-06-01"}, {"kind": "dpa"}]) == _about_dpa("gap", "its contract (dpa) does not declare when it was signed")
}

test_outside_the_gdpr_a_baa_will_do if {
	us := {"derived": {"node": _names, "jurisdictions": ["US"]}}
	baa := _party("processor", {"contract": [{"kind": "baa", "signed": "2026-06-01"}]})
	no_contract.deny == set() with input as _input([baa], {}, us)
	none := no_contract.deny with input as _input([_party("processor", {})], {}, us)
	none == _about_dpa("violation", "it has no signed contract (baa or dpa)")
}

test_parties_that_need_none[role] if {
	some role in ["controller", "joint_controller", "third_party"]
	in_ := _input([_party(role, {})], {"model.llm": _node("party.llmco", role, [_entry("user.name")])}, {})
	no_contract.deny == set() with input as in_
	not no_contract.applies with input as in_
}

test_processor_that_nothing_personal_reaches if {
	in_ := _input([_party("processor", {})], {"model.llm": _node("party.llmco", "processor", [])}, {})
	no_contract.deny == set() with input as in_
	not no_contract.applies with input as in_
}

test_incidental_data if {
	nodes := {"model.llm": _node("party.llmco", "processor", [object.union(_entry("user.name"), {"incidental": true})])}
	found := no_contract.deny with input as _input([_party("processor", {})], nodes, {})
	[f.incidental | some f in found] == [true]
}

_dpa := {"contract": [{"kind": "dpa", "signed": "2026-06-01"}]}

_hipaa := {"aicomply": {"profiles": ["gdpr", "hipaa"]}}

test_hipaa_needs_a_baa[category] if {
	some category in ["user.health_and_medical", "user.health_and_medical.record_id", "user.biometric.health"]
	nodes := {
		"model.llm": _node("party.llmco", "processor", [_entry("user.name"), _entry(category)]),
		"component.a": _node("party.llmco", "processor", [_entry("user.name")]),
	}
	found := no_contract.deny with input as _input([_party("processor", _dpa)], nodes, _hipaa)
	found == {{
		"path": ["party", "llmco", "contract"],
		"message": sprintf("party.llmco is a processor that receives %s, and it has no signed contract (baa)", [category]),
		"kind": "violation",
		"key": "baa",
		"incidental": false,
		"witness": {"node": "model.llm", "category": category},
	}}
}

test_hipaa_with_a_baa if {
	both := {"contract": [{"kind": "dpa", "signed": "2026-06-01"}, {"kind": "baa", "signed": "2026-06-01"}]}
	nodes := {"model.llm": _node("party.llmco", "processor", [_entry("user.health_and_medical")])}
	no_contract.deny == set() with input as _input([_party("processor", both)], nodes, _hipaa)
}

test_hipaa_is_about_health_data_and_its_profile if {
	no_contract.deny == set() with input as _input([_party("processor", _dpa)], _names, _hipaa)
	nodes := {"model.llm": _node("party.llmco", "processor", [_entry("user.health_and_medical")])}
	no_contract.deny == set() with input as _input([_party("processor", _dpa)], nodes, {"aicomply": {"profiles": ["gdpr"]}})
	no_contract.deny == set() with input as _input([_party("processor", _dpa)], nodes, {})
}

_labels := {"name": "labels", "ref": "party.labels", "role": "sub_processor"}

_reviewed := {"component.review": _node("party.labels", "sub_processor", [_entry("user.name")])}

_unlisted(kind) := {{
	"path": ["party", "labels"],
	"message": "party.labels is a sub-processor that receives user.name, and no processor lists it in sub_processors",
	"kind": kind,
	"key": "sub_processor",
	"incidental": false,
	"witness": {"node": "component.review", "category": "user.name"},
}}

test_sub_processor_that_is_listed[role] if {
	some role in ["processor", "sub_processor"]
	lister := _party(role, {"sub_processors": ["party.other", "party.labels"]})
	in_ := _input([lister, _labels], _reviewed, {})
	no_contract.deny == set() with input as in_
	no_contract.applies with input as in_
}

test_sub_processor_that_is_not_listed if {
	lister := _party("processor", {"sub_processors": []})
	found := no_contract.deny with input as _input([lister, _labels], _reviewed, {})
	found == _unlisted("violation")
	third := _party("third_party", {"sub_processors": ["party.labels"]})
	by_another := no_contract.deny with input as _input([lister, third, _labels], _reviewed, {})
	by_another == _unlisted("violation")
	by_itself := no_contract.deny with input as _input([object.union(_labels, {"sub_processors": ["party.labels"]})], _reviewed, {})
	by_itself == _unlisted("violation")
}

test_sub_processor_without_any_list if {
	found := no_contract.deny with input as _input([_party("processor", {}), _labels], _reviewed, {})
	found == _unlisted("gap")
	third := _party("third_party", {"sub_processors": ["party.labels"]})
	by_another := no_contract.deny with input as _input([third, _labels], _reviewed, {})
	by_another == _unlisted("gap")
}

test_other_data_is_not_named if {
	other := object.union(_entry("system.operations"), {"personal": false})
	nodes := {"model.llm": _node("party.llmco", "processor", [_entry("user.name"), other])}
	found := no_contract.deny with input as _input([_party("processor", {})], nodes, {})
	{f.message | some f in found} == {"party.llmco is a processor that receives user.name, and it has no signed contract (dpa)"}
}

test_hipaa_with_an_undated_baa_is_a_gap if {
	contracts := {"contract": [{"kind": "dpa", "signed": "2026-06-01"}, {"kind": "baa"}]}
	nodes := {"model.llm": _node("party.llmco", "processor", [_entry("user.health_and_medical")])}
	found := no_contract.deny with input as _input([_party("processor", contracts)], nodes, _hipaa)
	{[f.kind, f.message] | some f in found} == {["gap", "party.llmco is a processor that receives user.health_and_medical, and its contract (baa) does not declare when it was signed"]}
}

test_hipaa_is_not_about_a_category_that_begins_alike if {
	nodes := {"model.llm": _node("party.llmco", "processor", [_entry("user.biometric.healthy")])}
	no_contract.deny == set() with input as _input([_party("processor", _dpa)], nodes, _hipaa)
}

test_data_at_other_operators_does_not_count if {
	nodes := object.union(_names, {"component.api": _node("party.acme", "processor", [_entry("user.financial")])})
	found := no_contract.deny with input as _input([_party("processor", {})], nodes, {})
	found == _about_dpa("violation", "it has no signed contract (dpa)")
}
