package aicomply.policies.classification.exemption_without_basis_test

import data.aicomply.policies.classification.exemption_without_basis as policy

_act := {"risk_level": "minimal", "annex_iii": ["5(b)", "4(a)"], "profiling": false, "art_6_3": {"condition": "a", "assessment": "assessment.exempt"}}

_exempt := {"name": "exempt", "ref": "assessment.exempt", "kind": "art_6_4", "status": "approved", "document": "exempt.pdf"}

_registered := {"name": "db", "ref": "assessment.db", "kind": "registration", "status": "approved"}

_input(act, assessments, roles) := {
	"system": {"eu_ai_act": act, "operator_roles": roles},
	"assessment": assessments,
	"derived": {"jurisdictions": ["EU"]},
}

_deny(act, assessments) := found if {
	found := policy.deny with input as _input(act, assessments, ["provider"])
}

_claimed := "Art. 6(3) is claimed to exempt Annex III 4(a), 5(b)"

_at(path, rest) := {"path": array.concat(["system", "eu_ai_act"], path), "message": sprintf("%s, and %s", [_claimed, rest])}

_gap(path, rest) := object.union(_at(path, rest), {"kind": "gap"})

test_passes if {
	policy.applies with input as _input(_act, [_exempt, _registered], ["provider"])
	_deny(_act, [_exempt, _registered]) == set()
}

test_profiling if {
	_deny(object.union(_act, {"profiling": true}), [_exempt, _registered]) == {_at(["profiling"], "the system profiles persons, which Art. 6(3) does not exempt")}
	_deny(object.remove(_act, ["profiling"]), [_exempt, _registered]) == {_gap(["profiling"], "whether the system profiles persons is not declared")}
}

test_condition_not_declared if {
	act := object.union(object.remove(_act, ["art_6_3"]), {"art_6_3": {"assessment": "assessment.exempt"}})
	_deny(act, [_exempt, _registered]) == {_gap(["art_6_3", "condition"], "which condition of it holds is not declared")}
}

test_no_assessment if {
	act := object.union(object.remove(_act, ["art_6_3"]), {"art_6_3": {"condition": "a"}})
	_deny(act, [_exempt, _registered]) == {_at(["art_6_3", "assessment"], "no assessment of it is referenced")}
}

test_assessment_of_another_kind[status] if {
	some status in ["approved", "planned"]
	dpia := object.union(object.remove(_exempt, ["document"]), {"kind": "dpia", "status": status})
	_deny(_act, [dpia, _registered]) == {_at(["art_6_3", "assessment"], "its assessment, assessment.exempt, is of kind dpia, not art_6_4")}
}

test_assessment_not_approved[status] if {
	some status, word in {"planned": "planned", "in_progress": "in progress", "rejected": "rejected"}
	draft := object.union(object.remove(_exempt, ["document"]), {"status": status})
	_deny(_act, [draft, _registered]) == {_at(["art_6_3", "assessment"], sprintf("its assessment, assessment.exempt, is %s, not approved", [word]))}
}

test_assessment_that_says_nothing_of_itself if {
	bare := {"name": "exempt", "ref": "assessment.exempt", "document": "exempt.pdf"}
	_deny(_act, [bare, _registered]) == set()
}

test_assessment_without_a_document if {
	_deny(_act, [object.remove(_exempt, ["document"]), _registered]) == {{
		"path": ["assessment", "exempt", "document"],
		"message": sprintf("%s, and assessment.exempt does not declare its document", [_claimed]),
		"kind": "gap",
	}}
}

test_not_registered if {
	_deny(_act, [_exempt]) == {_at(["art_6_3"], "no assessment of kind registration is declared")}
	_deny(_act, [_exempt, object.union(_registered, {"status": "planned"})]) == {{
		"path": ["assessment", "db", "status"],
		"message": "registration in the EU database (assessment.db) is planned, not approved",
	}}
}

test_registration_is_the_providers_duty if {
	deployer := policy.deny with input as _input(_act, [_exempt], ["deployer"])
	deployer == set()
	planned := policy.deny with input as _input(_act, [_exempt, object.union(_registered, {"status": "planned"})], ["deployer"])
	planned == set()
	unknown := policy.deny with input as _input(_act, [_exempt], [])
	count(unknown) == 1
}

test_applies_to_a_claim[i] if {
	cases := [
		[{}, true],
		[{"risk_level": "transparency"}, true],
		[{"risk_level": "high"}, false],
		[{"annex_iii": []}, false],
	]
	some i, c in cases
	found := policy.applies with input as _input(object.union(_act, c[0]), [], [])
	found == c[1]
}

test_no_claim_or_no_eu if {
	not policy.applies with input as _input(object.remove(_act, ["art_6_3"]), [], [])
	not policy.applies with input as _input(object.union(object.remove(_act, ["art_6_3"]), {"art_6_3": {}}), [], [])
	not policy.applies with input as _input(object.union(object.remove(_act, ["art_6_3"]), {"art_6_3": {"unknown": ["assessment", "condition"]}}), [], [])
	not policy.applies with input as object.union(_input(_act, [], []), {"derived": {"jurisdictions": ["US"]}})
}

test_applies_to_a_claim_of_one_part[part] if {
	some part, value in {"condition": "a", "assessment": "assessment.exempt"}
	act := object.union(object.remove(_act, ["art_6_3"]), {"art_6_3": {part: value}})
	policy.applies with input as _input(act, [], [])
}

test_applies_to_one_point if {
	policy.applies with input as _input(object.union(_act, {"annex_iii": ["4(a)"]}), [], [])
}

test_assessment_of_no_kind_needs_a_document if {
	bare := {"name": "exempt", "ref": "assessment.exempt"}
	_deny(_act, [bare, _registered]) == {{
		"path": ["assessment", "exempt", "document"],
		"message": sprintf("%s, and assessment.exempt does not declare its document", [_claimed]),
		"kind": "gap",
	}}
}
