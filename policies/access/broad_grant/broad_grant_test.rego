package aicomply.policies.access.broad_grant_test

import data.aicomply.policies.access.broad_grant

_entry(category, incidental) := {"category": category, "dataset": "dataset.d", "personal": true, "incidental": incidental}

_grant(extra) := object.union({"name": "dev", "ref": "access.dev", "principal": "principal.dev", "resource": "store.logs"}, extra)

_input(grant, reads, entries) := {
	"access": [grant],
	"audit_log": [{"ref": "audit_log.decisions", "store": "store.logs"}],
	"derived": {
		"access": {"access.dev": {"reads": reads}},
		"node": {"store.logs": {"personal": count(entries) > 0, "confidential": false, "receives": entries}},
	},
}

_names := [_entry("user.name", false), _entry("user.contact.email", true)]

_deny(grant) := found if {
	found := broad_grant.deny with input as _input(_grant(grant), true, _names)
}

_finding(permissions, lacks) := {{
	"path": ["access", "dev", "permissions"],
	"message": sprintf("access.dev gives principal.dev the permission %s on store.logs, where user.contact.email, user.name arrives, without %s", [permissions, lacks]),
	"key": ["user.contact.email", "user.name"],
	"incidental": false,
	"witness": {"flow": "access.dev", "category": "user.contact.email"},
}}

test_broad_permissions[permission] if {
	some permission in ["*", "admin", "s3:*"]
	_deny({"permissions": ["write", permission]}) == _finding(permission, "a justification and an expiry")
}

test_several_are_one_finding if {
	_deny({"permissions": ["admin", "*"]}) == _finding("admin, *", "a justification and an expiry")
}

test_narrow_permissions_pass if {
	_deny({"permissions": ["read", "write", "delete", "deploy", "administer"]}) == set()
	_deny({}) == set()
}

test_both_are_needed if {
	_deny({"permissions": ["*"], "justification": "on call"}) == _finding("*", "an expiry")
	_deny({"permissions": ["*"], "expires": "2027-01-01"}) == _finding("*", "a justification")
	_deny({"permissions": ["*"], "expires": "2027-01-01", "justification": " "}) == _finding("*", "a justification")
	_deny({"permissions": ["*"], "expires": "2027-01-01", "justification": "on call"}) == set()
}

test_only_where_protected_data_arrives if {
	broad_grant.deny == set() with input as _input(_grant({"permissions": ["*"]}), true, [])
}

test_audit_log_counts_as_its_store if {
	found := broad_grant.deny with input as _input(_grant({"resource": "audit_log.decisions", "permissions": ["*"]}), true, _names)
	{f.path | some f in found} == {["access", "dev", "permissions"]}
}

test_grant_that_does_not_read if {
	found := broad_grant.deny with input as _input(_grant({"permissions": ["s3:*"]}), false, _names)
	{f.witness | some f in found} == {{"node": "store.logs", "category": "user.contact.email"}}
}

test_incidental if {
	found := broad_grant.deny with input as _input(_grant({"permissions": ["*"]}), true, [_entry("user.name", true)])
	{f.incidental | some f in found} == {true}
}

test_applies_with_a_grant if {
	broad_grant.applies with input as _input(_grant({}), true, [])
	not broad_grant.applies with input as {"access": []}
	not broad_grant.applies with input as {}
}
