package aicomply.policies.security.store_exposed_test

import data.aicomply.policies.security.store_exposed

_entry(incidental) := {"category": "user.name", "dataset": "dataset.d", "personal": true, "incidental": incidental}

_input(store, entries) := {
	"store": [object.union({"name": "logs", "ref": "store.logs"}, store)],
	"derived": {"node": {"store.logs": {"personal": count(entries) > 0, "confidential": false, "receives": entries}}},
}

_deny(store) := found if {
	found := store_exposed.deny with input as _input(store, [_entry(false)])
}

_finding(path, text, kind) := {{
	"path": array.concat(["store", "logs"], path),
	"message": sprintf("store.logs (user.name) %s", [text]),
	"kind": kind,
	"key": ["user.name"],
	"incidental": false,
	"witness": {"node": "store.logs", "category": "user.name"},
}}

test_not_encrypted if {
	_deny({"encryption_at_rest": "none"}) == _finding(["encryption_at_rest"], "is not encrypted at rest", "violation")
	_deny({"encryption_at_rest": "none", "public": false}) == _finding(["encryption_at_rest"], "is not encrypted at rest", "violation")
}

test_encryption_not_declared if {
	_deny({}) == _finding(["encryption_at_rest"], "does not declare encryption_at_rest", "gap")
}

test_encrypted[encryption] if {
	some encryption in ["provider_managed", "customer_managed"]
	_deny({"encryption_at_rest": encryption}) == set()
	_deny({"encryption_at_rest": encryption, "public": false}) == set()
	_deny({"encryption_at_rest": encryption, "public": true}) == {object.union(f, {"fix": false}) | some f in _finding(["public"], "can be read without authentication", "violation")}
	_deny({"encryption_at_rest": encryption, "unknown": ["public"]}) == _finding(["public"], "declares as unknown whether it is public", "gap")
}

test_both_are_one_finding if {
	_deny({"encryption_at_rest": "none", "public": true}) == _finding([], "is not encrypted at rest; it can be read without authentication", "violation")
	_deny({"public": true}) == _finding([], "does not declare encryption_at_rest; it can be read without authentication", "violation")
}

test_nothing_to_protect if {
	in_ := _input({"encryption_at_rest": "none", "public": true}, [])
	store_exposed.deny == set() with input as in_
	not store_exposed.applies with input as in_
}

test_incidental if {
	in_ := _input({"public": true, "encryption_at_rest": "provider_managed"}, [_entry(true)])
	found := store_exposed.deny with input as in_
	[f.incidental | some f in found] == [true]
	store_exposed.applies with input as in_
}
