package aicomply.policies.scope.out_of_scope_use_test

import data.aicomply.policies.scope.out_of_scope_use

_system := {"scope": {
	"in_scope": ["purpose.support", "purpose.billing"],
	"out_of_scope": ["sentiment_scoring", "Executive dashboards"],
}}

_flow(purpose) := {"name": "a", "ref": "flow.a", "purpose": purpose}

_access(purpose) := {"name": "a", "ref": "access.a", "purpose": purpose}

_model(tasks) := {"name": "llm", "ref": "model.llm", "tasks": tasks}

_deny(blocks) := found if {
	found := out_of_scope_use.deny with input as object.union({"system": _system}, blocks)
}

test_purpose_outside_the_scope if {
	_deny({"flow": [_flow("purpose.support"), _flow("purpose.improve")]}) == {{
		"path": ["flow", "a", "purpose"],
		"message": "flow.a has purpose.improve, which is not in system.scope.in_scope",
		"key": "purpose.improve",
	}}
	_deny({"access": [_access("purpose.billing"), _access("purpose.improve")]}) == {{
		"path": ["access", "a", "purpose"],
		"message": "access.a has purpose.improve, which is not in system.scope.in_scope",
		"key": "purpose.improve",
	}}
}

test_empty_scope_excludes_every_purpose if {
	found := out_of_scope_use.deny with input as {"system": {"scope": {"in_scope": []}}, "flow": [_flow("purpose.support")]}
	[f.message | some f in found] == ["flow.a has purpose.support, which is not in system.scope.in_scope"]
}

test_purposes_are_not_judged_without_in_scope if {
	out_of_scope_use.deny == set() with input as {
		"system": {"scope": {"out_of_scope": ["x"]}},
		"flow": [_flow("purpose.improve")],
		"access": [_access("purpose.improve")],
	}
}

test_no_purpose_is_not_judged if {
	_deny({"flow": [{"name": "a", "ref": "flow.a"}], "access": [{"name": "a", "ref": "access.a"}]}) == set()
}

test_excluded_tasks_are_one_finding if {
	_deny({"model": [_model(["triage", "sentiment-scoring", " executive_Dashboards "])]}) == {{
		"path": ["model", "llm", "tasks"],
		"message": "model.llm is used for  executive_Dashboards , sentiment-scoring, which system.scope excludes",
		"key": [" executive_Dashboards ", "sentiment-scoring"],
	}}
}

test_other_tasks_pass if {
	out_of_scope_use.deny == set() with input as {"system": {"scope": {"out_of_scope": [" "]}}, "model": [_model([""])]}
	_deny({"model": [_model(["triage", "sentiment"]), _model([]), {"name": "b", "ref": "model.b"}]}) == set()
	out_of_scope_use.deny == set() with input as {"system": {"scope": {"in_scope": []}}, "model": [_model(["sentiment_scoring"])]}
}

test_applies_with_a_scope if {
	out_of_scope_use.applies with input as {"system": {"scope": {}}}
	not out_of_scope_use.applies with input as {"system": {}}
}
