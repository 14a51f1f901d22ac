package aicomply.policies.privacy.more_than_needed_test

import data.aicomply.policies.privacy.more_than_needed as policy

_entry(category) := {"category": category, "dataset": "dataset.d", "incidental": false, "personal": true}

_received := [_entry("user.contact.email"), _entry("user.name"), object.union(_entry("user.device"), {"incidental": true}), object.union(_entry("system.operations"), {"personal": false}), object.union(_entry("user.name"), {"dataset": "dataset.free", "personal": false, "incidental": true})]

_input(type, node) := {
	type: [object.union({"ref": "x.llm"}, node)],
	"flow": [{"name": "prompt", "ref": "flow.prompt", "to": "x.llm"}, {"name": "other", "ref": "flow.other", "to": "x.other"}],
	"derived": {
		"node": {"x.llm": {"type": type, "name": "llm", "receives": _received}, "x.other": {"receives": _received}},
		"flow": {"flow.prompt": {"receives": _received}, "flow.other": {"receives": _received}},
	},
}

_finding(categories, needs) := {
	"path": ["flow", "prompt"],
	"message": sprintf("flow.prompt carries %s to x.llm, which needs %s", [concat(", ", categories), needs]),
	"key": categories,
	"incidental": false,
	"witness": {"flow": "flow.prompt", "category": categories[0]},
}

test_fails[type] if {
	some type in ["component", "store", "model"]
	found := policy.deny with input as _input(type, {"needs": ["user.name", "user.device"]})
	found == {_finding(["user.contact.email"], "user.device, user.name")}
}

test_one_finding_for_a_flow if {
	policy.deny == {_finding(["user.contact.email", "user.device", "user.name"], "no data")} with input as _input("model", {"needs": []})
}

test_a_need_covers_what_lies_below if {
	policy.deny == set() with input as _input("model", {"needs": ["user.contact", "user.name", "user.device"]})
	found := policy.deny with input as _input("model", {"needs": ["user.contact.email.x", "user.nam", "user.device"]})
	found == {_finding(["user.contact.email", "user.name"], "user.contact.email.x, user.device, user.nam")}
}

test_incidental if {
	found := policy.deny with input as _input("model", {"needs": ["user.contact", "user.name"]})
	[f.incidental | some f in found] == [true]
}

test_what_no_flow_brings if {
	found := policy.deny with input as json.patch(_input("model", {"needs": ["user.name"]}), [{"op": "replace", "path": "/derived/flow/flow.prompt/receives", "value": [_entry("user.contact.email"), object.union(_entry("user.device"), {"dataset": "dataset.e"})]}])
	found == {
		_finding(["user.contact.email", "user.device"], "user.name"),
		{
			"path": ["model", "llm", "needs"],
			"message": "a dataset or a tool brings user.device to x.llm, which needs user.name",
			"key": ["user.device"],
			"incidental": true,
			"witness": {"node": "x.llm", "category": "user.device"},
		},
	}
}

test_only_personal_data_counts if {
	found := policy.deny with input as json.patch(_input("model", {"needs": []}), [{"op": "replace", "path": "/derived/flow/flow.prompt/receives", "value": [object.union(_entry("user.name"), {"dataset": "dataset.free", "personal": false})]}])
	{f.path | some f in found} == {["model", "llm", "needs"]}
}

test_applies_where_needs_are_declared if {
	policy.applies with input as _input("model", {"needs": []})
	not policy.applies with input as _input("model", {})
	policy.deny == set() with input as _input("model", {})
}
