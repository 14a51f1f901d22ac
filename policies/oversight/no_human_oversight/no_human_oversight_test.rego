package aicomply.policies.oversight.no_human_oversight_test

import data.aicomply.policies.oversight.no_human_oversight as policy

_block(name, extra) := object.union({"name": name, "ref": sprintf("oversight.%s", [name])}, extra)

_full := {"principal": "principal.clerks", "can_override": true, "can_stop": true}

_input(blocks) := {
	"system": {"decision_effect": "legal"},
	"principal": [
		{"ref": "principal.clerks", "kind": "human_group"},
		{"ref": "principal.bot", "kind": "service"},
		{"ref": "principal.crowd", "kind": "public"},
		{"ref": "principal.support", "kind": "vendor_support"},
		{"ref": "principal.bare"},
	],
	"oversight": blocks,
}

_deny(blocks) := found if {
	found := policy.deny with input as _input(blocks)
}

_why := "the system makes decisions with a legal effect"

_at(block, attribute, text) := {{"path": ["oversight", block, attribute], "message": sprintf("%s, and %s", [_why, text])}}

_gap(block, attribute, text) := {object.union(f, {"kind": "gap"}) | some f in _at(block, attribute, text)}

test_passes if {
	_deny([_block("a", _full)]) == set()
}

test_powers_may_be_shared if {
	_deny([_block("a", {"principal": "principal.clerks", "can_override": true, "can_stop": false}), _block("b", {"can_stop": true})]) == set()
}

test_no_block if {
	want := {{"path": ["oversight"], "message": sprintf("%s, and nobody oversees it: there is no oversight block", [_why])}}
	_deny([]) == want
	none := policy.deny with input as object.remove(_input([]), ["oversight"])
	none == want
}

test_no_principal if {
	_deny([_block("a", object.remove(_full, ["principal"])), _block("b", {})]) == _gap("a", "principal", "who oversees it is not declared")
}

test_no_person[principal] if {
	some principal in ["principal.bot", "principal.crowd"]
	_deny([_block("z", {}), _block("a", object.union(_full, {"principal": principal}))]) == _at("a", "principal", sprintf("is overseen only by %s, which is no person", [principal]))
}

test_persons[principal] if {
	some principal in ["principal.clerks", "principal.support", "principal.bare"]
	_deny([_block("b", {"principal": "principal.bot"}), _block("a", object.union(_full, {"principal": principal}))]) == set()
}

test_powers_denied[power] if {
	some power, what in {"can_override": "change a result", "can_stop": "stop it"}
	without := object.union(_full, {power: false})
	_deny([_block("a", without), _block("b", without)]) == _at("a", power, sprintf("no overseer can %s", [what]))
}

test_powers_not_declared[power] if {
	some power, what in {"can_override": "change a result", "can_stop": "stop it"}
	without := _block("b", object.remove(_full, [power]))
	_deny([_block("a", object.union(_full, {power: false})), without]) == _gap("b", power, sprintf("whether an overseer can %s is not declared", [what]))
}

test_reasons[i] if {
	tools := [
		{"ref": "tool.refund", "effect": "irreversible"},
		{"ref": "tool.note", "effect": "write"},
		{"ref": "tool.search", "effect": "read"},
		{"ref": "tool.bare"},
	]
	high := {"eu_ai_act": {"risk_level": "high"}}
	cases := [
		[high, [], "is high-risk"],
		[{"decision_effect": "similarly_significant"}, [], "makes decisions with a similarly significant effect"],
		[{}, tools, "can write through tool.note, tool.refund"],
		[object.union(high, {"decision_effect": "legal"}), tools, "is high-risk and makes decisions with a legal effect and can write through tool.note, tool.refund"],
	]
	some i, c in cases
	manifest := {"system": c[0], "tool": c[1], "derived": {"jurisdictions": ["EU"]}}
	policy.applies with input as manifest
	found := policy.deny with input as manifest
	{f.message | some f in found} == {sprintf("the system %s, and nobody oversees it: there is no oversight block", [c[2]])}
}

test_not_applicable[i] if {
	cases := [
		{"system": {"decision_effect": "none"}, "tool": [{"ref": "tool.search", "effect": "read"}]},
		{"system": {}},
		{"system": {"eu_ai_act": {"risk_level": "high"}}, "derived": {"jurisdictions": ["US"]}},
	]
	some i, c in cases
	not policy.applies with input as c
}
