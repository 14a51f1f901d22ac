package aicomply.policies.privacy.personal_data_in_logs_test

import data.aicomply.policies.privacy.personal_data_in_logs as policy

_name := {"category": "user.name", "dataset": "dataset.d", "incidental": false, "personal": true, "credential": false, "purposes": ["purpose.p"]}

_secret := {"category": "system.authentication", "dataset": "dataset.d", "incidental": false, "personal": false, "credential": true, "purposes": ["purpose.p"]}

_other := {"category": "system.operations", "dataset": "dataset.d", "incidental": false, "personal": false, "credential": false, "purposes": ["purpose.p"]}

_input(use, collected, receives) := {
	"purpose": [{"name": "p", "ref": "purpose.p", "data_use": use}],
	"dataset": [{"name": "d", "ref": "dataset.d", "collected_for": collected, "origin": ["principal.c"]}],
	"store": [{"name": "logs", "ref": "store.logs", "kind": "log"}, {"name": "crm", "ref": "store.crm", "kind": "database"}],
	"flow": [
		{"name": "debug", "ref": "flow.debug", "to": "store.logs"},
		{"name": "keep", "ref": "flow.keep", "to": "store.crm"},
	],
	"derived": {
		"flow": {"flow.debug": {"receives": receives}, "flow.keep": {"receives": receives}},
		"node": {"store.logs": {"receives": receives}, "store.crm": {"receives": receives}},
	},
}

_finding := {
	"path": ["flow", "debug"],
	"message": "flow.debug brings user.name into the log store.logs for purpose.p",
	"key": ["user.name"],
	"incidental": false,
	"witness": {"flow": "flow.debug", "category": "user.name"},
}

test_fails_for_another_use if {
	every use in ["essential.service.operations", "essential.service", "essential.service.securitys", "essential"] {
		policy.deny == {_finding} with input as _input(use, ["purpose.p"], [_name, _other])
	}
}

test_passes_for_security_and_law if {
	every use in ["essential.service.security", "essential.legal_obligation"] {
		policy.deny == set() with input as _input(use, ["purpose.p"], [_name])
	}
}

test_fails_if_not_collected_for_it if {
	policy.deny == {_finding} with input as _input("essential.service.security", ["purpose.other"], [_name])
}

test_passes_if_approved_as_compatible if {
	compatible := object.union(_input("essential.service.security", ["purpose.other"], [_name]), {
		"purpose": [{"name": "p", "ref": "purpose.p", "data_use": "essential.service.security", "compatible_with": ["purpose.other"], "compatibility": "assessment.a"}],
		"assessment": [{"ref": "assessment.a", "status": "approved"}],
	})
	policy.deny == set() with input as compatible
}

test_what_is_not_declared_is_reported_elsewhere if {
	bare := json.patch(_input("essential.service.security", ["purpose.p"], [_name]), [
		{"op": "remove", "path": "/dataset/0/collected_for"},
		{"op": "remove", "path": "/purpose/0/data_use"},
	])
	policy.deny == set() with input as bare
}

test_credentials_never if {
	policy.deny == {object.union(_finding, {
		"message": "flow.debug brings system.authentication into the log store.logs for purpose.p",
		"key": ["system.authentication"],
		"witness": {"flow": "flow.debug", "category": "system.authentication"},
	})} with input as _input("essential.service.security", ["purpose.p"], [_secret, _name])
	nowhere := object.union(_secret, {"purposes": []})
	some f in policy.deny with input as _input("essential.service.security", ["purpose.p"], [nowhere])
	f.message == "flow.debug brings system.authentication into the log store.logs"
}

test_passes_for_other_data if {
	policy.deny == set() with input as _input("marketing", [], [_other])
}

test_store_of_an_audit_log if {
	audited := object.union(_input("marketing", ["purpose.p"], [_name]), {"audit_log": [{"name": "a", "ref": "audit_log.a", "store": "store.crm"}]})
	{f.path | some f in policy.deny} == {["flow", "debug"], ["flow", "keep"]} with input as audited
}

test_dataset_that_enters_in_a_log if {
	there := json.patch(_input("marketing", ["purpose.p"], [_name]), [
		{"op": "replace", "path": "/flow", "value": []},
		{"op": "replace", "path": "/dataset/0/origin", "value": ["store.logs"]},
	])
	{[f.path, f.witness.node] | some f in policy.deny} == {[["store", "logs"], "store.logs"]} with input as there
}

test_applies_where_there_is_a_log if {
	policy.applies with input as _input("marketing", [], [])
	policy.applies with input as {"audit_log": [{"ref": "audit_log.a", "store": "store.crm"}]}
	not policy.applies with input as {"store": [{"ref": "store.crm", "kind": "database"}], "audit_log": [{"ref": "audit_log.a"}]}
}
