package aicomply.policies.audit.log_alterable_test

import data.aicomply.policies.audit.log_alterable as policy

_log(changes) := object.union({"name": "l", "ref": "audit_log.l", "integrity": "append_only", "store": "store.logs", "covers": ["model.llm"]}, changes)

_grant(name, resource, permissions) := {"name": name, "ref": sprintf("access.%s", [name]), "principal": "principal.ops", "resource": resource, "permissions": permissions}

_deploys := _grant("deploys", "model.llm", ["deploy"])

_deny(log, grants) := found if {
	found := policy.deny with input as {"audit_log": [log], "access": grants}
}

test_not_protected if {
	_deny(_log({"integrity": "none"}), []) == {{"path": ["audit_log", "l", "integrity"], "message": "audit_log.l is not protected against change"}}
}

test_gap_without_integrity if {
	_deny(object.remove(_log({}), ["integrity"]), [_deploys, _grant("keeps", "store.logs", ["delete"])]) == {{
		"path": ["audit_log", "l", "integrity"],
		"message": "audit_log.l does not declare how it is protected against change",
		"kind": "gap",
	}}
}

_altered := {{
	"path": ["access", "keeps", "permissions"],
	"message": "access.keeps lets principal.ops change or delete audit_log.l, and principal.ops can change what is recorded there",
	"key": ["audit_log.l"],
}}

test_operator_can_change_the_log if {
	every resource in ["store.logs", "audit_log.l"] {
		every permission in ["write", "delete", "admin", "*"] {
			every integrity in ["append_only", "hash_chain"] {
				_deny(_log({"integrity": integrity}), [_deploys, _grant("keeps", resource, [permission])]) == _altered
			}
		}
	}
	_deny(_log({"integrity": "none"}), [_deploys, _grant("keeps", "store.logs", ["write"])]) & _altered == _altered
}

test_reading_the_log if {
	_deny(_log({}), [_deploys, _grant("keeps", "store.logs", ["read"])]) == set()
}

test_object_lock if {
	_deny(_log({"integrity": "object_lock"}), [_deploys, _grant("keeps", "store.logs", ["*"])]) == set()
	_deny(object.remove(_log({"integrity": "object_lock"}), ["store"]), []) == set()
}

test_somebody_else_keeps_the_log if {
	other := object.union(_grant("keeps", "store.logs", ["write"]), {"principal": "principal.audit"})
	_deny(_log({}), [_deploys, other]) == set()
	_deny(_log({}), [_grant("reads", "model.llm", ["read"]), _grant("keeps", "store.logs", ["write"])]) == set()
	_deny(_log({"covers": ["model.other"]}), [_deploys, _grant("keeps", "store.logs", ["write"])]) == set()
}

test_one_finding_for_several_logs if {
	found := policy.deny with input as {"audit_log": [_log({}), _log({"name": "k", "ref": "audit_log.k"})], "access": [_deploys, _grant("keeps", "store.logs", ["write"])]}
	{[f.key, f.message] | some f in found} == {[
		["audit_log.k", "audit_log.l"],
		"access.keeps lets principal.ops change or delete audit_log.k, audit_log.l, and principal.ops can change what is recorded there",
	]}
}

test_gap_without_store_or_grant if {
	every integrity in ["append_only", "hash_chain"] {
		homeless := object.remove(_log({"integrity": integrity}), ["store"])
		_deny(homeless, []) == {{
			"path": ["audit_log", "l", "store"],
			"message": "audit_log.l does not declare where it is kept, and no grant says who can change it",
			"kind": "gap",
		}}
		_deny(homeless, [_grant("reads", "audit_log.l", ["read"])]) == set()
	}
	_deny(_log({}), []) == set()
}

test_applies_with_a_log if {
	policy.applies with input as {"audit_log": [_log({})]}
	not policy.applies with input as {"audit_log": []}
}
