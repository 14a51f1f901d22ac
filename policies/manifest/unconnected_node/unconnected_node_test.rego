package aicomply.policies.manifest.unconnected_node_test

import data.aicomply.policies.manifest.unconnected_node as policy

_input(more) := object.union(
	{"derived": {"node": {
		"component.a": {"type": "component", "name": "a"},
		"store.b": {"type": "store", "name": "b"},
		"model.c": {"type": "model", "name": "c"},
		"tool.d": {"type": "tool", "name": "d"},
		"principal.e": {"type": "principal", "name": "e"},
	}}},
	more,
)

_found(more) := {f.path[0] | some f in found} if {
	found := policy.deny with input as _input(more)
}

test_all_alone if {
	policy.deny == {
		{"path": ["component", "a"], "message": "component.a takes part in no flow", "witness": {"node": "component.a"}},
		{"path": ["store", "b"], "message": "store.b takes part in no flow", "witness": {"node": "store.b"}},
		{"path": ["model", "c"], "message": "model.c takes part in no flow", "witness": {"node": "model.c"}},
		{"path": ["tool", "d"], "message": "tool.d takes part in no flow", "witness": {"node": "tool.d"}},
	} with input as _input({})
}

test_flow if _found({"flow": [{"from": "component.a", "to": "store.b"}]}) == {"model", "tool"}

test_tool if {
	_found({"tool": [{"ref": "tool.d", "used_by": ["model.c"]}]}) == {"component", "store"}
	_found({"tool": [{"ref": "tool.d", "used_by": []}]}) == {"component", "store", "model", "tool"}
}

test_grant if {
	grant := {"access": [{"ref": "access.g", "resource": "store.b"}]}
	_found(object.union(grant, {"derived": {"access": {"access.g": {"reads": true}}}})) == {"component", "model", "tool"}
	_found(object.union(grant, {"derived": {"access": {"access.g": {"reads": false}}}})) == {"component", "store", "model", "tool"}
}

test_kept_log if _found({"audit_log": [{"store": "store.b"}, {}]}) == {"component", "model", "tool"}

test_trained_on if _found({"model": [{"trained_on": ["store.b"]}]}) == {"component", "model", "tool"}

test_alternative if _found({"model": [{"alternative": "model.c"}]}) == {"component", "store", "tool"}

test_applies_to_machines if {
	policy.applies with input as _input({})
	every type in ["component", "store", "model", "tool"] {
		policy.applies with input as {"derived": {"node": {"x": {"type": type, "name": "x"}}}}
	}
	not policy.applies with input as {"derived": {"node": {"principal.e": {"type": "principal", "name": "e"}}}}
}
