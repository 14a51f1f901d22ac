package aicomply.policies.review.open_findings_test

import data.aicomply.policies.review.open_findings as policy

_review(changes) := object.union({"name": "a", "ref": "assessment.a", "kind": "red_team", "status": "approved"}, changes)

_input(review, stage, days) := {
	"stage": stage,
	"system": {"go_live": "2026-12-01"},
	"assessment": [review],
	"params": {"open_findings_window": "14d"},
	"derived": {"go_live_in_days": days},
}

_deny(review) := found if {
	found := policy.deny with input as _input(review, "production", -100)
}

_open(critical, high) := _review({"open_findings": {"critical": critical, "high": high}})

_finding(text) := {{"path": ["assessment", "a", "open_findings"], "message": sprintf("assessment.a (red_team) has %s open in production", [text])}}

test_open if {
	_deny(_open(2, 1)) == _finding("2 critical and 1 high")
	_deny(_open(0, 1)) == _finding("1 high")
	_deny(_open(1, 0)) == _finding("1 critical")
	_deny(_open(0, 0)) == set()
	_deny(_review({"open_findings": {"high": 3}})) == _finding("3 high")
	_deny(_review({"open_findings": {"high": 3, "unknown": ["critical"]}})) == _finding("3 high")
}

_gap(text) := {{
	"path": ["assessment", "a", "open_findings"],
	"message": sprintf("assessment.a (red_team) does not declare how many %s findings are open in production", [text]),
	"kind": "gap",
}}

test_gap if {
	_deny(_review({})) == _gap("critical and high")
	_deny(_review({"status": "in_progress"})) == _gap("critical and high")
	_deny(_review({"open_findings": {"critical": 0}})) == _gap("high")
	_deny(_review({"open_findings": {"high": 0}})) == _gap("critical")
}

test_what_is_expected_to_find if {
	every kind in ["security_review", "threat_model", "red_team"] {
		count(_deny(_review({"kind": kind}))) == 1
	}
	_deny(_review({"kind": "dpia"})) == set()
	_deny(_review({"status": "planned"})) == set()
	_deny(_review({"status": "rejected"})) == set()
	count(_deny(_review({"kind": "dpia", "open_findings": {"critical": 1}}))) == 1
	_deny(_review({"kind": "dpia", "open_findings": {"critical": 0}})) == set()
}

_before(stage, days) := found if {
	found := policy.deny with input as _input(_open(1, 0), stage, days)
}

test_near_go_live if {
	want := {{"path": ["assessment", "a", "open_findings"], "message": "assessment.a (red_team) has 1 critical open with go-live on 2026-12-01"}}
	every days in [14, 0, -3] {
		_before("pilot", days) == want
	}
	_before("poc", 14) == want
	_before("pilot", 15) == set()
	_before("retired", -3) == set()
	early := policy.deny with input as _input(_review({}), "pilot", 15)
	early == set()
	undated := policy.deny with input as json.remove(_input(_open(1, 0), "pilot", 0), ["/derived/go_live_in_days"])
	undated == set()
}

test_applies if {
	policy.applies with input as _input(_open(0, 0), "production", 100)
	policy.applies with input as _input(_review({}), "pilot", 14)
	not policy.applies with input as _input(_open(0, 0), "pilot", 15)
	not policy.applies with input as _input(_review({"kind": "dpia"}), "production", 0)
}
