package aicomply.policies.security.lethal_trifecta_test

import data.aicomply.policies.security.lethal_trifecta as policy

_entry(category, incidental) := {"category": category, "dataset": "dataset.d", "personal": true, "incidental": incidental}

_node := {"untrusted": true, "personal": true, "confidential": false, "receives": [_entry("user.name", false), _entry("user.contact", false)]}

_input(node, facts, tools) := {
	"model": [{"name": "llm", "ref": "model.llm"}],
	"tool": tools,
	"flow": [{"ref": "flow.out", "to": "component.partner"}],
	"derived": {"node": {"model.llm": object.union(_node, node)}, "model": {"model.llm": facts}},
}

_deny(node, facts) := found if {
	found := policy.deny with input as _input(node, facts, [])
}

_finding(channel) := {{
	"path": ["model", "llm"],
	"message": sprintf("user.contact, user.name and untrusted input meet in model.llm, and %s leads out", [channel]),
	"key": ["user.contact", "user.name"],
	"incidental": false,
	"witness": {"node": "model.llm", "category": "untrusted"},
}}

test_all_three if {
	_deny({}, {"outbound": "flow.out"}) == _finding("flow.out to component.partner")
	_deny({}, {"outbound": "tool.mail"}) == _finding("tool.mail")
}

test_one_leg_missing if {
	_deny({"untrusted": false}, {"outbound": "flow.out"}) == set()
	_deny({"personal": false}, {"outbound": "flow.out"}) == set()
	_deny({}, {}) == set()
}

test_confidential_data if {
	manifest := object.union(
		_input({"personal": false, "confidential": true, "receives": [{"category": "system.operations", "dataset": "dataset.plans", "personal": false, "incidental": false}]}, {"outbound": "tool.mail"}, []),
		{"dataset": [{"ref": "dataset.plans", "classification": "confidential"}]},
	)
	found := policy.deny with input as manifest
	{f.key | some f in found} == {["system.operations"]}
}

test_incidental_data if {
	{f.incidental | some f in _deny({"receives": [_entry("user.name", true)]}, {"outbound": "tool.mail"})} == {true}
}

_tool(extra) := object.union({"name": "t", "ref": "tool.t", "used_by": ["model.other", "model.llm"]}, extra)

_gaps(tool, node, facts) := found if {
	found := policy.deny with input as _input(node, facts, [_tool(tool)])
}

test_gap_of_a_tool if {
	want := {{
		"path": ["tool", "t", "outbound"],
		"message": "private data and untrusted input meet in model.llm, which can call tool.t, and whether that sends data out is not declared",
		"kind": "gap",
		"witness": {"node": "tool.t", "category": "untrusted"},
	}}
	_gaps({}, {}, {}) == want
	_gaps({"unknown": ["outbound"], "approval": "none"}, {}, {}) == want
}

test_no_gap if {
	_gaps({"outbound": false}, {}, {}) == set()
	_gaps({"outbound": true}, {}, {}) == set()
	_gaps({"approval": "human"}, {}, {}) == set()
	_gaps({"used_by": ["model.other"]}, {}, {}) == set()
	_gaps({}, {"untrusted": false}, {}) == set()
	_gaps({}, {"personal": false}, {}) == set()
	_gaps({}, {}, {"outbound": "flow.out"}) == _finding("flow.out to component.partner")
}

test_applies_with_a_model if {
	policy.applies with input as {"model": [{}]}
	not policy.applies with input as {"model": []}
}
