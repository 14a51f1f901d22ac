package aicomply.policies.review.started_too_late_test

import data.aicomply.policies.review.started_too_late

_review(name, extra) := object.union({"name": name, "ref": sprintf("assessment.%s", [name]), "kind": "security_review", "status": "in_progress"}, extra)

_started(name) := _review(name, {"started": "2026-12-20"})

_input(assessments, facts, stage) := {
	"stage": stage,
	"now": "2026-11-23",
	"system": {"go_live": "2027-01-18", "pilot_start": "2026-12-01"},
	"assessment": assessments,
	"params": {"review_lead_time": "60d"},
	"derived": {"assessment": facts},
}

_deny(assessments, facts) := found if {
	found := started_too_late.deny with input as _input(assessments, facts, "pilot")
}

_late(reason) := {{
	"path": ["assessment", "a", "started"],
	"message": sprintf("the security review (assessment.a) starts on 2026-12-20: %s", [reason]),
}}

test_lead_time[lead] if {
	some lead, reason in {
		59: "59 days before go-live on 2027-01-18, where 60 days are needed",
		1: "1 day before go-live on 2027-01-18, where 60 days are needed",
		0: "on the day of go-live on 2027-01-18, where 60 days are needed",
		-5: "5 days after go-live on 2027-01-18, where 60 days are needed",
	}
	_deny([_started("a")], {"assessment.a": {"lead_days": lead}}) == _late(reason)
}

test_exactly_the_lead_time if {
	_deny([_started("a")], {"assessment.a": {"lead_days": 60}}) == set()
}

test_after_the_pilot_began if {
	_deny([_started("a")], {"assessment.a": {"lead_days": 90, "after_pilot_days": 1}}) == _late("1 day after the pilot began on 2026-12-01")
	_deny([_started("a")], {"assessment.a": {"lead_days": 90, "after_pilot_days": 0}}) == set()
}

test_both_are_one_finding if {
	_deny([_started("a")], {"assessment.a": {"lead_days": 29, "after_pilot_days": 19}}) == _late("29 days before go-live on 2027-01-18, where 60 days are needed; 19 days after the pilot began on 2026-12-01")
}

test_nothing_to_be_late_for if {
	_deny([_started("a")], {"assessment.a": {}}) == set()
}

test_kinds[kind] if {
	some kind, want in {"dpia": 1, "security_review": 1, "threat_model": 0, "red_team": 0, "fria": 0}
	review := object.union(_started("a"), {"kind": kind})
	count(_deny([review], {"assessment.a": {"lead_days": 29}})) == want
	count(_deny([_review("b", {"kind": kind})], {"assessment.b": {}})) == want
}

test_start_not_declared[status] if {
	some status in ["planned", "in_progress", "rejected"]
	_deny([_review("a", {"kind": "dpia", "status": status})], {"assessment.a": {}}) == {{
		"path": ["assessment", "a", "started"],
		"message": "the data protection impact assessment (assessment.a) is not approved and does not declare when it starts",
		"kind": "gap",
	}}
}

test_approved if {
	_deny([_review("a", {"status": "approved"})], {"assessment.a": {}}) == set()
	count(_deny([object.union(_started("a"), {"status": "approved"})], {"assessment.a": {"lead_days": 29}})) == 1
}

_facts := {"assessment.a": {"lead_days": -300}, "assessment.b": {}, "assessment.first": {"lead_days": 90}}

test_renewal_is_not_judged[i] if {
	firsts := [_review("first", {"started": "2026-10-20"}), _review("first", {"status": "approved"})]
	some i, first in firsts
	_deny([first, _started("a"), _review("b", {"status": "planned"})], _facts) == set()
}

test_review_of_something_else_is_judged if {
	first := _review("first", {"started": "2026-10-20"})
	covering := object.union(_started("a"), {"covers": ["model.llm"]})
	{f.path | some f in _deny([first, covering], _facts)} == {["assessment", "a", "started"]}
	dpia := object.union(_started("a"), {"kind": "dpia"})
	{f.path | some f in _deny([first, dpia], _facts)} == {["assessment", "a", "started"]}
	undated := _review("first", {"status": "in_progress"})
	{f.path | some f in _deny([undated, _started("a")], _facts)} == {["assessment", "a", "started"], ["assessment", "first", "started"]}
}

test_none_planned[stage] if {
	some stage, want in {
		"poc": {{
			"path": ["assessment"],
			"message": "neither a security review nor a data protection impact assessment is planned",
			"kind": "gap",
		}},
		"pilot": set(),
		"production": set(),
	}
	none := started_too_late.deny with input as _input([], {}, stage)
	none == want
	others := started_too_late.deny with input as _input([_review("a", {"kind": "red_team"})], {}, stage)
	others == want
}

test_one_planned_at_poc if {
	found := started_too_late.deny with input as _input([_started("a")], {"assessment.a": {"lead_days": 60}}, "poc")
	found == set()
}

test_started_in_the_past if {
	review := _review("a", {"started": "2026-11-22"})
	{f.message | some f in _deny([review], {"assessment.a": {"lead_days": 57}})} == {"the security review (assessment.a) started on 2026-11-22: 57 days before go-live on 2027-01-18, where 60 days are needed"}
}

test_started_today if {
	review := _review("a", {"started": "2026-11-23"})
	{f.message | some f in _deny([review], {"assessment.a": {"lead_days": 56}})} == {"the security review (assessment.a) starts on 2026-11-23: 56 days before go-live on 2027-01-18, where 60 days are needed"}
}

test_late_review_makes_no_other_a_renewal if {
	first := _review("first", {"status": "approved", "started": "2026-12-20"})
	facts := {"assessment.first": {"lead_days": 29}, "assessment.a": {"lead_days": 29}}
	{f.path | some f in _deny([first, _started("a")], facts)} == {["assessment", "a", "started"], ["assessment", "first", "started"]}
}

test_one_day_after_go_live if {
	_deny([_started("a")], {"assessment.a": {"lead_days": -1}}) == _late("1 day after go-live on 2027-01-18, where 60 days are needed")
}

test_applies_to_a_proof_of_concept_and_to_reviews if {
	started_too_late.applies with input as {"stage": "poc"}
	started_too_late.applies with input as {"stage": "pilot", "assessment": [{"kind": "dpia"}]}
	not started_too_late.applies with input as {"stage": "pilot", "assessment": [{"kind": "red_team"}]}
}
