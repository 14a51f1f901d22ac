package aicomply.policies.classification.no_ai_literacy_test

import data.aicomply.policies.classification.no_ai_literacy as policy

_gap := {{
	"path": ["system", "eu_ai_act", "literacy"],
	"message": "how staff who operate or use the system are made AI-literate is not declared",
	"kind": "gap",
}}

test_gap[i] if {
	systems := [{}, {"eu_ai_act": {}}, {"eu_ai_act": {"literacy": " "}}, {"eu_ai_act": {"unknown": ["literacy"]}}]
	some i, system in systems
	found := policy.deny with input as {"system": system}
	found == _gap
}

test_training_of_overseers_is_not_enough if {
	found := policy.deny with input as {"system": {}, "oversight": [{"training": "course"}]}
	found == _gap
}

test_passes if {
	found := policy.deny with input as {"system": {"eu_ai_act": {"literacy": "wiki"}}}
	found == set()
}

test_applies[i] if {
	cases := [
		[["EU"], ["provider"], true],
		[["EU"], ["deployer", "importer"], true],
		[["EU"], [], true],
		[["EU"], ["importer"], false],
		[["UK"], ["provider"], false],
	]
	some i, c in cases
	found := policy.applies with input as {"system": {"operator_roles": c[1]}, "derived": {"jurisdictions": c[0]}}
	found == c[2]
}
