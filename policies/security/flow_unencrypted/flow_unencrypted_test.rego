package aicomply.policies.security.flow_unencrypted_test

import data.aicomply.policies.security.flow_unencrypted

_entry(category, extra) := object.union(
	{"category": category, "dataset": "dataset.d", "personal": false, "credential": false, "incidental": false, "identifiability": "identified"},
	extra,
)

_name := _entry("user.name", {"personal": true})

_deny(encryption, fact) := found if {
	found := flow_unencrypted.deny with input as {
		"flow": [object.union({"name": "a", "ref": "flow.a", "from": "component.x", "to": "component.y"}, encryption)],
		"dataset": [{"ref": "dataset.plans", "classification": "confidential"}],
		"derived": {"flow": {"flow.a": fact}},
	}
}

_none := {"encryption_in_transit": "none"}

_finding(category, suffix) := {{
	"path": ["flow", "a", "encryption_in_transit"],
	"message": sprintf("flow.a carries %s from component.x to component.y without encryption%s", [category, suffix]),
	"fix": "tls1.3",
	"key": [category],
	"incidental": false,
	"witness": {"flow": "flow.a", "category": category},
}}

test_personal_confidential_or_credential_data if {
	_deny(_none, {"crosses_boundary": false, "receives": [_name]}) == _finding("user.name", "")
	_deny(_none, {"receives": [_name]}) == _finding("user.name", "")
	_deny(_none, {"receives": [_entry("system.operations", {"dataset": "dataset.plans"})]}) == _finding("system.operations", "")
	_deny(_none, {"receives": [_entry("system.authentication", {"credential": true})]}) == _finding("system.authentication", "")
}

test_across_a_boundary if {
	_deny(_none, {"crosses_boundary": true, "receives": [_name]}) == _finding("user.name", ", across a trust boundary")
	_deny(_none, {"crosses_boundary": true, "receives": [_entry("system.operations", {})]}) == {{
		"path": ["flow", "a", "encryption_in_transit"],
		"message": "flow.a crosses a trust boundary from component.x to component.y without encryption",
		"fix": "tls1.3",
	}}
}

test_nothing_to_protect if {
	_deny(_none, {"crosses_boundary": false, "receives": [_entry("system.operations", {})]}) == set()
	_deny(_none, {"receives": []}) == set()
	made_up := _entry("system.authentication", {"credential": true, "identifiability": "synthetic"})
	_deny(_none, {"crosses_boundary": false, "receives": [made_up]}) == set()
}

test_encrypted[encryption] if {
	some encryption in ["tls1.2", "tls1.3", "mtls"]
	_deny({"encryption_in_transit": encryption}, {"crosses_boundary": true, "receives": [_name]}) == set()
	_deny({"encryption_in_transit": encryption}, {"crosses_boundary": true, "receives": []}) == set()
}

test_encryption_not_declared_is_reported_elsewhere if {
	_deny({}, {"crosses_boundary": true, "receives": [_name]}) == set()
}

test_incidental if {
	found := _deny(_none, {"receives": [object.union(_name, {"incidental": true})]})
	[f.incidental | some f in found] == [true]
}

test_applies_with_a_flow if {
	flow_unencrypted.applies with input as {"flow": [{}]}
	not flow_unencrypted.applies with input as {}
}
