package aicomply.policies.vendor.not_assessed_test

import data.aicomply.policies.vendor.not_assessed as policy

_entry := {"category": "user.name", "dataset": "dataset.d", "incidental": true, "personal": true}

_input(assessments, facts) := {
	"now": "2026-11-23",
	"party": [{"name": "llmco", "ref": "party.llmco"}],
	"dataset": [{"ref": "dataset.d"}],
	"assessment": [object.union({"name": "a", "ref": sprintf("assessment.%d", [i]), "kind": "vendor", "covers": ["party.other", "party.llmco"]}, a) | some i, a in assessments],
	"derived": {
		"assessment": facts,
		"node": {"model.llm": {"operator": "party.llmco", "operator_role": "processor", "receives": [_entry]}},
	},
}

_approved := {"status": "approved", "approved": "2026-01-01", "review_every": "365d"}

_due(days) := {"overdue_days": days}

_finding(message, kind) := {
	"path": ["party", "llmco"],
	"message": concat(" ", ["party.llmco receives user.name, and", message]),
	"kind": kind,
	"incidental": true,
	"witness": {"node": "model.llm", "category": "user.name"},
}

_deny(assessments, facts) := found if {
	found := policy.deny with input as _input(assessments, facts)
}

test_in_force_on_the_last_day if {
	_deny([_approved], {"assessment.0": _due(0)}) == set()
}

test_expired_the_day_after if {
	_deny([_approved], {"assessment.0": _due(1)}) == {_finding("its assessment (assessment.0) was due for review 1 day ago", "stale")}
	_deny([_approved, _approved], {"assessment.0": _due(2), "assessment.1": _due(1)}) == {_finding("its assessment (assessment.1) was due for review 1 day ago", "stale")}
}

test_one_in_force_is_enough if {
	_deny([_approved, _approved], {"assessment.0": _due(2), "assessment.1": _due(-1)}) == set()
}

test_none[i] if {
	lists := [[], [object.union(_approved, {"kind": "dpia"})], [object.union(_approved, {"covers": ["party.other"]})]]
	some i, list in lists
	_deny(list, {"assessment.0": _due(-1)}) == {_finding("no assessment of kind vendor covers it", "violation")}
}

test_not_approved[status] if {
	some status in ["planned", "in_progress", "rejected"]
	_deny([{"status": status}], {}) == {_finding("its assessment (assessment.0) is not approved", "violation")}
}

test_overdue_without_approval_is_not_approved if {
	_deny([object.union(_approved, {"status": "rejected"})], {"assessment.0": _due(5)}) == {_finding("its assessment (assessment.0) is not approved", "violation")}
}

test_approval_to_come if {
	_deny([object.union(_approved, {"approved": "2026-11-24"})], {"assessment.0": _due(-366)}) == {_finding("its assessment (assessment.0) is not approved", "violation")}
	_deny([object.union(_approved, {"approved": "2026-11-23"})], {"assessment.0": _due(-365)}) == set()
}

test_status_is_left_to_others if {
	_deny([{"approved": "2026-01-01"}], {}) == set()
}

test_dates_absent if {
	_deny([{"status": "approved"}], {}) == {{
		"path": ["assessment", "a"],
		"message": "assessment.0 (party.llmco) does not declare approved; it does not declare review_every",
		"kind": "gap",
	}}
	_deny([{"status": "approved", "approved": "2026-01-01"}], {}) == {{
		"path": ["assessment", "a", "review_every"],
		"message": "assessment.0 (party.llmco) does not declare review_every",
		"kind": "gap",
	}}
}

test_dates_absent_beside_one_in_force if {
	_deny([{"status": "approved"}, _approved], {"assessment.1": _due(0)}) == set()
}

test_dates_absent_beside_one_that_is_not_in_force[i] if {
	others := [{"status": "rejected"}, {"approved": "2026-11-24"}, {"covers": ["party.other"]}]
	some i, other in others
	found := _deny([{"status": "approved"}, object.union(_approved, other)], {"assessment.1": _due(-1)})
	{f.kind | some f in found} == {"gap"}
}

test_dates_absent_beside_one_that_expired_the_day_before if {
	found := _deny([{"status": "approved"}, _approved], {"assessment.1": _due(1)})
	{f.kind | some f in found} == {"gap"}
}

test_covers_absent_beside_one_that_is_not_approved if {
	found := policy.deny with input as json.remove(_input([_approved, {"status": "planned"}], {}), ["/assessment/0/covers"])
	found == {_finding("its assessment (assessment.1) is not approved", "violation")}
}

test_covers_absent if {
	found := policy.deny with input as json.remove(_input([_approved], {"assessment.0": _due(-1)}), ["/assessment/0/covers"])
	found == {_finding("no assessment is known to cover it: what assessment.0 covers is not declared", "gap")}
}

test_applies_to_vendors_of_protected_data if {
	policy.applies with input as _input([], {})
	other := json.patch(_input([], {}), [{"op": "replace", "path": "/derived/node/model.llm/receives/0/personal", "value": false}])
	not policy.applies with input as other
	policy.deny == set() with input as other
	classed := json.patch(other, [{"op": "add", "path": "/dataset/0/classification", "value": "confidential"}])
	policy.applies with input as classed
	count(policy.deny) == 1 with input as classed
	not policy.applies with input as json.patch(_input([], {}), [{"op": "replace", "path": "/derived/node/model.llm/operator_role", "value": "controller"}])
}
