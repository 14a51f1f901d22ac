package aicomply.policies.explainability.synthetic_content_unmarked_test

import data.aicomply.policies.explainability.synthetic_content_unmarked as policy

_input(act, kinds) := {
	"system": {"operator_roles": ["provider"], "eu_ai_act": act},
	"model": [{"kind": kind} | some kind in kinds],
	"derived": {"jurisdictions": ["EU"]},
}

_deny(act) := found if {
	found := policy.deny with input as _input(act, ["llm"])
}

_unmarked := {"synthetic_content": ["text", "image"], "content_marking": "none"}

_violation := {
	"path": ["system", "eu_ai_act", "content_marking"],
	"message": "the system generates image, text, and does not mark it",
}

_open := {
	"path": ["system", "eu_ai_act", "synthetic_content"],
	"message": "whether the system generates text, images, audio or video is not declared",
	"kind": "gap",
}

test_passes[marking] if {
	some marking in ["metadata", "watermark", "both"]
	act := {"synthetic_content": ["text"], "content_marking": marking}
	policy.applies with input as _input(act, ["llm"])
	_deny(act) == set()
}

test_not_marked if {
	_deny(_unmarked) == {_violation}
}

test_marking_not_declared if {
	_deny({"synthetic_content": ["audio"]}) == {{
		"path": ["system", "eu_ai_act", "content_marking"],
		"message": "the system generates audio, and how that is marked is not declared",
		"kind": "gap",
	}}
}

test_exception_is_recorded if {
	_deny(object.union(_unmarked, {"marking_exception": "standard editing: grammar only"})) == set()
	_deny({"synthetic_content": ["text"], "marking_exception": "standard editing"}) == set()
	_deny(object.union(_unmarked, {"marking_exception": " "})) == {_violation}
}

test_transition if {
	_deny(object.union(_unmarked, {"first_placed_on_market": "2026-08-01"})) == {object.union(_violation, {"applies_from": "2026-12-02"})}
	_deny(object.union(_unmarked, {"first_placed_on_market": "2026-08-02"})) == {_violation}
	{f.applies_from | some f in _deny({"synthetic_content": ["text"], "first_placed_on_market": "2025-01-01"})} == {"2026-12-02"}
	_deny({"first_placed_on_market": "2025-01-01"}) == {object.union(_open, {"applies_from": "2026-12-02"})}
}

test_content_not_declared[kind] if {
	some kind, want in {"llm": {_open}, "agent": {_open}, "classifier": set(), "speech": set()}
	found := policy.deny with input as _input({}, [kind])
	found == want
	applies := policy.applies with input as _input({}, [kind])
	{applies} == {count(want) > 0}
}

test_content_declared_unknown if {
	act := {"unknown": ["synthetic_content"]}
	policy.applies with input as _input(act, [])
	found := policy.deny with input as _input(act, ["classifier"])
	found == {_open}
}

test_nothing_generated if {
	act := {"synthetic_content": [], "content_marking": "none"}
	not policy.applies with input as _input(act, ["llm"])
	_deny(act) == set()
}

test_applies[i] if {
	cases := [[["EU"], ["provider", "deployer"], true], [["EU"], [], true], [["EU"], ["deployer"], false], [["UK"], ["provider"], false]]
	some i, c in cases
	known := {"system": {"operator_roles": c[1], "eu_ai_act": _unmarked}, "derived": {"jurisdictions": c[0]}}
	found := policy.applies with input as known
	found == c[2]
	open := policy.applies with input as object.union(object.remove(known, ["system"]), {"system": {"operator_roles": c[1]}, "model": [{"kind": "llm"}]})
	open == c[2]
}
