package aicomply.policies.privacy.basis_prerequisite_missing_test

import data.aicomply.policies.privacy.basis_prerequisite_missing as policy

_input(purpose, assessments) := {
	"now": "2026-11-23",
	"purpose": [object.union({"name": "p", "ref": "purpose.p"}, purpose)],
	"assessment": [object.union({"ref": sprintf("assessment.%d", [i]), "kind": "lia"}, a) | some i, a in assessments],
	"derived": {"jurisdictions": ["EU"], "personal_data": true, "node": {"store.s": {"receives": [{"dataset": "dataset.d", "personal": true, "purposes": ["purpose.p"]}]}}},
}

_deny(purpose, assessments) := found if {
	found := policy.deny with input as _input(purpose, assessments)
}

_consent(block) := _deny({"legal_basis": "gdpr_6_1_a", "consent": block}, [])

_gap(path, message) := {{"path": array.concat(["purpose", "p", "consent"], path), "message": concat(" ", ["purpose.p, based on consent,", message]), "kind": "gap"}}

test_consent if {
	_consent({"record": "x", "withdrawal": "y"}) == set()
	_consent({"record": "x"}) == _gap(["withdrawal"], "does not declare how it is withdrawn")
	_consent({"withdrawal": "y"}) == _gap(["record"], "does not declare where it is recorded")
	both := _gap([], "does not declare where it is recorded; it does not declare how it is withdrawn")
	_consent({"unknown": ["record", "withdrawal"]}) == both
	_deny({"legal_basis": "gdpr_6_1_a"}, []) == both
}

_interests := {"legal_basis": "gdpr_6_1_f"}

_unweighed(begun) := {{
	"path": ["purpose", "p", "legal_basis"],
	"message": sprintf("purpose.p rests on legitimate interests, and no approved balancing test (assessment of kind lia) covers it%s", [begun]),
}}

test_interests_weighed[i] if {
	lists := [
		[{"status": "approved", "covers": ["purpose.q", "purpose.p"]}],
		[{"status": "approved", "approved": "2026-11-23"}],
		[{"status": "planned"}, {"status": "approved"}],
		[{"covers": ["purpose.p"]}],
	]
	some i, list in lists
	_deny(_interests, list) == set()
}

test_interests_not_weighed[i] if {
	lists := [[], [{"status": "approved", "covers": ["purpose.q"]}], [{"kind": "dpia", "status": "approved"}], [{"status": "planned", "covers": ["purpose.q"]}]]
	some i, list in lists
	_deny(_interests, list) == _unweighed("")
}

test_weighing_begun if {
	_deny(_interests, [{"status": "planned", "covers": ["purpose.p"]}, {"status": "rejected"}]) == _unweighed(" (assessment.0, assessment.1 is not approved)")
	_deny(_interests, [{"status": "approved", "approved": "2026-11-24"}]) == _unweighed(" (assessment.0 is not approved)")
}

test_other_bases[i] if {
	purposes := [{"legal_basis": "gdpr_6_1_b"}, {}]
	some i, purpose in purposes
	_deny(purpose, []) == set()
	not policy.applies with input as _input(purpose, [])
}

test_purposes_of_personal_data_only[basis] if {
	some basis in ["gdpr_6_1_a", "gdpr_6_1_f"]
	used := _input({"legal_basis": basis}, [])
	policy.applies with input as used
	idle := json.patch(used, [{"op": "replace", "path": "/derived/node/store.s/receives/0/personal", "value": false}])
	not policy.applies with input as idle
	policy.deny == set() with input as idle
}

test_applies_under_the_gdpr if {
	not policy.applies with input as json.patch(_input(_interests, []), [{"op": "replace", "path": "/derived/jurisdictions", "value": ["US"]}])
}
