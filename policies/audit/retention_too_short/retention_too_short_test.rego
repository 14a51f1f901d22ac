package aicomply.policies.audit.retention_too_short_test

import data.aicomply.policies.audit.retention_too_short as policy

_log(extra) := object.union({"name": "l", "ref": "audit_log.l"}, extra)

_input(log) := {
	"system": {"eu_ai_act": {"risk_level": "high"}, "operator_roles": ["deployer"]},
	"audit_log": [log],
	"params": {"audit_retention_min": "183d"},
	"derived": {"jurisdictions": ["DE", "EEA", "EU"]},
}

_deny(log) := found if {
	found := policy.deny with input as _input(log)
}

test_retention[retention] if {
	some retention, short in {"90d": true, "182d": true, "183d": false, "4391h": true, "4392h": false, "365d": false}
	want := {{"path": ["audit_log", "l", "retention"], "message": sprintf("audit_log.l is kept for %s; at least 183d is needed", [retention])} | short}
	_deny(_log({"retention": retention})) == want
}

test_gap if {
	_deny(_log({"unknown": ["retention"]})) == {{"path": ["audit_log", "l", "retention"], "message": "audit_log.l does not declare how long it is kept", "kind": "gap"}}
}

_applies(ops) if {
	policy.applies with input as json.patch(_input(_log({})), ops)
}

test_applies if {
	_applies([])
	_applies([{"op": "replace", "path": "/system/operator_roles", "value": ["provider"]}])
	_applies([{"op": "replace", "path": "/system/operator_roles", "value": ["importer", "provider"]}])
	_applies([{"op": "remove", "path": "/system/operator_roles"}])
}

test_not_applicable if {
	not _applies([{"op": "replace", "path": "/system/operator_roles", "value": ["importer"]}])
	not _applies([{"op": "replace", "path": "/system/eu_ai_act/risk_level", "value": "transparency"}])
	not _applies([{"op": "remove", "path": "/system/eu_ai_act"}])
	not _applies([{"op": "replace", "path": "/derived/jurisdictions", "value": ["US"]}])
	not _applies([{"op": "replace", "path": "/audit_log", "value": []}])
}
