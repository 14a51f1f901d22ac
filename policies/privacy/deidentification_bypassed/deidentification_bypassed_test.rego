package aicomply.policies.privacy.deidentification_bypassed_test

import data.aicomply.policies.privacy.deidentification_bypassed as policy

_entry(category, more) := object.union({"category": category, "dataset": "dataset.d", "incidental": false, "personal": false, "credential": false}, more)

_input(entries) := {
	"flow": [{"ref": "flow.prompt", "deidentify": {}}],
	"dataset": [{"ref": "dataset.d"}, {"ref": "dataset.secret", "classification": "confidential"}],
	"derived": {"bypass": [{"by": "flow.raw", "node": "model.llm", "around": ["flow.prompt", "flow.other"], "receives": entries}]},
}

test_fails if {
	found := policy.deny with input as _input([_entry("user.name", {"personal": true}), _entry("user.account.password", {"credential": true}), _entry("system.operations", {})])
	found == {{
		"path": ["flow", "raw"],
		"message": "flow.raw brings user.account.password, user.name to model.llm past the de-identification on flow.other, flow.prompt",
		"key": ["user.account.password", "user.name"],
		"incidental": false,
		"witness": {"flow": "flow.raw", "category": "user.account.password"},
	}}
}

test_what_counts if {
	policy.deny == set() with input as _input([_entry("system.operations", {})])
	count(policy.deny) == 1 with input as _input([_entry("system.operations", {"dataset": "dataset.secret"})])
	count(policy.deny) == 1 with input as _input([_entry("system.key", {"credential": true})])
}

test_incidental if {
	found := policy.deny with input as _input([_entry("user.name", {"personal": true, "incidental": true}), _entry("system.operations", {})])
	[f.incidental | some f in found] == [true]
}

test_applies_where_something_is_de_identified if {
	policy.applies with input as _input([])
	not policy.applies with input as {"flow": [{"ref": "flow.prompt"}]}
}
