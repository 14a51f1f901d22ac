package aicomply.policies.classification.operator_role_undeclared_test

import data.aicomply.policies.classification.operator_role_undeclared as policy

_input(roles, act, models) := {
	"system": {"operator_roles": roles, "eu_ai_act": object.union({"risk_level": "high", "annex_iii": ["5(b)"]}, act)},
	"model": models,
	"derived": {"jurisdictions": ["EU"]},
}

_deny(roles, act, models) := found if {
	found := policy.deny with input as _input(roles, act, models)
}

_tuned := [{"ref": "model.a", "fine_tuned": true}, {"ref": "model.b", "fine_tuned": false}, {"ref": "model.c"}]

_shifted(change) := {{
	"path": ["system", "operator_roles"],
	"message": sprintf("the organisation %s, which makes it the provider, but declares only deployer", [change]),
	"applies_from": "2027-12-02",
}}

test_role_not_declared if {
	want := {{"path": ["system", "operator_roles"], "message": "the organisation's role under the AI Act is not declared", "kind": "gap"}}
	_deny([], {}, []) == want
	_deny([], {"modifications": ["own_name"]}, _tuned) == want
	nothing := policy.deny with input as {"system": {"unknown": ["operator_roles"]}, "derived": {"jurisdictions": ["EU"]}}
	nothing == want
}

test_role_declared[role] if {
	some role in ["provider", "deployer", "importer"]
	_deny([role], {}, []) == set()
	_deny([role], {"modifications": []}, _tuned) == set()
}

test_changes[change] if {
	some change, words in {
		"own_name": "put its own name on a high-risk system",
		"substantial_modification": "changed a high-risk system substantially",
		"changed_purpose": "gave the system a purpose that makes it high-risk",
	}
	_deny(["deployer"], {"modifications": [change]}, _tuned) == _shifted(words)
}

test_several_changes_are_one_finding if {
	_deny(["deployer"], {"modifications": ["own_name", "changed_purpose"]}, []) == _shifted("gave the system a purpose that makes it high-risk and put its own name on a high-risk system")
}

test_roles_with_the_duties_of_a_provider[role] if {
	some role in ["provider", "product_manufacturer"]
	_deny(["deployer", role], {"modifications": ["own_name"]}, []) == set()
	_deny([role], {}, _tuned) == set()
}

test_other_roles_do_not_help if {
	{f.message | some f in _deny(["importer", "deployer"], {"modifications": ["own_name"]}, [])} == {"the organisation put its own name on a high-risk system, which makes it the provider, but declares only deployer, importer"}
}

test_fine_tuning_is_open if {
	message := "fine-tuned for this system, and whether that changed it substantially, which would make the organisation its provider, is not declared"
	_deny(["deployer"], {}, _tuned) == {{
		"path": ["system", "eu_ai_act", "modifications"],
		"message": sprintf("model.a is %s", [message]),
		"kind": "gap",
		"applies_from": "2027-12-02",
	}}
	two := array.concat(_tuned, [{"ref": "model.d", "fine_tuned": true}])
	{f.message | some f in _deny(["deployer"], {}, two)} == {sprintf("model.a, model.d are %s", [message])}
}

test_products_later if {
	act := {"annex_iii": [], "annex_i": true}
	{f.applies_from | some f in _deny(["deployer"], act, _tuned)} == {"2028-08-02"}
	{f.applies_from | some f in _deny(["deployer"], object.union(act, {"modifications": ["own_name"]}), [])} == {"2028-08-02"}
}

test_only_high_risk_systems_shift_the_role[level] if {
	some level in ["transparency", "minimal", "prohibited"]
	_deny(["deployer"], {"risk_level": level, "modifications": ["changed_purpose"]}, _tuned) == set()
	_deny(["deployer"], {"risk_level": level}, _tuned) == set()
}

test_applies_in_the_eu if {
	policy.applies with input.derived.jurisdictions as ["EU"]
	not policy.applies with input.derived.jurisdictions as ["US", "UK"]
}
