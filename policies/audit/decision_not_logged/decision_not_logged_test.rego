package aicomply.policies.audit.decision_not_logged_test

import data.aicomply.policies.audit.decision_not_logged as policy

_parts := {
	"model": [{"name": "llm", "ref": "model.llm"}],
	"component": [
		{"name": "router", "ref": "component.router", "kind": "decision"},
		{"name": "api", "ref": "component.api", "kind": "service"},
	],
	"tool": [
		{"name": "refund", "ref": "tool.refund", "effect": "irreversible"},
		{"name": "search", "ref": "tool.search", "effect": "read"},
	],
}

_logging(covers) := object.union(_parts, {"audit_log": [
	{"name": "a", "ref": "audit_log.a", "covers": covers},
	{"name": "b", "ref": "audit_log.b", "covers": []},
]})

test_fails_without_any_log if {
	policy.applies with input as _parts
	policy.deny == {
		{"path": ["model", "llm"], "message": "model.llm is covered by no audit log"},
		{"path": ["component", "router"], "message": "component.router is covered by no audit log"},
		{"path": ["tool", "refund"], "message": "tool.refund is covered by no audit log"},
	} with input as _parts
}

test_fails_for_what_no_log_covers if {
	policy.deny == {{"path": ["tool", "refund"], "message": "tool.refund is covered by no audit log"}} with input as _logging(["model.llm", "component.router"])
}

test_passes_when_every_part_is_covered if {
	count(policy.deny) == 0 with input as _logging(["model.llm", "component.router", "tool.refund"])
}

test_gap_where_a_log_does_not_say_what_it_covers if {
	some_unknown := object.union(_parts, {"audit_log": [
		{"name": "a", "ref": "audit_log.a", "covers": ["component.router", "tool.refund"]},
		{"name": "b", "ref": "audit_log.b", "unknown": ["covers"]},
	]})
	policy.deny == {{
		"path": ["model", "llm"],
		"message": "no audit log is known to cover model.llm: what audit_log.b covers is not declared",
		"kind": "gap",
	}} with input as some_unknown
}

test_not_applicable_without_a_decider if {
	not policy.applies with input as {"component": [{"name": "api", "ref": "component.api", "kind": "service"}]}
}

test_applies_to_a_single_decider if {
	policy.applies with input as {"model": [{"name": "llm", "ref": "model.llm"}]}
}
