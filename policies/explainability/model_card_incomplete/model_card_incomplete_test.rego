package aicomply.policies.explainability.model_card_incomplete_test

import data.aicomply.policies.explainability.model_card_incomplete as policy

_deny(models, evidence) := found if {
	found := policy.deny with input as {"model": models, "evidence": evidence}
}

_llm := {"name": "llm", "ref": "model.llm"}

_gap(message) := {{"path": ["model", "llm", "model_card"], "message": message, "kind": "gap"}}

test_no_card if {
	_deny([_llm, {"name": "b", "ref": "model.b", "model_card": "docs/b.md"}], []) == _gap("no model card of model.llm is declared")
	_deny([object.union(_llm, {"unknown": ["model_card"]})], []) == _gap("no model card of model.llm is declared")
}

test_bill_of_materials_does_not_settle_it if {
	_deny([object.union(_llm, {"ml_bom": "bom.json"})], []) == _gap("no model card of model.llm is declared; whether its bill of materials holds one is not known")
}

test_card_as_evidence if {
	_deny([_llm], [{"kind": "model_card", "supports": ["model.llm"]}]) == set()
}

test_other_evidence[i] if {
	others := [
		{"kind": "sbom", "supports": ["model.llm"]},
		{"kind": "model_card", "supports": ["model.other"]},
		{"kind": "model_card"},
	]
	some i, e in others
	count(_deny([_llm], [e])) == 1
}

test_applies_where_there_is_a_model if {
	policy.applies with input as {"model": [_llm]}
	not policy.applies with input as {"model": []}
	not policy.applies with input as {}
}
