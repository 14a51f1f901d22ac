package aicomply.policies.scope.no_boundary_test

import data.aicomply.policies.scope.no_boundary as policy

_scope := {"in_scope": ["purpose.p"], "out_of_scope": ["upsell"], "change_control": "adr/7"}

_input(system) := {
	"stage": "pilot",
	"system": object.union({"intended_purpose": "Sorts letters by the department that answers", "scope": _scope}, system),
	"params": {"purpose_min_length": 40},
}

_deny(system) := found if {
	found := policy.deny with input as _input(system)
}

_without(path) := found if {
	found := policy.deny with input as json.remove(_input({}), [path])
}

test_passes if {
	_deny({}) == set()
}

_short(n) := {{"path": ["system", "intended_purpose"], "message": sprintf("the intended purpose has %s; at least 40 are needed to say what is done to what for whom", [n])}}

test_length if {
	_deny({"intended_purpose": "Sorts letters by department and subject."}) == set()
	_deny({"intended_purpose": "Sorts letters by department and subject"}) == _short("39 characters")
	_deny({"intended_purpose": "  Sorts letters by department and subject  "}) == _short("39 characters")
	_deny({"intended_purpose": ""}) == _short("0 characters")
	_deny({"intended_purpose": "X"}) == _short("1 character")
}

test_gap_of_the_purpose if {
	_without("/system/intended_purpose") == {{"path": ["system", "intended_purpose"], "message": "the intended purpose is not declared", "kind": "gap"}}
}

test_gap_of_the_scope if {
	_without("/system/scope") == {{
		"path": ["system", "scope"],
		"message": "what the system is for, and what not, is not declared: there is no scope block in system",
		"kind": "gap",
	}}
}

test_gap_of_each_part if {
	every attribute in ["in_scope", "out_of_scope", "change_control"] {
		_without(sprintf("/system/scope/%s", [attribute])) == {{
			"path": ["system", "scope", attribute],
			"message": sprintf("system.scope does not declare %s", [attribute]),
			"kind": "gap",
		}}
	}
}

test_each_part_is_empty if {
	every attribute, c in {
		"in_scope": [[], "system.scope names no purpose in in_scope"],
		"out_of_scope": [[], "system.scope names no use in out_of_scope"],
		"change_control": [" ", "system.scope does not say in change_control how it is changed"],
	} {
		_deny({"scope": object.union(_scope, {attribute: c[0]})}) == {{"path": ["system", "scope", attribute], "message": c[1], "kind": "violation"}}
	}
}

test_all_faults_of_the_scope_are_one_finding if {
	found := policy.deny with input as json.patch(_input({}), [{"op": "replace", "path": "/system/scope", "value": {"in_scope": []}}])
	found == {{
		"path": ["system", "scope"],
		"message": "system.scope does not declare change_control; it names no purpose in in_scope; it does not declare out_of_scope",
		"kind": "violation",
	}}
}

test_applies_until_it_is_retired if {
	policy.applies with input as {"stage": "poc"}
	policy.applies with input as {"stage": "production"}
	not policy.applies with input as {"stage": "retired"}
}
