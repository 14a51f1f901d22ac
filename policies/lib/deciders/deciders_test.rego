package aicomply.lib.deciders_test

import data.aicomply.lib.deciders

_input := {
	"model": [{"name": "llm", "ref": "model.llm"}],
	"component": [
		{"name": "router", "ref": "component.router", "kind": "decision"},
		{"name": "api", "ref": "component.api", "kind": "service"},
		{"name": "new", "ref": "component.new"},
	],
	"tool": [
		{"name": "refund", "ref": "tool.refund", "effect": "irreversible", "used_by": ["model.llm"]},
		{"name": "note", "ref": "tool.note", "effect": "write"},
		{"name": "search", "ref": "tool.search", "effect": "read"},
		{"name": "new", "ref": "tool.new"},
	],
}

test_refs if {
	deciders.refs == {"model.llm", "component.router", "tool.refund", "tool.note"} with input as _input
}

test_nodes_carry_their_type if {
	deciders.nodes == {
		{"type": "model", "name": "llm", "ref": "model.llm"},
		{"type": "component", "name": "router", "ref": "component.router"},
		{"type": "tool", "name": "refund", "ref": "tool.refund"},
		{"type": "tool", "name": "note", "ref": "tool.note"},
	} with input as _input
}

test_with_tools if {
	deciders.with_tools == {"model.llm"} with input as _input
}
