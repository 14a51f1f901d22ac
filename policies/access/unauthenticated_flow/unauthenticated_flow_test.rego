package aicomply.policies.access.unauthenticated_flow_test

import data.aicomply.policies.access.unauthenticated_flow as policy

_input(flow, crosses) := {
	"flow": [object.union({"name": "f", "ref": "flow.f", "from": "component.partner", "to": "component.api"}, flow)],
	"component": [{"ref": "component.api"}, {"ref": "component.site", "internet_exposed": true}, {"ref": "component.partner"}],
	"principal": [{"ref": "principal.staff"}],
	"derived": {
		"flow": {"flow.f": {"crosses_boundary": crosses}},
		"node": {
			"component.api": {"type": "component"}, "component.site": {"type": "component"}, "component.partner": {"type": "component"},
			"model.llm": {"type": "model"}, "store.kb": {"type": "store"}, "tool.t": {"type": "tool"}, "principal.staff": {"type": "principal"},
		},
	},
}

_deny(flow) := found if {
	found := policy.deny with input as _input(flow, true)
}

test_no_authentication if {
	_deny({"authentication": "none"}) == {{
		"path": ["flow", "f", "authentication"],
		"message": "flow.f leads across a trust boundary from component.partner to component.api without authentication",
	}}
}

test_gap if {
	want := {{
		"path": ["flow", "f", "authentication"],
		"message": "flow.f leads across a trust boundary from component.partner to component.api and does not declare how the sender authenticates",
		"kind": "gap",
	}}
	_deny({}) == want
	_deny({"unknown": ["authentication"], "encryption_in_transit": "tls1.3", "public_reason": " "}) == want
}

test_authenticated if {
	every how in ["token", "mtls", "iam"] {
		_deny({"authentication": how}) == set()
	}
	_deny({"encryption_in_transit": "mtls"}) == set()
}

test_where_it_leads if {
	every to, want in {"component.api": 1, "model.llm": 1, "store.kb": 1, "tool.t": 0, "principal.staff": 0} {
		count(_deny({"to": to, "authentication": "none"})) == want
		count(_deny({"to": to})) == want
	}
}

test_what_does_not_call if {
	every from in ["model.llm", "store.kb"] {
		_deny({"from": from}) == set()
		count(_deny({"from": from, "authentication": "none"})) == 1
	}
}

test_open_on_purpose if {
	reason := {"authentication": "none", "public_reason": "contact form"}
	_deny(reason) == set()
	_deny({"public_reason": "contact form"}) == set()
	count(_deny(object.union(reason, {"to": "model.llm"}))) == 1
	count(_deny(object.union(reason, {"to": "store.kb"}))) == 1
	count(_deny(object.union(reason, {"public_reason": " "}))) == 1
}

test_within_a_boundary if {
	inside := policy.deny with input as _input({"authentication": "none"}, false)
	inside == set()
	unknown := policy.deny with input as json.remove(_input({"authentication": "none"}, false), ["/derived/flow/flow.f/crosses_boundary"])
	unknown == set()
}

test_over_the_internet if {
	from_staff := policy.deny with input as _input({"from": "principal.staff", "to": "component.site", "authentication": "none"}, false)
	from_staff == {{
		"path": ["flow", "f", "authentication"],
		"message": "flow.f leads over the internet from principal.staff to component.site without authentication",
	}}
	machine := policy.deny with input as _input({"to": "component.site", "authentication": "none"}, false)
	machine == set()
	not_exposed := policy.deny with input as _input({"from": "principal.staff", "authentication": "none"}, false)
	not_exposed == set()
}

test_applies_with_a_call_from_outside if {
	policy.applies with input as _input({}, true)
	policy.applies with input as _input({"from": "principal.staff", "to": "component.site"}, false)
	not policy.applies with input as _input({}, false)
	not policy.applies with input as _input({"to": "tool.t"}, true)
}
