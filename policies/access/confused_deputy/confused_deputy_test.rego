package aicomply.policies.access.confused_deputy_test

import data.aicomply.policies.access.confused_deputy as policy

_entry(category, incidental) := {"category": category, "dataset": "dataset.d", "personal": true, "incidental": incidental}

_input(flow, store) := {
	"store": [object.union({"name": "crm", "ref": "store.crm"}, store)],
	"flow": [object.union({"name": "f", "ref": "flow.f", "from": "store.crm"}, flow)],
	"derived": {
		"flow": {"flow.f": {"feeds": "model.llm", "personal": true, "confidential": false, "receives": [_entry("user.name", false), _entry("user.contact", true)]}},
		"model": {"model.llm": {"serves": "principal.staff"}},
	},
}

_deny(flow, store) := found if {
	found := policy.deny with input as _input(flow, store)
}

_graph := {"key": ["user.contact", "user.name"], "incidental": false, "witness": {"flow": "flow.f", "category": "user.contact"}}

test_service_without_filter if {
	_deny({"identity": "service"}, {"row_level_access": false}) == {object.union(_graph, {
		"path": ["flow", "f", "identity"],
		"message": "flow.f reads user.contact, user.name from store.crm for model.llm, which serves principal.staff, under the identity of a service, and the store does not decide access for each record",
	})}
}

test_mended if {
	_deny({"identity": "user"}, {"row_level_access": false}) == set()
	_deny({"identity": "user"}, {}) == set()
	_deny({"identity": "service"}, {"row_level_access": true}) == set()
	_deny({}, {"row_level_access": true}) == set()
}

test_gap_of_the_identity if {
	want := {object.union(_graph, {
		"path": ["flow", "f", "identity"],
		"message": "flow.f reads user.contact, user.name from store.crm for model.llm, which serves principal.staff, and does not declare under whose identity",
		"kind": "gap",
	})}
	_deny({}, {"row_level_access": false}) == want
	_deny({}, {}) == want
}

test_gap_of_the_filter if {
	_deny({"identity": "service"}, {}) == {{
		"path": ["store", "crm", "row_level_access"],
		"message": "store.crm is read for a model that serves people under the identity of a service, and does not declare whether access is decided for each record",
		"kind": "gap",
	}}
}

_bare := _input({"identity": "service"}, {"row_level_access": false})

test_not_applicable[i] if {
	some i, ops in [
		[{"op": "remove", "path": "/derived/flow/flow.f/feeds"}],
		[{"op": "remove", "path": "/derived/model/model.llm/serves"}],
		_impersonal,
		[{"op": "add", "path": "/dataset", "value": [{"ref": "dataset.d", "classification": "public"}]}],
		[{"op": "replace", "path": "/flow/0/from", "value": "component.api"}],
	]
	not policy.applies with input as json.patch(_bare, ops)
	found := policy.deny with input as json.patch(_bare, ops)
	found == set()
}

test_applies if {
	policy.applies with input as _bare
}

_impersonal := [{"op": "replace", "path": "/derived/flow/flow.f/receives", "value": [object.union(_entry("user.name", false), {"personal": false})]}]

test_confidential_data if {
	found := policy.deny with input as json.patch(_bare, [
		{"op": "replace", "path": "/derived/flow/flow.f/receives", "value": [{"category": "system.operations", "dataset": "dataset.plans", "personal": false, "incidental": true}]},
		{"op": "add", "path": "/dataset", "value": [{"ref": "dataset.plans", "classification": "confidential"}]},
	])
	{[f.key, f.incidental] | some f in found} == {[["system.operations"], true]}
}
