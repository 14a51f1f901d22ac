package aicomply.policies.privacy.dpia_outdated_test

import data.aicomply.policies.privacy.dpia_outdated as policy

_dpia := {"name": "a", "ref": "assessment.a", "kind": "dpia", "status": "approved", "approved": "2025-11-22", "review_every": "365d", "residual_risk": "low"}

_input(assessments, facts) := {
	"now": "2026-11-23",
	"assessment": assessments,
	"derived": {"jurisdictions": ["EU"], "personal_data": true, "assessment": facts},
}

_due(days) := {"assessment.a": {"overdue_days": days}}

_deny(more, facts) := found if {
	found := policy.deny with input as _input([object.union(_dpia, more)], facts)
}

test_overdue_the_day_after if {
	_deny({}, _due(0)) == set()
	_deny({}, _due(1)) == {{
		"path": ["assessment", "a", "approved"],
		"message": "the review of assessment.a is 1 day overdue (approved on 2025-11-22, every 365d)",
		"kind": "stale",
	}}
}

_unconsulted(when) := {{
	"path": ["assessment", "a", "prior_consultation"],
	"message": sprintf("assessment.a leaves a high risk, and the supervisory authority %s", [when]),
}}

test_high_risk if {
	_deny({"residual_risk": "high"}, _due(0)) == _unconsulted("has not been consulted")
	_deny({"residual_risk": "high", "prior_consultation": "2026-11-24"}, _due(0)) == _unconsulted("is to be consulted on 2026-11-24 only")
	_deny({"residual_risk": "high", "prior_consultation": "2026-11-23"}, _due(0)) == set()
	_deny({"residual_risk": "medium"}, _due(0)) == set()
}

test_consultation_unknown if {
	_deny({"residual_risk": "high", "unknown": ["prior_consultation"]}, _due(0)) == {{
		"path": ["assessment", "a", "prior_consultation"],
		"message": "assessment.a does not declare prior_consultation",
		"kind": "gap",
	}}
	_deny({"residual_risk": "low", "unknown": ["prior_consultation"]}, _due(0)) == set()
	_deny({"residual_risk": "high", "prior_consultation": "2026-01-01", "unknown": ["document"]}, _due(0)) == set()
	_deny({"residual_risk": "high", "unknown": ["document"]}, _due(0)) == _unconsulted("has not been consulted")
}

test_facts_absent if {
	found := policy.deny with input as _input([{"name": "a", "ref": "assessment.a", "kind": "dpia", "status": "approved"}], {})
	found == {{
		"path": ["assessment", "a"],
		"message": "assessment.a does not declare approved; it does not declare residual_risk; it does not declare review_every",
		"kind": "gap",
	}}
}

test_superseded if {
	renewal := object.union(_dpia, {"name": "b", "ref": "assessment.b", "approved": "2026-11-01"})
	facts := object.union(_due(9), {"assessment.b": {"overdue_days": -3}})
	policy.deny == set() with input as _input([renewal, _dpia], facts)
	{f.path[1] | some f in policy.deny} == {"a"} with input as _input([object.union(renewal, {"status": "planned"}), _dpia], facts)
	{f.path[1] | some f in policy.deny} == {"a"} with input as _input([object.union(renewal, {"kind": "fria"}), _dpia], facts)
	{f.path[1] | some f in policy.deny} == {"a"} with input as _input([object.union(renewal, {"covers": ["model.m"]}), _dpia], facts)
	policy.deny == set() with input as _input([object.union(renewal, {"covers": ["model.m", "flow.f"]}), object.union(_dpia, {"covers": ["flow.f", "model.m"]})], facts)
}

test_applies if {
	policy.applies with input as _input([_dpia], {})
	not policy.applies with input as _input([object.union(_dpia, {"status": "in_progress"})], {})
	not policy.applies with input as _input([object.union(_dpia, {"kind": "fria"})], {})
	not policy.applies with input as json.patch(_input([_dpia], {}), [{"op": "replace", "path": "/derived/jurisdictions", "value": ["US"]}])
	not policy.applies with input as json.patch(_input([_dpia], {}), [{"op": "replace", "path": "/derived/personal_data", "value": false}])
	policy.applies with input as json.remove(_input([_dpia], {}), ["/derived/personal_data"])
}
