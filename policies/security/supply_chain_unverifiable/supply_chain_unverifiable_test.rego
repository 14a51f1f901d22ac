package aicomply.policies.security.supply_chain_unverifiable_test

import data.aicomply.policies.security.supply_chain_unverifiable as policy

_model := {"name": "m", "ref": "model.m", "hosting": "self_hosted", "digest": "sha256:ab", "ml_bom": "bom.json", "licence": "Apache-2.0"}

_input(model) := {"model": [model], "system": {"controller": "party.own"}, "evidence": []}

_deny(model) := found if {
	found := policy.deny with input as _input(model)
}

_finding(path, message) := {{"path": path, "message": message, "kind": "violation"}}

test_passes if {
	_deny(_model) == set()
	_deny(object.union(_model, {"hosting": "embedded"})) == set()
}

test_each_fact if {
	every attribute, sentence in {"digest": "model.m has no digest of its weights", "ml_bom": "model.m has no bill of materials", "licence": "model.m has no known licence"} {
		_deny(object.remove(_model, [attribute])) == _finding(["model", "m", attribute], sentence)
		_deny(object.union(_model, {attribute: " "})) == _finding(["model", "m", attribute], sentence)
	}
	_deny(object.union(_model, {"licence": "Unknown"})) == _finding(["model", "m", "licence"], "model.m has no known licence")
	_deny(object.union(_model, {"hosting": "embedded", "licence": ""})) == _finding(["model", "m", "licence"], "model.m has no known licence")
}

test_one_finding_for_all if {
	_deny({"name": "m", "ref": "model.m", "hosting": "self_hosted"}) == _finding(["model", "m"], "model.m has no digest of its weights; it has no known licence; it has no bill of materials")
}

test_bill_of_materials_as_evidence if {
	evidence := {"evidence": [{"kind": "ml_bom", "supports": ["model.m"]}]}
	without := object.remove(_model, ["ml_bom"])
	found := policy.deny with input as object.union(_input(without), evidence)
	found == set()
	every change in [{"kind": "sbom", "supports": ["model.m"]}, {"kind": "ml_bom", "supports": ["model.n"]}] {
		count(policy.deny) == 1 with input as object.union(_input(without), {"evidence": [change]})
	}
}

test_api if {
	_deny({"name": "m", "ref": "model.m", "hosting": "api"}) == set()
	not policy.applies with input as _input({"name": "m", "ref": "model.m", "hosting": "api"})
	not policy.applies with input as _input({"name": "m", "ref": "model.m", "operator": "party.modelco"})
}

test_gap_of_hosting if {
	want := {{
		"path": ["model", "m", "hosting"],
		"message": "model.m does not declare where inference happens, so it is not known whether its weights are in the organisation's hands",
		"kind": "gap",
	}}
	_deny({"name": "m", "ref": "model.m", "operator": "party.own"}) == want
	_deny({"name": "m", "ref": "model.m"}) == want
	_deny({"name": "m", "ref": "model.m", "operator": "party.modelco"}) == set()
}

test_applies if {
	policy.applies with input as _input(_model)
	policy.applies with input as _input({"name": "m", "ref": "model.m"})
	not policy.applies with input as {"model": []}
}
