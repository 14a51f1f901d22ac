package aicomply.policies.privacy.processing_record_incomplete_test

import data.aicomply.policies.privacy.processing_record_incomplete as policy

_input(system, parties, subjects) := {
	"system": object.union({"controller": "party.acme"}, system),
	"party": parties,
	"dataset": [object.union({"name": "d", "ref": "dataset.d"}, subjects), {"name": "free", "ref": "dataset.free", "data_subjects": []}],
	"derived": {"jurisdictions": ["EU"], "personal_data": true, "node": {"store.s": {"receives": [
		{"category": "user.genetic", "dataset": "dataset.d", "personal": true, "special": true, "criminal": false, "incidental": false, "purposes": []},
		{"category": "system.operations", "dataset": "dataset.free", "personal": false, "special": false, "criminal": false, "incidental": false, "purposes": []},
	]}}},
}

_party(name, more) := object.union({"name": name, "ref": sprintf("party.%s", [name])}, more)

_named := {"data_subjects": ["customer"]}

_reachable := {"contact": "x"}

_finding(path, message) := {"path": path, "message": message, "kind": "gap"}

_deny(system, parties) := found if {
	found := policy.deny with input as _input(system, parties, _named)
}

test_complete if {
	_deny({}, [_party("acme", {"role": "controller", "contact": "x"}), _party("vendor", {"role": "processor"})]) == set()
}

test_contact if {
	_deny({}, [_party("acme", {"role": "joint_controller"})]) == {_finding(["party", "acme", "contact"], "party.acme is a controller and does not declare a contact")}
	_deny({}, [_party("acme", _reachable), _party("other", {"role": "joint_controller"})]) == {_finding(["party", "other", "contact"], "party.other is a controller and does not declare a contact")}
}

_required := "party.acme does not declare a data protection officer, which is required here"

test_officer[i] if {
	systems := [{"deployer_type": "public_body"}, {"large_scale": true}, {"large_scale": true, "public_monitoring": true}]
	some i, system in systems
	_deny(system, [_party("acme", _reachable)]) == {_finding(["party", "acme", "dpo"], _required)}
	_deny(system, [_party("acme", {"role": "joint_controller", "contact": "x"})]) == {_finding(["party", "acme", "dpo"], _required)}
	_deny(system, [_party("acme", {"contact": "x", "dpo": "y"}), _party("other", {"role": "joint_controller", "contact": "x"})]) == set()
}

test_officer_for_monitoring_without_special_data if {
	plain := json.patch(_input({"large_scale": true, "public_monitoring": true}, [_party("acme", _reachable)], _named), [{"op": "replace", "path": "/derived/node/store.s/receives/0/special", "value": false}])
	count(policy.deny) == 1 with input as plain
	policy.deny == set() with input as json.patch(plain, [{"op": "replace", "path": "/system/public_monitoring", "value": false}])
}

test_no_officer_needed[i] if {
	systems := [{"deployer_type": "private"}, {"large_scale": false, "public_monitoring": true}, {}]
	some i, system in systems
	_deny(system, [_party("acme", _reachable)]) == set()
}

test_one_finding_for_a_party if {
	_deny({"deployer_type": "public_body"}, [_party("acme", {})]) == {_finding(["party", "acme"], "party.acme is a controller and does not declare a contact; it does not declare a data protection officer, which is required here")}
}

test_subjects if {
	found := policy.deny with input as _input({}, [], {"data_subjects": []})
	found == {_finding(["dataset", "d", "data_subjects"], "dataset.d holds personal data, and names no kind of persons in data_subjects")}
	absent := policy.deny with input as _input({}, [], {})
	absent == set()
}

test_applies_under_the_gdpr_to_personal_data if {
	policy.applies with input as _input({}, [], {})
	not policy.applies with input as json.patch(_input({}, [], {}), [{"op": "replace", "path": "/derived/jurisdictions", "value": ["US"]}])
	not policy.applies with input as json.patch(_input({}, [], {}), [{"op": "replace", "path": "/derived/personal_data", "value": false}])
}
