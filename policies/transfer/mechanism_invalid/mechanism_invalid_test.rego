package aicomply.policies.transfer.mechanism_invalid_test

import data.aicomply.policies.transfer.mechanism_invalid as policy

_entry(category, more) := object.union({"category": category, "incidental": false, "personal": true, "special": false}, more)

_input(country, party, flow) := {
	"now": "2026-11-23",
	"system": {"controller": "party.acme"},
	"party": [{"ref": "party.acme"}, object.union({"ref": "party.vendor", "role": "processor"}, party)],
	"assessment": [
		{"ref": "assessment.done", "kind": "tia", "status": "approved"},
		{"ref": "assessment.begun", "kind": "tia", "status": "in_progress"},
		{"ref": "assessment.dpia", "kind": "dpia", "status": "approved"},
		{"ref": "assessment.planned", "kind": "dpia", "status": "planned"},
		{"ref": "assessment.silent"},
	],
	"flow": [object.union({"name": "f", "ref": "flow.f", "from": "component.a", "to": "model.m"}, flow)],
	"derived": {
		"jurisdictions": ["EU"],
		"personal_data": true,
		"node": {"component.a": {"country": "DE", "operator": "party.acme"}, "model.m": {"country": country, "operator": "party.vendor"}},
		"flow": {"flow.f": {"personal": true, "receives": [_entry("system.operations", {"personal": false}), _entry("user.name", {}), _entry("user.contact", {"incidental": true})]}},
	},
}

_finding(path, message, kind) := {
	"path": array.concat(["flow", "f"], path),
	"message": concat(" ", ["flow.f", message]),
	"kind": kind,
	"incidental": false,
	"witness": {"flow": "flow.f", "category": "user.contact"},
}

_deny(country, party, flow) := found if {
	in_ := _input(country, party, flow)
	policy.applies with input as in_
	found := policy.deny with input as in_
}

_transfer(transfer) := {"transfer": transfer}

_certified := {"certifications": ["eu_us_dpf"]}

test_adequacy[mechanism] if {
	some mechanism in ["adequacy", "adequacy_dpf"]
	claim := _transfer({"mechanism": mechanism})
	_deny("US", _certified, claim) == set()
	_deny("US", {"certifications": ["soc2_type2"]}, claim) == {_finding(["transfer", "mechanism"], sprintf("claims %s, and no adequacy decision on US covers party.vendor", [mechanism]), "violation")}
	_deny("US", {}, claim) == {_finding(["transfer", "mechanism"], sprintf("claims %s, and no adequacy decision on US covers party.vendor; its certifications are not declared", [mechanism]), "gap")}
	_deny("IN", {}, claim) == {_finding(["transfer", "mechanism"], sprintf("claims %s, and no adequacy decision on IN covers party.vendor", [mechanism]), "violation")}
	_deny("JP", {}, claim) == set()
}

test_decision_not_yet_in_force if {
	early := object.union(_input("US", {}, _transfer({"mechanism": "adequacy_dpf"})), {"now": "2023-07-09"})
	[f.kind | some f in policy.deny] == ["violation"] with input as early
	first := object.union(_input("US", {}, _transfer({"mechanism": "adequacy_dpf"})), {"now": "2023-07-10"})
	[f.kind | some f in policy.deny] == ["gap"] with input as first
}

test_decision_ended if {
	decisions := [{"country": "US", "from": "2023-07-10", "until": "2026-11-22", "condition": "eu_us_dpf"}]
	found := policy.deny with input as _input("US", {}, _transfer({"mechanism": "adequacy_dpf"})) with data.data.adequacy.decisions as decisions
	[f.kind | some f in found] == ["violation"]
	last := policy.deny with input as _input("US", {}, _transfer({"mechanism": "adequacy_dpf"})) with data.data.adequacy.decisions as [object.union(decisions[0], {"until": "2026-11-23"})]
	[f.kind | some f in last] == ["gap"]
}

test_only_the_framework_depends_on_a_certification if {
	found := policy.deny with input as json.remove(_input("CA", {}, _transfer({"mechanism": "adequacy"})), ["/derived/node/model.m/operator"])
	found == {_finding(["transfer", "mechanism"], "claims adequacy, and no adequacy decision on CA covers model.m", "violation")}
	unknown := policy.deny with input as json.remove(_input("US", {}, _transfer({"mechanism": "adequacy"})), ["/derived/node/model.m/operator"])
	[f.kind | some f in unknown] == ["gap"]
}

test_clauses[mechanism] if {
	some mechanism in ["scc", "bcr"]
	base := {"mechanism": mechanism}
	_deny("IN", {}, _transfer(object.union(base, {"tia": "assessment.done"}))) == set()
	_deny("IN", {}, _transfer(object.union(base, {"tia": "assessment.done", "signed": "2026-11-23"}))) == set()
	_deny("IN", {}, _transfer(base)) == {_finding(["transfer", "tia"], sprintf("relies on %s and has no transfer impact assessment", [mechanism]), "violation")}
	_deny("IN", {}, _transfer(object.union(base, {"unknown": ["tia"]}))) == {_finding(["transfer", "tia"], sprintf("relies on %s and has no transfer impact assessment", [mechanism]), "gap")}
	_deny("IN", {}, _transfer(object.union(base, {"tia": "assessment.begun"}))) == {_finding(["transfer", "tia"], sprintf("relies on %s, and assessment.begun is in progress, not approved", [mechanism]), "violation")}
	_deny("IN", {}, _transfer(object.union(base, {"tia": "assessment.dpia"}))) == {_finding(["transfer", "tia"], sprintf("relies on %s, and assessment.dpia is an assessment of kind dpia", [mechanism]), "violation")}
	_deny("IN", {}, _transfer(object.union(base, {"tia": "assessment.planned"}))) == {_finding(["transfer", "tia"], sprintf("relies on %s, and assessment.planned is an assessment of kind dpia", [mechanism]), "violation")}
	_deny("IN", {}, _transfer(object.union(base, {"tia": "assessment.silent"}))) == set()
	_deny("IN", {}, _transfer(object.union(base, {"tia": "assessment.done", "signed": "2026-11-24"}))) == {_finding(["transfer", "signed"], "has clauses that are signed on 2026-11-24 only", "violation")}
	_deny("US", _certified, _transfer(base)) == set()
}

test_two_faults if {
	_deny("IN", {}, _transfer({"mechanism": "scc", "signed": "2026-11-24"})) == {_finding(["transfer"], "has clauses that are signed on 2026-11-24 only; it relies on scc and has no transfer impact assessment", "violation")}
}

test_special_data_is_reported_as_such if {
	special := json.patch(_input("IN", {}, _transfer({"mechanism": "scc"})), [{"op": "replace", "path": "/derived/flow/flow.f/receives/1", "value": _entry("user.genetic", {"special": true})}])
	policy.deny == set() with input as special
	own := json.patch(special, [{"op": "replace", "path": "/party/1/role", "value": "joint_controller"}])
	count(policy.deny) == 1 with input as own
}

_derogation := _transfer({"mechanism": "derogation_49"})

test_derogation[trigger] if {
	some trigger in ["webhook", "stream", "poll", "batch"]
	_deny("IN", {}, object.union(_derogation, {"trigger": trigger})) == {_finding(["transfer", "mechanism"], sprintf("relies on a derogation of Art. 49, and runs systematically (trigger %s)", [trigger]), "violation")}
	_deny("US", _certified, object.union(_derogation, {"trigger": trigger})) == set()
}

test_occasional_derogation[trigger] if {
	some trigger in ["manual", "file_export"]
	_deny("IN", {}, object.union(_derogation, {"trigger": trigger})) == set()
}

test_derogation_without_a_trigger if {
	_deny("IN", {}, _derogation) == {_finding(["trigger"], "relies on a derogation of Art. 49, and what sets it off is not declared", "gap")}
	_deny("US", _certified, _derogation) == set()
}

test_other_mechanisms if {
	_deny("IN", {}, _transfer({"mechanism": "ad_hoc_clauses"})) == set()
	_deny("IN", {}, object.union(_transfer({"mechanism": "ad_hoc_clauses"}), {"trigger": "batch"})) == set()
}

test_not_a_transfer[i] if {
	inputs := [
		_input("FR", {}, _transfer({"mechanism": "scc"})),
		_input("IN", {}, {}),
		json.patch(_input("IN", {}, _transfer({"mechanism": "scc"})), [{"op": "replace", "path": "/derived/flow/flow.f/personal", "value": false}]),
		json.patch(_input("IN", {}, _transfer({"mechanism": "scc"})), [{"op": "replace", "path": "/derived/jurisdictions", "value": ["US"]}]),
	]
	some i, in_ in inputs
	not policy.applies with input as in_
}

test_incidental if {
	found := policy.deny with input as json.remove(_input("IN", {}, _transfer({"mechanism": "scc"})), ["/derived/flow/flow.f/receives/1"])
	[f.incidental | some f in found] == [true]
}
