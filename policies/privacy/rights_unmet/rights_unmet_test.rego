package aicomply.policies.privacy.rights_unmet_test

import data.aicomply.policies.privacy.rights_unmet as policy

_entry(category, purposes, personal) := {"category": category, "dataset": "dataset.d", "incidental": false, "personal": personal, "purposes": purposes}

_rights := {"contact": "x", "access_sla": "31d", "erasure_sla": "744h"}

_base(more) := object.union({"params": {"rights_response_max": "31d"}, "rights": _rights, "derived": {"jurisdictions": ["EU"], "personal_data": true}}, more)

_store(store, kept, entries) := _base({
	"store": [object.union({"name": "s", "ref": "store.s"}, store)],
	"purpose": [{"ref": "purpose.law", "legal_basis": "gdpr_6_1_c"}, {"ref": "purpose.p", "legal_basis": "gdpr_6_1_b"}, {"ref": "purpose.open"}],
	"dataset": [{"ref": "dataset.d", "collected_for": ["purpose.law"]}],
	"derived": {"node": {"store.s": {"receives": entries}}, "store": {"store.s": kept}},
})

_names := _entry("user.name", ["purpose.p", "purpose.law"], true)

_finding(lack, kind) := {
	"path": ["store", "s", "erasable"],
	"message": concat(" ", ["store.s holds user.name, and", lack]),
	"kind": kind,
	"key": ["user.name"],
	"incidental": false,
	"witness": {"node": "store.s", "category": "user.name"},
}

_kept := {"retention_days": 32}

_fixed := _finding("one person's data cannot be erased there", "violation")

test_store_that_cannot_erase if {
	found := policy.deny with input as _store({"erasable": false}, _kept, [_names, _entry("system.operations", ["purpose.p"], false)])
	found == {_fixed}
	endless := policy.deny with input as _store({"erasable": false}, {}, [_names])
	endless == {_fixed}
}

test_store_that_does_not_say if {
	found := policy.deny with input as _store({}, _kept, [_names])
	found == {_finding("whether one person's data can be erased there is not declared", "gap")}
}

test_store_that_passes if {
	policy.deny == set() with input as _store({"erasable": true}, _kept, [_names])
	policy.deny == set() with input as _store({"erasable": false}, _kept, [_entry("user.name", [], false)])
	policy.deny == set() with input as _store({"erasable": false}, {"retention_days": 31}, [_names])
}

test_legal_obligation if {
	policy.deny == set() with input as _store({"erasable": false}, _kept, [_entry("user.name", ["purpose.law"], true)])
	policy.deny == set() with input as _store({"erasable": false}, _kept, [_entry("user.name", [], true)])
	open := policy.deny with input as _store({"erasable": false}, _kept, [_entry("user.name", ["purpose.open", "purpose.law"], true)])
	open == {_fixed}
	none := policy.deny with input as json.remove(_store({"erasable": false}, _kept, [_entry("user.name", [], true)]), ["/dataset/0/collected_for"])
	none == {_fixed}
}

test_incidental if {
	found := policy.deny with input as _store({}, _kept, [object.union(_names, {"incidental": true})])
	[f.incidental | some f in found] == [true]
}

_model(model) := _base({
	"model": [object.union({"name": "m", "ref": "model.m"}, model)],
	"derived": {"node": {
		"store.set": {"personal": true, "receives": [{"dataset": "dataset.inside", "personal": true, "purposes": ["purpose.p"]}]},
		"store.clean": {"personal": false, "receives": [{"dataset": "dataset.clean", "personal": false, "purposes": []}]},
	}},
})

_trained := ["store.set", "store.clean", "dataset.inside", "dataset.clean"]

test_trained_model if {
	found := policy.deny with input as _model({"trained_on": _trained, "erasable": false})
	found == {{
		"path": ["model", "m", "erasable"],
		"message": "model.m was trained on personal data (dataset.inside, store.set), and one person's data cannot be erased there",
		"kind": "violation",
	}}
	silent := policy.deny with input as _model({"trained_on": ["store.set"]})
	[f.kind | some f in silent] == ["gap"]
}

test_model_that_passes[i] if {
	models := [{"trained_on": _trained, "erasable": true}, {"trained_on": ["store.clean", "dataset.clean"]}, {}, {"erasable": false}]
	some i, model in models
	policy.deny == set() with input as _model(model)
}

_rights_deny(rights, jurisdictions) := found if {
	found := policy.deny with input as json.patch(_base({}), [
		{"op": "replace", "path": "/rights", "value": rights},
		{"op": "replace", "path": "/derived/jurisdictions", "value": jurisdictions},
	])
}

_fault(attribute, message, kind) := {"path": array.concat(["rights"], attribute), "message": concat(" ", ["the rights block", message]), "kind": kind}

test_rights if {
	_rights_deny(_rights, ["EEA"]) == set()
	_rights_deny({"access_sla": "30d", "erasure_sla": "30d"}, ["EU"]) == {_fault(["contact"], "does not declare a contact", "gap")}
	_rights_deny(object.union(_rights, {"access_sla": "32d"}), ["EU"]) == {_fault(["access_sla"], "declares an access_sla of 32d; at most 31d is allowed", "violation")}
	_rights_deny(object.union(_rights, {"erasure_sla": "745h"}), ["EU"]) == {_fault(["erasure_sla"], "declares an erasure_sla of 745h; at most 31d is allowed", "violation")}
	_rights_deny({"contact": "x", "access_sla": "32d"}, ["EU"]) == {_fault([], "declares an access_sla of 32d; at most 31d is allowed; it does not declare an erasure_sla", "violation")}
	_rights_deny({"unknown": ["contact"]}, ["EU"]) == {_fault([], "does not declare an access_sla; it does not declare a contact; it does not declare an erasure_sla", "gap")}
}

test_month_is_of_the_gdpr if {
	_rights_deny({"contact": "x", "access_sla": "45d"}, ["US-CA"]) == set()
	_rights_deny({"access_sla": "45d"}, ["US-CA"]) == {_fault(["contact"], "does not declare a contact", "gap")}
}

test_no_rights_block if {
	found := policy.deny with input as json.remove(_base({}), ["/rights"])
	found == {{
		"path": ["rights"],
		"message": "personal data is processed, and how persons exercise their rights is not declared: there is no rights block",
		"kind": "gap",
	}}
}

test_applies_to_personal_data if {
	policy.applies with input as _base({})
	not policy.applies with input as {"derived": {"personal_data": false}}
}
