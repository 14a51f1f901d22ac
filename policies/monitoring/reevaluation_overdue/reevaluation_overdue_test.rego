package aicomply.policies.monitoring.reevaluation_overdue_test

import data.aicomply.policies.monitoring.reevaluation_overdue as policy

_block := {"name": "llm", "ref": "maintenance.llm", "subject": "model.llm", "cadence": "90d", "last_done": "2026-07-01"}

_input(stage, block, facts) := {
	"stage": stage,
	"model": [{"name": "llm", "ref": "model.llm"}],
	"maintenance": [block],
	"derived": {"maintenance": {"maintenance.llm": facts}},
}

_overdue(days) := _input("pilot", _block, {"due": "2026-09-29", "overdue_days": days})

test_fails_when_overdue if {
	policy.applies with input as _overdue(55)
	policy.deny == {{
		"path": ["maintenance", "llm", "last_done"],
		"message": "maintenance.llm was due on 2026-09-29, 55 days ago",
		"kind": "stale",
	}} with input as _overdue(55)
}

test_overdue_from_the_day_after if {
	policy.deny == {{
		"path": ["maintenance", "llm", "last_done"],
		"message": "maintenance.llm was due on 2026-09-29, 1 day ago",
		"kind": "stale",
	}} with input as _overdue(1)
	count(policy.deny) == 0 with input as _overdue(0)
	count(policy.deny) == 0 with input as _overdue(-30)
}

test_gap_without_cadence_at_production if {
	bare := object.remove(_block, ["cadence", "last_done"])
	policy.deny == {{
		"path": ["maintenance", "llm", "cadence"],
		"message": "how often maintenance.llm is due is not declared",
		"kind": "gap",
	}} with input as _input("production", bare, {})
	count(policy.deny) == 0 with input as _input("pilot", bare, {})
}

test_gap_when_never_done_at_production if {
	bare := object.remove(_block, ["last_done"])
	policy.deny == {{
		"path": ["maintenance", "llm", "last_done"],
		"message": "when maintenance.llm, due every 90d, was last done is not declared",
		"kind": "gap",
	}} with input as _input("production", bare, {})
	count(policy.deny) == 0 with input as _input("pilot", bare, {})
}

test_gap_for_a_model_that_nobody_maintains_at_production if {
	other := object.union(_block, {"subject": "model.other"})
	policy.deny == {{
		"path": ["model", "llm"],
		"message": "how often model.llm is retrained or evaluated again is not declared",
		"kind": "gap",
	}} with input as _input("production", other, {"overdue_days": -1})
	count(policy.deny) == 0 with input as _input("pilot", other, {"overdue_days": -1})
}

test_no_gap_for_models_while_a_subject_is_unknown if {
	count(policy.deny) == 0 with input as _input("production", object.remove(_block, ["subject"]), {"overdue_days": -1})
}

test_passes if {
	count(policy.deny) == 0 with input as _input("production", _block, {"due": "2026-12-29", "overdue_days": -36})
}

test_not_applicable_without_maintenance if {
	not policy.applies with input as {"maintenance": []}
	not policy.applies with input as {"model": [{"name": "llm", "ref": "model.llm"}]}
}
