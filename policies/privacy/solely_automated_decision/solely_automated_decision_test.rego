package aicomply.policies.privacy.solely_automated_decision_test

import data.aicomply.policies.privacy.solely_automated_decision as policy

_safe := {
	"system": {"decision_effect": "similarly_significant", "automation_level": "high", "art_22_ground": "law"},
	"oversight": [{"can_override": true}],
	"rights": {"contest": "x"},
	"derived": {"jurisdictions": ["EEA"], "personal_data": true, "node": {}},
}

_patched(ops) := json.patch(_safe, ops)

_set(path, value) := {"op": "add", "path": path, "value": value}

_gone(path) := {"op": "remove", "path": path}

_finding(faults, kind) := {
	"path": ["system", "automation_level"],
	"message": sprintf("decisions of similarly significant effect are taken at automation level high, and %s", [faults]),
	"kind": kind,
}

_deny(ops) := found if {
	found := policy.deny with input as _patched(ops)
}

test_safe if {
	policy.applies with input as _safe
	_deny([]) == set()
}

test_levels_and_effects[i] if {
	cases := [["legal", "high"], ["legal", "full"], ["similarly_significant", "autonomous"]]
	some i, c in cases
	in_ := _patched([_set("/system/decision_effect", c[0]), _set("/system/automation_level", c[1]), _gone("/system/art_22_ground")])
	policy.applies with input as in_
	count(policy.deny) == 1 with input as in_
}

test_other_levels_and_effects[i] if {
	cases := [["none", "full"], ["legal", "conditional"], ["legal", "partial"], ["none", "partial"]]
	some i, c in cases
	in_ := _patched([_set("/system/decision_effect", c[0]), _set("/system/automation_level", c[1]), _gone("/system/art_22_ground")])
	not policy.applies with input as in_
	policy.deny == set() with input as in_
}

test_ground if {
	_deny([_gone("/system/art_22_ground")]) == {_finding("no ground of Art. 22(2) is declared", "violation")}
	_deny([_gone("/system/art_22_ground"), _set("/system/unknown", ["art_22_ground"])]) == {_finding("no ground of Art. 22(2) is declared", "gap")}
}

test_override if {
	none := {_finding("no oversight block declares that somebody can override them", "violation")}
	_deny([_gone("/oversight")]) == none
	_deny([_set("/oversight/0/can_override", false)]) == none
	_deny([_gone("/oversight/0/can_override")]) == {_finding("whether somebody can override them is not declared", "gap")}
	_deny([_set("/oversight/1", {"can_override": false})]) == set()
}

test_contest if {
	none := {_finding("no route to contest them is declared", "violation")}
	_deny([_gone("/rights")]) == none
	_deny([_gone("/rights/contest")]) == none
	_deny([_set("/rights", {"unknown": ["contest"]})]) == {_finding("no route to contest them is declared", "gap")}
}

test_faults_are_one_finding if {
	_deny([_gone("/system/art_22_ground"), _gone("/oversight/0/can_override"), _gone("/rights")]) == {_finding("no ground of Art. 22(2) is declared; no route to contest them is declared; whether somebody can override them is not declared", "violation")}
}

test_level_absent if {
	in_ := _patched([_gone("/system/automation_level"), _gone("/rights")])
	policy.applies with input as in_
	policy.deny == {{
		"path": ["system", "automation_level"],
		"message": "decisions have similarly significant effect, and how far they are automated is not declared",
		"kind": "gap",
	}} with input as in_
}

test_effect_absent if {
	in_ := _patched([_gone("/system/decision_effect"), _gone("/rights")])
	policy.applies with input as in_
	policy.deny == {{
		"path": ["system", "decision_effect"],
		"message": "the system acts at automation level high, and what effect its decisions have on a person is not declared",
		"kind": "gap",
	}} with input as in_
}

test_both_absent if {
	in_ := _patched([_gone("/system/decision_effect"), _gone("/system/automation_level")])
	not policy.applies with input as in_
	policy.deny == set() with input as in_
}

test_only_one_absent_and_the_other_harmless if {
	_deny([_gone("/system/decision_effect"), _set("/system/automation_level", "partial")]) == set()
	_deny([_set("/system/decision_effect", "none"), _gone("/system/automation_level")]) == set()
	not policy.applies with input as _patched([_gone("/system/decision_effect"), _set("/system/automation_level", "partial")])
	not policy.applies with input as _patched([_set("/system/decision_effect", "none"), _gone("/system/automation_level")])
}

_entry(category, special, purposes) := {"category": category, "dataset": "dataset.d", "incidental": true, "special": special, "purposes": purposes}

_special(basis, node, entry) := object.union(_safe, {
	"purpose": [object.union({"name": "p", "ref": "purpose.p"}, basis)],
	"dataset": [{"ref": "dataset.d", "collected_for": ["purpose.p"]}],
	"model": [{"name": "m", "ref": "model.m"}],
	"component": [{"name": "c", "ref": "component.c", "kind": "decision"}, {"name": "a", "ref": "component.a", "kind": "service"}],
	"tool": [{"name": "t", "ref": "tool.t", "effect": "write"}],
	"derived": {"node": {node: {"receives": [entry, _entry("user.name", false, ["purpose.p"])]}}},
})

_health := _entry("user.health_and_medical", true, ["purpose.p"])

_other := {"special_category_basis": "gdpr_9_2_h"}

test_special_data[node] if {
	some node in ["model.m", "component.c"]
	found := policy.deny with input as _special(_other, node, _health)
	found == {{
		"path": ["purpose", "p", "special_category_basis"],
		"message": "purpose.p takes user.health_and_medical into solely automated decisions under gdpr_9_2_h; only gdpr_9_2_a and gdpr_9_2_g allow that",
		"key": ["user.health_and_medical"],
		"incidental": true,
		"witness": {"node": node, "category": "user.health_and_medical"},
	}}
}

test_special_data_that_enters_there if {
	found := policy.deny with input as _special(_other, "model.m", _entry("user.genetic", true, []))
	count(found) == 1
}

test_special_data_that_passes[i] if {
	inputs := [
		_special({"special_category_basis": "gdpr_9_2_a"}, "model.m", _health),
		_special({"special_category_basis": "gdpr_9_2_g"}, "model.m", _health),
		_special({}, "model.m", _health),
		_special(_other, "component.a", _health),
		_special(_other, "tool.t", _health),
		_special(_other, "model.m", _entry("user.genetic", true, ["purpose.q"])),
		_special(_other, "model.m", _entry("user.name", false, ["purpose.p"])),
		json.patch(_special(_other, "model.m", _health), [_gone("/system/automation_level"), _set("/system/decision_effect", "none")]),
	]
	some i, in_ in inputs
	policy.deny == set() with input as in_
}

test_special_data_needs_both[attribute] if {
	some attribute in ["automation_level", "decision_effect"]
	found := policy.deny with input as json.remove(_special(_other, "model.m", _health), [sprintf("/system/%s", [attribute])])
	{f.path | some f in found} == {["system", attribute]}
}

test_applies_under_the_gdpr_to_personal_data if {
	not policy.applies with input as _patched([_set("/derived/jurisdictions", ["US"])])
	not policy.applies with input as _patched([_set("/derived/personal_data", false)])
	policy.applies with input as _patched([_gone("/derived/personal_data")])
}
