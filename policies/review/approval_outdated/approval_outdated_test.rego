package aicomply.policies.review.approval_outdated_test

import data.aicomply.policies.review.approval_outdated as policy

_assessment(name, changes) := object.union(
	{"name": name, "ref": sprintf("assessment.%s", [name]), "kind": "threat_model", "status": "approved", "approved": "2025-11-01", "review_every": "365d"},
	changes,
)

_deny(assessments, facts) := found if {
	found := policy.deny with input as {"assessment": assessments, "derived": {"assessment": facts}}
}

_stale(when) := {{
	"path": ["assessment", "a", "approved"],
	"message": sprintf("the approval of assessment.a (threat_model) of 2025-11-01 held for 365d and ran out %s ago", [when]),
	"kind": "stale",
}}

test_run_out[days] if {
	some days, want in {22: _stale("22 days"), 1: _stale("1 day"), 0: set(), -5: set()}
	_deny([_assessment("a", {})], {"assessment.a": {"overdue_days": days}}) == want
}

test_kinds[kind] if {
	some kind, want in {"dpia": 0, "vendor": 0, "red_team": 1, "fria": 1, "compatibility": 1}
	count(_deny([_assessment("a", {"kind": kind})], {"assessment.a": {"overdue_days": 1}})) == want
}

test_not_approved if {
	every status in ["planned", "in_progress", "rejected"] {
		_deny([_assessment("a", {"status": status})], {"assessment.a": {"overdue_days": 1}}) == set()
		not policy.applies with input as {"assessment": [_assessment("a", {"status": status})]}
	}
}

test_renewed if {
	facts := {"assessment.a": {"overdue_days": 22}, "assessment.b": {"overdue_days": 0}}
	_deny([_assessment("a", {}), _assessment("b", {})], facts) == set()
	_deny([_assessment("a", {"covers": ["model.m"]}), _assessment("b", {"covers": ["model.m"]})], facts) == set()
	every other in [{"covers": ["model.m"]}, {"kind": "red_team"}, {"status": "in_progress"}] {
		_deny([_assessment("a", {}), _assessment("b", other)], facts) == _stale("22 days")
	}
	undated := object.remove(_assessment("b", {}), ["approved"])
	_stale("22 days") & _deny([_assessment("a", {}), undated], {"assessment.a": {"overdue_days": 22}, "assessment.b": {}}) == _stale("22 days")
	both := _deny([_assessment("a", {}), _assessment("b", {})], {"assessment.a": {"overdue_days": 22}, "assessment.b": {"overdue_days": 1}})
	count(both) == 2
}

_gap(path, text) := {{"path": path, "message": sprintf("assessment.a (%s", [text]), "kind": "gap"}}

test_gaps[kind] if {
	some kind in ["security_review", "threat_model", "red_team", "aiia"]
	a := _assessment("a", {"kind": kind})
	_deny([object.remove(a, ["review_every"])], {"assessment.a": {}}) == _gap(["assessment", "a", "review_every"], sprintf("%s) is approved and does not declare how long that holds", [kind]))
	_deny([object.remove(a, ["approved"])], {"assessment.a": {}}) == _gap(["assessment", "a", "approved"], sprintf("%s) is approved and does not declare when", [kind]))
	_deny([object.remove(a, ["approved", "review_every"])], {"assessment.a": {}}) == _gap(
		["assessment", "a"],
		sprintf("%s) is approved and does not declare when; it is approved and does not declare how long that holds", [kind]),
	)
}

test_gaps_of_other_kinds if {
	a := _assessment("a", {"kind": "registration"})
	_deny([object.remove(a, ["approved", "review_every"])], {"assessment.a": {}}) == set()
	_deny([object.remove(a, ["approved"])], {"assessment.a": {}}) == _gap(["assessment", "a", "approved"], "registration) is approved and does not declare when")
}

test_no_gap_of_what_is_renewed if {
	_deny([object.remove(_assessment("a", {}), ["approved"]), _assessment("b", {})], {"assessment.a": {}, "assessment.b": {"overdue_days": -100}}) == set()
}

test_applies_with_an_approval if {
	policy.applies with input as {"assessment": [_assessment("a", {})]}
	not policy.applies with input as {"assessment": [_assessment("a", {"kind": "dpia"})]}
	not policy.applies with input as {"assessment": []}
}

_changed(assessments, facts, changes) := found if {
	found := policy.deny with input as {"now": "2026-11-23", "assessment": assessments, "derived": {"assessment": facts, "changes": changes}}
}

_tool := {"aspect": "tool", "direction": "added", "subject": "tool.t", "block": "tool.t", "text": "tool.t", "widens": true}

_older := {{
	"path": ["assessment", "a", "approved"],
	"message": "the approval of assessment.a (threat_model) of 2025-11-01 is older than this change: tool.t",
	"kind": "stale",
}}

test_older_than_the_change if {
	_changed([_assessment("a", {})], {"assessment.a": {"overdue_days": 0, "renewed": false}}, [_tool]) == _older
	_changed([_assessment("a", {})], {"assessment.a": {"overdue_days": 1, "renewed": false}}, [_tool]) == _stale("1 day")
	_changed([_assessment("a", {})], {"assessment.a": {"overdue_days": 0, "renewed": true}}, [_tool]) == set()
	_changed([_assessment("a", {})], {"assessment.a": {"overdue_days": 0}}, []) == set()
	_changed([_assessment("a", {})], {"assessment.a": {"overdue_days": 0}}, [object.union(_tool, {"widens": false})]) == set()
	_older & _changed([object.remove(_assessment("a", {}), ["review_every"])], {"assessment.a": {}}, [_tool]) == _older
	_changed([_assessment("a", {"covers": ["tool.t"]})], {"assessment.a": {"overdue_days": 0}}, [_tool]) == _older
	_changed([_assessment("a", {"covers": ["tool.u"]})], {"assessment.a": {"overdue_days": 0}}, [_tool]) == set()
}

test_another_approval_came_with_the_change if {
	facts := {"assessment.a": {"overdue_days": 0, "renewed": false}, "assessment.b": {"overdue_days": 0, "renewed": true}}
	_changed([_assessment("a", {}), _assessment("b", {})], facts, [_tool]) == set()
	_changed([_assessment("a", {}), _assessment("b", {"covers": ["tool.t"]})], facts, [_tool]) == set()
	every other in [{"kind": "red_team"}, {"covers": ["tool.u"]}, {"approved": "2026-11-24"}] {
		_changed([_assessment("a", {}), _assessment("b", other)], facts, [_tool]) == _older
	}
}

test_which_approvals_a_change_outdates[kind] if {
	some kind, want in {"security_review": 1, "threat_model": 1, "red_team": 1, "aiia": 1, "fria": 1, "registration": 0, "dpia": 0}
	count(_changed([_assessment("a", {"kind": kind})], {"assessment.a": {"overdue_days": 0}}, [_tool])) == want
}

test_approved_today_and_not_with_the_change if {
	today := _assessment("a", {"approved": "2026-11-23"})
	count(_changed([today], {"assessment.a": {"overdue_days": -365, "renewed": false}}, [_tool])) == 1
}
