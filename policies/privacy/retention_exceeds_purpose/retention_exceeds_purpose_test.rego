package aicomply.policies.privacy.retention_exceeds_purpose_test

import data.aicomply.policies.privacy.retention_exceeds_purpose as policy

_input(store, kept) := {
	"store": [object.union({"name": "crm", "ref": "store.crm"}, store)],
	"derived": {
		"store": {"store.crm": kept},
		"node": {"store.crm": {"personal": true, "receives": [
			{"category": "system.operations", "incidental": false, "personal": false},
			{"category": "user.name", "incidental": true, "personal": true},
		]}},
	},
}

_kept(days) := {"retention_days": days, "limit_days": 365, "limit_purpose": "purpose.p"}

_finding := {
	"path": ["store", "crm", "retention"],
	"message": "store.crm keeps personal data for 366 days; purpose.p allows 365 days",
	"incidental": true,
	"witness": {"node": "store.crm", "category": "user.name"},
}

test_fails_above_the_limit if {
	policy.deny == {_finding} with input as _input({"retention": "366d"}, _kept(366))
}

test_names_backups if {
	some f in policy.deny with input as _input({"retention": "365d", "backup_retention": "1d"}, _kept(366))
	f.message == "store.crm keeps personal data for 366 days with its backups; purpose.p allows 365 days"
}

test_passes_at_the_limit if {
	policy.deny == set() with input as _input({"retention": "365d"}, _kept(365))
}

test_passes_where_no_purpose_sets_a_limit if {
	policy.deny == set() with input as _input({"retention": "3650d"}, {"retention_days": 3650})
}

test_retention_absent_is_a_gap if {
	policy.deny == {object.union(_finding, {
		"kind": "gap",
		"message": "personal data reaches store.crm, and its retention is not declared",
	})} with input as _input({}, {"limit_days": 365, "limit_purpose": "purpose.p"})
}

test_applies_to_stores_that_personal_data_reaches if {
	policy.applies with input as _input({}, {})
	not policy.applies with input as json.patch(_input({}, {}), [{"op": "replace", "path": "/derived/node/store.crm/personal", "value": false}])
}
