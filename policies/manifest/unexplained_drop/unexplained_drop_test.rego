package aicomply.policies.manifest.unexplained_drop_test

import data.aicomply.policies.manifest.unexplained_drop as policy

_input(drops, receives) := {
	"flow": [{"name": "draft", "ref": "flow.draft", "from": "model.llm", "to": "component.desk", "carries": []}],
	"derived": {"flow": {"flow.draft": {"drops": drops, "receives": receives}}},
}

_entry(category, incidental) := {"category": category, "incidental": incidental}

test_fails if {
	receives := [_entry("user.health_and_medical", true), _entry("user.content", false), _entry("system.operations", false)]
	policy.deny == {{
		"path": ["flow", "draft", "carries"],
		"message": "flow.draft does not declare user.content, user.health_and_medical, which model.llm receives",
		"key": ["user.content", "user.health_and_medical"],
		"incidental": false,
		"witness": {"flow": "flow.draft", "category": "user.content"},
	}} with input as _input(["user.health_and_medical", "user.content"], receives)
}

test_incidental_if_only_incidental_content_is_dropped if {
	receives := [_entry("user.health_and_medical", true), _entry("user.content", false)]
	some f in policy.deny with input as _input(["user.health_and_medical"], receives)
	f.incidental
}

test_passes if {
	policy.deny == set() with input as _input([], [_entry("user.content", false)])
}

test_applies_where_a_flow_makes_the_claim if {
	policy.applies with input as _input([], [])
	not policy.applies with input as {"flow": [{"name": "draft", "ref": "flow.draft"}]}
	not policy.applies with input as {}
}
