package aicomply.policies.security.untrusted_input_to_tool_test

import data.aicomply.policies.security.untrusted_input_to_tool

_input(tool, models, stage) := {
	"stage": stage,
	"tool": [object.union({"name": "refund", "ref": "tool.refund", "used_by": ["model.a", "model.b", "model.safe"]}, tool)],
	"model": models,
	"derived": {"node": {
		"model.a": {"untrusted": true},
		"model.b": {"untrusted": true},
		"model.safe": {"untrusted": false},
	}},
}

_deny(tool) := found if {
	found := untrusted_input_to_tool.deny with input as _input(tool, [{"ref": "model.a", "untrusted_input": true}], "pilot")
}

_finding(text, kind) := {{
	"path": ["tool", "refund", "approval"],
	"message": sprintf("untrusted input reaches model.a, model.b, which can call tool.refund %s", [text]),
	"kind": kind,
	"witness": {"node": "tool.refund", "category": "untrusted"},
}}

test_tool_without_approval[effect] if {
	some effect in ["write", "irreversible"]
	_deny({"effect": effect, "approval": "none"}) == _finding(sprintf("(effect %s) without approval", [effect]), "violation")
	_deny({"effect": effect, "approval": "human"}) == set()
}

test_reading_tool if {
	_deny({"effect": "read", "approval": "none"}) == set()
}

test_model_without_untrusted_input if {
	_deny({"effect": "write", "approval": "none", "used_by": ["model.safe"]}) == set()
	_deny({"effect": "write", "approval": "none", "used_by": []}) == set()
}

test_effect_not_declared_is_reported_elsewhere if {
	_deny({"approval": "none"}) == set()
}

test_approval_not_declared[stage] if {
	some stage, want in {
		"poc": _finding("(effect write) and does not declare who approves a call", "gap"),
		"pilot": set(),
		"production": set(),
	}
	found := untrusted_input_to_tool.deny with input as _input({"effect": "write"}, [], stage)
	found == want
}

test_claim_that_the_graph_contradicts if {
	models := [{"ref": "model.a", "untrusted_input": true}, {"ref": "model.b", "untrusted_input": false}, {"ref": "model.safe", "untrusted_input": false}]
	found := untrusted_input_to_tool.deny with input as _input({"effect": "write", "approval": "none"}, models, "poc")
	found == _finding("(effect write) without approval; model.b declares untrusted_input = false, which the flows contradict", "violation")
}

test_applies_with_a_tool if {
	untrusted_input_to_tool.applies with input as {"tool": [{}]}
	not untrusted_input_to_tool.applies with input as {"tool": []}
	not untrusted_input_to_tool.applies with input as {}
}

_many(n) := found if {
	models := [sprintf("model.m%d", [i]) | some i in numbers.range(1, n)]
	found := {f.message | some f in untrusted_input_to_tool.deny} with input as {
		"tool": [{"name": "refund", "ref": "tool.refund", "used_by": models, "effect": "write", "approval": "none"}],
		"derived": {"node": {m: {"untrusted": true} | some m in models}},
	}
}

test_five_models_are_named if {
	_many(5) == {"untrusted input reaches model.m1, model.m2, model.m3, model.m4, model.m5, which can call tool.refund (effect write) without approval"}
	_many(7) == {"untrusted input reaches model.m1, model.m2, model.m3, model.m4, model.m5 and 2 more, which can call tool.refund (effect write) without approval"}
}

test_the_sixth_model_is_counted if {
	_many(6) == {"untrusted input reaches model.m1, model.m2, model.m3, model.m4, model.m5 and 1 more, which can call tool.refund (effect write) without approval"}
}
