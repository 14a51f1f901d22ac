package aicomply.policies.access.weak_authentication_test

import data.aicomply.policies.access.weak_authentication

_entries := [{"category": "user.name", "dataset": "dataset.d", "personal": true, "incidental": false}]

_full := {"personal": true, "confidential": false, "receives": _entries}

_empty := {"personal": false, "confidential": false, "receives": []}

_principal(extra) := object.union({"name": "dev", "ref": "principal.dev"}, extra)

_input(principal, grants, reached) := {
	"principal": [_principal(principal)],
	"access": grants,
	"params": {"key_rotation_max": "90d"},
	"derived": {"node": {"principal.dev": reached, "store.people": _full, "store.empty": _empty}},
}

_grant(resource) := [{"name": "a", "ref": "access.a", "principal": "principal.dev", "resource": resource, "permissions": ["write"]}]

_deny(principal) := found if {
	found := weak_authentication.deny with input as _input(principal, _grant("store.people"), _empty)
}

_finding(attribute, text, kind) := {{"path": ["principal", "dev", attribute], "message": sprintf("principal.dev %s", [text]), "kind": kind}}

_fixed(value, findings) := {object.union(f, {"fix": value}) | some f in findings}

test_mfa[kind] if {
	some kind in ["human_group", "vendor_support"]
	_deny({"kind": kind, "mfa": false}) == _fixed(true, _finding("mfa", "has access to personal or confidential data without multi-factor authentication", "violation"))
	_deny({"kind": kind}) == _finding("mfa", "has access to personal or confidential data and does not declare mfa", "gap")
	_deny({"kind": kind, "mfa": true}) == set()
}

test_mfa_is_for_humans_of_the_organisation[kind] if {
	some kind in ["service", "data_subject", "public"]
	_deny({"kind": kind, "mfa": false}) == set()
	_deny({"kind": kind}) == set()
}

test_mfa_with_data_that_arrives_over_a_flow if {
	found := weak_authentication.deny with input as _input({"kind": "human_group", "mfa": false}, [], _full)
	[f.kind | some f in found] == ["violation"]
}

test_mfa_only_with_access_to_protected_data[i] if {
	some i, grants in [[], _grant("store.empty")]
	weak_authentication.deny == set() with input as _input({"kind": "human_group", "mfa": false}, grants, _empty)
}

test_shared[kind] if {
	some kind in ["human_group", "vendor_support", "service"]
	found := weak_authentication.deny with input as _input({"kind": kind, "shared": true}, [], _empty)
	found == _fixed(false, _finding("shared", "is an account that several persons share", "violation"))
	weak_authentication.deny == set() with input as _input({"kind": kind, "shared": false}, [], _empty)
}

test_shared_by_outsiders[kind] if {
	some kind in ["data_subject", "public"]
	_deny({"kind": kind, "shared": true}) == set()
}

test_static_key if {
	static := {"kind": "service", "authentication": "static_key"}
	_deny(static) == _finding("key_rotation", "has a static key and does not declare key_rotation", "gap")
	_deny(object.union(static, {"key_rotation": "91d"})) == _finding("key_rotation", "has a static key that is replaced every 91d; at most 90d is allowed", "violation")
	_deny(object.union(static, {"key_rotation": "90d"})) == set()
	_deny(object.union(static, {"key_rotation": "2160h"})) == set()
}

test_other_keys if {
	_deny({"kind": "service", "authentication": "workload_identity"}) == set()
	_deny({"kind": "service", "authentication": "workload_identity", "key_rotation": "365d"}) == set()
	_deny({"kind": "human_group", "mfa": true, "authentication": "static_key"}) == set()
}

test_several_faults_are_one_finding if {
	_deny({"kind": "vendor_support", "shared": true}) == {{
		"path": ["principal", "dev"],
		"message": "principal.dev has access to personal or confidential data and does not declare mfa; it is an account that several persons share",
		"kind": "violation",
	}}
}

test_applies_with_an_insider if {
	weak_authentication.applies with input as {"principal": [{"kind": "service"}]}
	not weak_authentication.applies with input as {"principal": [{"kind": "data_subject"}, {"kind": "public"}]}
	not weak_authentication.applies with input as {}
}
