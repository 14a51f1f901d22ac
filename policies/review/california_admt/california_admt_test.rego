package aicomply.policies.review.california_admt_test

import data.aicomply.policies.review.california_admt as policy

_notice(at) := {"name": "adm", "ref": "notice.adm", "kind": "adm", "at": at}

_risk := {"name": "risk", "ref": "assessment.risk", "kind": "ccpa_risk", "status": "approved"}

_full := {
	"system": {"decision_effect": "similarly_significant", "automation_level": "full"},
	"notice": [_notice("collection")],
	"rights": {"opt_out": "form", "access_sla": "45d"},
	"assessment": [_risk],
	"derived": {"jurisdictions": ["US", "US-CA"]},
}

_deny(changes) := found if {
	found := policy.deny with input as object.union(_full, changes)
}

_later(path, message) := {{"path": path, "message": message, "applies_from": "2027-01-01"}}

_later_gap(path, message) := {object.union(f, {"kind": "gap"}) | some f in _later(path, message)}

test_passes if {
	policy.applies with input as _full
	_deny({}) == set()
	_deny({"notice": [_notice("decision"), _notice("always")]}) == set()
	_deny({"notice": [object.remove(_notice("x"), ["at"]), _notice("always")]}) == set()
}

test_no_notice if {
	_deny({"notice": [{"name": "p", "kind": "privacy", "at": "collection"}]}) == _later(["system", "automation_level"], "the system makes significant decisions in California, and no notice of kind adm is declared that is given before its use")
}

test_late_notice if {
	_deny({"notice": [_notice("decision")]}) == _later(["notice", "adm", "at"], "notice.adm tells persons in California of automated decisions at the decision, not before")
}

test_notice_that_does_not_say_when if {
	_deny({"notice": [object.remove(_notice("x"), ["at"])]}) == _later_gap(["notice", "adm", "at"], "when notice.adm tells persons in California of automated decisions is not declared")
}

_rights(rights, oversight) := found if {
	found := policy.deny with input as object.union(object.remove(_full, ["rights"]), {"rights": object.union({"access_sla": "45d"}, rights), "oversight": oversight})
}

_no_way_out := _later_gap(["rights", "opt_out"], "how persons in California opt out of automated decisions is not declared, and neither is an appeal to a human who can change them")

test_no_way_out[i] if {
	cases := [
		[{}, []],
		[{}, [{"can_override": true}]],
		[{}, [{"can_override": false}]],
		[{"contest": "appeal"}, []],
		[{"contest": "appeal"}, [{}]],
	]
	some i, c in cases
	_rights(c[0], c[1]) == _no_way_out
}

test_human_appeal_instead_of_an_opt_out if {
	_rights({"contest": "appeal"}, [{"can_override": true}]) == set()
	_rights({"contest": "appeal"}, [{"can_override": false}]) == _later(["rights", "opt_out"], "persons in California cannot opt out of automated decisions: an appeal is declared instead, but no overseer can change a decision")
	_rights({"contest": "appeal", "opt_out": "form"}, [{"can_override": false}]) == set()
}

test_no_access if {
	found := policy.deny with input as object.union(object.remove(_full, ["rights"]), {"rights": {"opt_out": "form"}})
	found == _later_gap(["rights", "access_sla"], "within which time persons in California learn how an automated decision about them was made is not declared")
}

test_no_risk_assessment if {
	_deny({"assessment": [object.union(_risk, {"kind": "dpia"})]}) == {{
		"path": ["system", "decision_effect"],
		"message": "the system makes significant decisions in California, and no assessment of kind ccpa_risk is declared",
	}}
	_deny({"assessment": [object.union(_risk, {"status": "planned"})]}) == {{
		"path": ["assessment", "risk", "status"],
		"message": "risk assessment (assessment.risk) is planned, not approved",
	}}
}

test_automation_not_declared if {
	bare := {"system": {"decision_effect": "legal"}, "notice": [_notice("decision")], "assessment": [object.union(_risk, {"status": "planned"})], "rights": {"contest": "a"}, "oversight": [{"can_override": false}], "derived": {"jurisdictions": ["US-CA"]}}
	want := {{
		"path": ["system", "automation_level"],
		"message": "decisions have a significant effect on persons in California, and whether technology makes them in place of a person is not declared",
		"kind": "gap",
	}}
	policy.applies with input as bare
	found := policy.deny with input as bare
	found == want
	empty := policy.deny with input as {"system": {"decision_effect": "legal"}, "notice": [object.remove(_notice("x"), ["at"])]}
	empty == want
}

test_no_finding_where_a_person_decides if {
	found := policy.deny with input as {"system": {"decision_effect": "legal", "automation_level": "assistive"}}
	found == set()
}

test_not_applicable_elsewhere[i] if {
	systems := [
		{"system": {"decision_effect": "legal"}, "derived": {"jurisdictions": ["US"]}},
		{"system": {"decision_effect": "none"}, "derived": {"jurisdictions": ["US-CA"]}},
	]
	some i, system in systems
	not policy.applies with input as system
}

test_applies[i] if {
	cases := [
		["US-CA", "legal", "high", true],
		["US-CA", "legal", "autonomous", true],
		["US-CA", "similarly_significant", "full", true],
		["US-CA", "legal", "conditional", false],
		["US-CA", "legal", "assistive", false],
		["US-CA", "none", "full", false],
		["US", "legal", "full", false],
	]
	some i, c in cases
	found := policy.applies with input as {"system": {"decision_effect": c[1], "automation_level": c[2]}, "derived": {"jurisdictions": [c[0]]}}
	found == c[3]
}
