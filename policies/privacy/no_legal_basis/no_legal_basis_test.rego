package aicomply.policies.privacy.no_legal_basis_test

import data.aicomply.policies.privacy.no_legal_basis as policy

_receives := [
	{"category": "user.name", "incidental": true, "personal": true},
	{"category": "system.operations", "incidental": false, "personal": false},
]

_flow(name, attributes) := object.union({"name": name, "ref": concat(".", ["flow", name])}, attributes)

_input(flows, purpose) := {
	"flow": flows,
	"purpose": [object.union({"name": "support", "ref": "purpose.support"}, purpose)],
	"derived": {
		"jurisdictions": ["EU", "EEA"],
		"personal_data": true,
		"flow": {f.ref: {"personal": true, "receives": _receives} | some f in flows},
	},
}

_supported := {"purpose": "purpose.support"}

test_purpose_absent if {
	policy.deny == {{
		"path": ["flow", "a", "purpose"],
		"message": "flow.a carries user.name, and its purpose is not declared",
		"kind": "gap",
		"incidental": true,
		"witness": {"flow": "flow.a", "category": "user.name"},
	}} with input as _input([_flow("a", {})], {"legal_basis": "gdpr_6_1_b"})
}

test_basis_absent_is_found_once if {
	policy.deny == {{
		"path": ["purpose", "support", "legal_basis"],
		"message": "purpose.support is the purpose of 2 flows of personal data, and its legal basis is not declared",
		"kind": "gap",
		"incidental": true,
		"witness": {"flow": "flow.a"},
	}} with input as _input([_flow("b", _supported), _flow("a", _supported)], {})
}

test_passes if {
	policy.deny == set() with input as _input([_flow("a", _supported)], {"legal_basis": "gdpr_6_1_b"})
}

test_passes_without_personal_data_on_the_flow if {
	bare := json.patch(_input([_flow("a", {}), _flow("b", _supported)], {}), [
		{"op": "replace", "path": "/derived/flow/flow.a/personal", "value": false},
		{"op": "replace", "path": "/derived/flow/flow.b/personal", "value": false},
	])
	policy.deny == set() with input as bare
}

test_purpose_that_no_flow_has_needs_no_basis if {
	policy.deny == set() with input as _input([_flow("a", {"purpose": "purpose.other"})], {})
}

test_applies_under_the_gdpr_to_personal_data if {
	policy.applies with input as _input([], {})
	not policy.applies with input as json.patch(_input([], {}), [{"op": "replace", "path": "/derived/jurisdictions", "value": ["US"]}])
	not policy.applies with input as json.patch(_input([], {}), [{"op": "replace", "path": "/derived/personal_data", "value": false}])
}

test_incidental_as_on_its_only_flow if {
	some f in policy.deny with input as _input([_flow("a", _supported)], {})
	f.incidental
}

_receiving(entries) := json.patch(
	_input([_flow("a", _supported), _flow("b", _supported), _flow("c", {"purpose": "purpose.other"})], {}),
	[{"op": "replace", "path": sprintf("/derived/flow/flow.%s/receives", [name]), "value": list} | some name, list in entries],
)

test_incidental_if_it_is_on_all_its_flows[i] if {
	declared := [object.union(_receives[0], {"incidental": false})]
	cases := [
		[{}, true],
		[{"a": declared}, false],
		[{"b": declared}, false],
		[{"b": array.concat(_receives, declared)}, false],
		[{"c": declared}, true],
	]
	some i, c in cases
	found := policy.deny with input as _receiving(c[0])
	[[f.path, f.incidental, f.witness] | some f in found] == [[["purpose", "support", "legal_basis"], c[1], {"flow": "flow.a"}]]
}
