package aicomply.policies.security.poisoning_path_test

import data.aicomply.policies.security.poisoning_path as policy

_input(store, fact) := {
	"store": [object.union({"name": "s", "ref": "store.s"}, store)],
	"flow": [{"name": "f", "ref": "flow.f", "to": "store.s"}],
	"principal": [{"ref": "principal.public", "kind": "public"}, {"ref": "principal.patient", "kind": "data_subject"}, {"ref": "principal.staff", "kind": "human_group"}],
	"model": [{"ref": "model.m", "trained_on": ["store.other", "dataset.d"]}],
	"derived": {"flow": {"flow.f": fact}},
}

_deny(store, fact) := found if {
	found := policy.deny with input as _input(store, fact)
}

_from_partner := {"unvetted": "component.partner"}

_finding(use) := {{
	"path": ["flow", "f"],
	"message": sprintf("content of component.partner reaches store.s, which a model %s, over flow.f, and nobody and nothing checks it on the way", [use]),
	"witness": {"flow": "flow.f", "category": "untrusted"},
}}

test_flows if {
	_deny({"kind": "training_set"}, _from_partner) == _finding("is trained on")
	_deny({"kind": "vector_index"}, _from_partner) == _finding("looks things up in")
	every kind in ["database", "log", "cache", "object_storage", "backup", "warehouse"] {
		_deny({"kind": kind}, _from_partner) == set()
	}
	_deny({"kind": "training_set"}, {}) == set()
}

test_store_that_a_model_is_trained_on if {
	every kind in ["warehouse", "vector_index"] {
		found := policy.deny with input as json.patch(_input({"kind": kind}, _from_partner), [{"op": "replace", "path": "/model/0/trained_on", "value": ["store.s"]}])
		found == _finding("is trained on")
	}
}

_granted(principal, resource, permission) := found if {
	grant := {"name": "a", "ref": "access.a", "principal": principal, "resource": resource, "permissions": [permission]}
	found := policy.deny with input as object.union(_input({"kind": "vector_index"}, {}), {"access": [grant]})
}

test_grants if {
	every principal in ["principal.public", "principal.patient"] {
		every permission in ["write", "admin", "*"] {
			_granted(principal, "store.s", permission) == {{
				"path": ["access", "a", "permissions"],
				"message": sprintf("access.a lets %s write to store.s, which a model looks things up in", [principal]),
			}}
		}
	}
	_granted("principal.public", "store.s", "read") == set()
	_granted("principal.staff", "store.s", "write") == set()
	_granted("principal.public", "store.other", "write") == set()
}

test_applies_with_such_a_store if {
	policy.applies with input as _input({"kind": "training_set"}, {})
	policy.applies with input as _input({"kind": "vector_index"}, {})
	policy.applies with input as json.patch(_input({"kind": "warehouse"}, {}), [{"op": "replace", "path": "/model/0/trained_on", "value": ["store.s"]}])
	not policy.applies with input as _input({"kind": "warehouse"}, {})
}
