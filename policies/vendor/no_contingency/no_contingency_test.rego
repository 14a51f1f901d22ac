package aicomply.policies.vendor.no_contingency_test

import data.aicomply.policies.vendor.no_contingency as policy

_input(model, fallbacks) := {
	"model": [object.union({"name": "llm", "ref": "model.llm"}, model), {"name": "own", "ref": "model.own"}, {"name": "twin", "ref": "model.twin"}],
	"fallback": fallbacks,
	"derived": {"node": {
		"model.llm": {"operator": "party.llmco", "operator_role": "processor"},
		"model.own": {"operator": "party.acme", "operator_role": "controller"},
		"model.twin": {"operator": "party.llmco"},
		"model.new": {},
	}},
}

_finding(alternative) := {
	"path": ["model", "llm"],
	"message": sprintf("party.llmco runs model.llm, no fallback covers its outage, and %s", [alternative]),
	"witness": {"node": "model.llm"},
}

_none := _finding("no alternative is declared")

test_fails[i] if {
	lists := [[], [{"covers": ["model.own"], "triggers": ["provider_outage"]}], [{"covers": ["model.llm"], "triggers": ["timeout"]}], [{"covers": ["model.llm"], "triggers": []}], [{"triggers": ["provider_outage"]}]]
	some i, list in lists
	found := policy.deny with input as _input({}, list)
	found == {_none}
}

test_passes_with_a_fallback if {
	policy.deny == set() with input as _input({}, [{"covers": ["model.own", "model.llm"], "triggers": ["timeout", "provider_outage"]}])
}

test_triggers_absent_are_left_to_others if {
	policy.deny == set() with input as _input({}, [{"covers": ["model.llm"]}])
}

test_passes_with_an_alternative[model] if {
	some model in ["model.own", "model.new"]
	policy.deny == set() with input as _input({"alternative": model}, [])
}

test_alternative_of_the_same_party if {
	policy.deny == {_finding("its alternative, model.twin, is run by the same party")} with input as _input({"alternative": "model.twin"}, [])
}

test_roles[role] if {
	some role in ["processor", "sub_processor", "third_party"]
	policy.applies with input as json.patch(_input({}, []), [{"op": "replace", "path": "/derived/node/model.llm/operator_role", "value": role}])
}

test_own_models_need_none if {
	own := json.patch(_input({}, []), [{"op": "replace", "path": "/derived/node/model.llm/operator_role", "value": "joint_controller"}])
	not policy.applies with input as own
	policy.deny == set() with input as own
}
