package aicomply.policies.audit.decision_not_reconstructable_test

import data.aicomply.policies.audit.decision_not_reconstructable as policy

_log := {
	"name": "a", "ref": "audit_log.a", "covers": ["model.llm"],
	"events": ["inference", "human_override", "access", "config_change", "error"],
	"fields": ["timestamp", "actor", "model_version", "input_ref", "output"],
	"reviewed_by": "secops",
}

_model := {"name": "llm", "ref": "model.llm"}

_with(changes) := {"model": [_model], "audit_log": [object.union(_log, changes)]}

_without(attributes) := {"model": [_model], "audit_log": [object.remove(_log, attributes)]}

test_passes if {
	policy.applies with input as _with({})
	count(policy.deny) == 0 with input as _with({})
}

test_fails_for_each_event if {
	every event in _log.events {
		left := [e | some e in _log.events; e != event]
		policy.deny == {{
			"path": ["audit_log", "a", "events"],
			"message": sprintf("audit_log.a does not record the events %s", [event]),
			"kind": "violation",
		}} with input as _with({"events": left})
	}
}

test_fails_for_each_field if {
	every field in _log.fields {
		left := [e | some e in _log.fields; e != field]
		policy.deny == {{
			"path": ["audit_log", "a", "fields"],
			"message": sprintf("audit_log.a does not record the fields %s", [field]),
			"kind": "violation",
		}} with input as _with({"fields": left})
	}
}

test_tool_calls_are_needed_where_a_covered_model_can_call if {
	tools := {"tool": [{"name": "t", "ref": "tool.t", "effect": "read", "used_by": ["model.llm"]}]}
	policy.deny == {{
		"path": ["audit_log", "a", "events"],
		"message": "audit_log.a does not record the events tool_call",
		"kind": "violation",
	}} with input as object.union(_with({}), tools)
}

test_tool_calls_of_other_models_do_not_count if {
	others := {"tool": [{"name": "t", "ref": "tool.t", "effect": "read", "used_by": ["model.other"]}]}
	count(policy.deny) == 0 with input as object.union(_with({}), others)
}

test_fails_when_nobody_is_named if {
	policy.deny == {{
		"path": ["audit_log", "a", "reviewed_by"],
		"message": "audit_log.a names nobody who reviews it",
		"kind": "violation",
	}} with input as _with({"reviewed_by": " "})
}

test_gap_for_one_undeclared_fact if {
	policy.deny == {{
		"path": ["audit_log", "a", "reviewed_by"],
		"message": "audit_log.a does not declare who reviews it",
		"kind": "gap",
	}} with input as _without(["reviewed_by"])
}

test_one_gap_for_all_undeclared_facts if {
	policy.deny == {{
		"path": ["audit_log", "a"],
		"message": "audit_log.a does not declare events; it does not declare fields; it does not declare who reviews it",
		"kind": "gap",
	}} with input as _without(["events", "fields", "reviewed_by"])
}

test_one_violation_for_wrong_and_undeclared_facts if {
	log := object.remove(object.union(_log, {"fields": []}), ["events"])
	policy.deny == {{
		"path": ["audit_log", "a"],
		"message": "audit_log.a does not declare events; it does not record the fields actor, input_ref, model_version, output, timestamp",
		"kind": "violation",
	}} with input as {"model": [_model], "audit_log": [log]}
}

test_a_log_of_unknown_cover_is_judged if {
	count(policy.deny) == 1 with input as _without(["covers", "fields"])
}

test_not_applicable_to_logs_of_other_parts if {
	not policy.applies with input as {"model": [_model], "audit_log": [object.union(_log, {"covers": ["store.files"]})]}
	not policy.applies with input as {"model": [_model]}
}
