package aicomply.policies.explainability.no_explanation_test

import data.aicomply.policies.explainability.no_explanation as policy

_block := {"name": "why", "ref": "explainability.why", "covers": ["model.scorer"], "method": "rule", "stored_with_decision": true}

_base := {
	"system": {"decision_effect": "legal"},
	"model": [{"name": "scorer", "ref": "model.scorer", "kind": "classifier"}],
	"derived": {"node": {"model.scorer": {"personal": true}}},
}

_with(changes) := object.union(_base, {"explainability": [object.union(_block, changes)]})

_without(attribute) := object.union(_base, {"explainability": [object.remove(_block, [attribute])]})

test_passes if {
	policy.applies with input as _with({})
	count(policy.deny) == 0 with input as _with({})
}

test_fails_without_a_block if {
	policy.deny == {{
		"path": ["model", "scorer"],
		"message": "model.scorer decides about or ranks persons, and no explainability block covers it",
	}} with input as _base
	policy.deny == {{
		"path": ["model", "scorer"],
		"message": "model.scorer decides about or ranks persons, and no explainability block covers it",
	}} with input as _with({"covers": ["model.other"]})
}

test_gap_where_a_block_does_not_say_what_it_covers if {
	policy.deny == {{
		"path": ["model", "scorer"],
		"message": "no explainability block is known to cover model.scorer: what explainability.why covers is not declared",
		"kind": "gap",
	}} with input as _without("covers")
}

test_fails_for_method_none if {
	policy.deny == {{
		"path": ["explainability", "why", "method"],
		"message": "decisions of model.scorer are not explained: the method of explainability.why is none",
	}} with input as _with({"method": "none"})
}

test_gap_for_an_undeclared_method if {
	policy.deny == {{
		"path": ["explainability", "why", "method"],
		"message": "how explainability.why explains decisions of model.scorer is not declared",
		"kind": "gap",
	}} with input as _without("method")
}

test_another_block_may_explain if {
	two := object.union(_base, {"explainability": [_block, {"name": "no", "ref": "explainability.no", "covers": ["model.scorer"], "method": "none"}]})
	count(policy.deny) == 0 with input as two
}

test_blocks_of_other_models_do_not_matter if {
	others := [
		{"name": "none", "ref": "explainability.none", "covers": ["model.other"], "method": "none"},
		{"name": "lost", "ref": "explainability.lost", "covers": ["model.other"], "method": "rule", "stored_with_decision": false},
		{"name": "open", "ref": "explainability.open", "method": "rule"},
		{"name": "half", "ref": "explainability.half", "covers": ["model.other"]},
	]
	count(policy.deny) == 0 with input as object.union(_base, {"explainability": array.concat([_block], others)})
	unstored := object.union(_block, {"stored_with_decision": false})
	count(policy.deny) == 1 with input as object.union(_base, {"explainability": array.concat([unstored], others)})
	unexplained := object.union(_block, {"method": "none"})
	count(policy.deny) == 1 with input as object.union(_base, {"explainability": array.concat([unexplained], others)})
}

test_fails_when_not_stored if {
	policy.deny == {{
		"path": ["explainability", "why", "stored_with_decision"],
		"message": "explanations by explainability.why of decisions of model.scorer are not stored with the decision",
		"fix": true,
	}} with input as _with({"stored_with_decision": false})
}

test_gap_when_storing_is_not_declared if {
	policy.deny == {{
		"path": ["explainability", "why", "stored_with_decision"],
		"message": "whether explanations by explainability.why of decisions of model.scorer are stored with the decision is not declared",
		"kind": "gap",
	}} with input as _without("stored_with_decision")
}

test_another_block_may_store if {
	other := {"name": "log", "ref": "explainability.log", "covers": ["model.scorer"], "method": "rationale", "stored_with_decision": true}
	two := object.union(_base, {"explainability": [object.union(_block, {"stored_with_decision": false}), other]})
	count(policy.deny) == 0 with input as two
}

test_storing_is_asked_of_significant_decisions_only if {
	high := {"decision_effect": "none", "eu_ai_act": {"risk_level": "high"}}
	policy.applies with input as object.union(_without("stored_with_decision"), {"system": high})
	count(policy.deny) == 0 with input as object.union(_without("stored_with_decision"), {"system": high})
	count(policy.deny) == 0 with input as object.union(_with({"stored_with_decision": false}), {"system": high})
	count(policy.deny) == 1 with input as object.union(_with({"method": "none"}), {"system": high})
}

test_applies_to_similarly_significant_effects if {
	policy.applies with input as object.union(_with({}), {"system": {"decision_effect": "similarly_significant"}})
}

test_a_ranker_of_persons_counts if {
	ranker := object.union(_base, {"system": {"decision_effect": "none"}, "model": [{"name": "scorer", "ref": "model.scorer", "kind": "ranker"}]})
	count(policy.deny) == 1 with input as ranker
	not policy.applies with input as object.union(ranker, {"derived": {"node": {"model.scorer": {"personal": false}}}})
}

test_not_applicable_without_effect if {
	not policy.applies with input as object.union(_base, {"system": {"decision_effect": "none"}})
	not policy.applies with input as object.remove(_base, ["system"])
}
