package aicomply.policies.classification.class_inconsistent_test

import data.aicomply.policies.classification.class_inconsistent

_deny(act) := found if {
	found := class_inconsistent.deny with input as {
		"system": {"eu_ai_act": act},
	}
}

_violation(text) := {{
	"path": ["system", "eu_ai_act", "risk_level"],
	"message": sprintf("the class is minimal, but the system is declared to %s", [text]),
}}

_gap(path, message) := {"path": array.concat(["system", "eu_ai_act"], path), "message": message, "kind": "gap"}

test_class_not_declared if {
	want := {_gap(["risk_level"], "the class under the AI Act is not declared")}
	_deny({}) == want
	_deny({"annex_iii": ["4(a)"], "annex_i": true}) == want
	found := class_inconsistent.deny with input as {"system": {"title": "no classification at all"}}
	found == want
}

test_high_and_prohibited_are_consistent[class] if {
	some class in ["high", "prohibited"]
	_deny({"risk_level": class, "annex_iii": ["4(a)"], "annex_i": true, "profiling": true}) == set()
	_deny({"risk_level": class}) == set()
}

test_no_annex_applies if {
	_deny({"risk_level": "minimal", "annex_iii": []}) == set()
	_deny({"risk_level": "transparency", "annex_iii": [], "annex_i": false}) == set()
}

test_annex_iii_without_a_claim[i] if {
	claims := [{}, {"art_6_3": {}}, {"art_6_3": {"unknown": ["assessment"]}}]
	some i, claim in claims
	_deny(object.union({"risk_level": "minimal", "annex_iii": ["4(a)", "5(b)"]}, claim)) == _violation("fall under Annex III 4(a), 5(b), and no exemption under Art. 6(3) is claimed")
}

test_a_claim_is_judged_elsewhere[i] if {
	claims := [{"condition": "a"}, {"assessment": "assessment.exempt"}]
	some i, claim in claims
	_deny({"risk_level": "transparency", "annex_iii": ["4(a)"], "profiling": true, "art_6_3": claim}) == set()
}

test_annex_i_is_never_exempt if {
	_deny({"risk_level": "minimal", "annex_iii": [], "annex_i": true}) == _violation("be or be part of a product under Annex I")
}

test_both_annexes_are_one_finding if {
	_deny({"risk_level": "minimal", "annex_iii": ["4(a)"], "annex_i": true}) == _violation("be or be part of a product under Annex I; and to fall under Annex III 4(a), and no exemption under Art. 6(3) is claimed")
}

test_open_annexes if {
	_deny({"risk_level": "minimal"}) == {_gap(["annex_iii"], "the class is minimal, but it is not declared whether a point of Annex III applies")}
	_deny({"risk_level": "minimal", "annex_iii": [], "unknown": ["annex_i"]}) == {_gap(["annex_i"], "the class is minimal, but it is not declared whether Annex I applies")}
}

test_applies_in_the_eu if {
	class_inconsistent.applies with input.derived.jurisdictions as ["EU"]
	not class_inconsistent.applies with input.derived.jurisdictions as ["NO", "EEA"]
}

test_exemption_that_is_not_needed if {
	_deny({"risk_level": "minimal", "annex_iii": [], "profiling": true, "art_6_3": {"assessment": "assessment.exempt"}}) == set()
	_deny({"risk_level": "minimal", "annex_iii": [], "art_6_3": {"assessment": "assessment.exempt"}}) == set()
	_deny({"risk_level": "high", "annex_iii": ["4(a)"], "art_6_3": {"assessment": "assessment.exempt"}}) == set()
}

test_class_of_transparency_is_below_high if {
	_deny({"risk_level": "transparency"}) == {_gap(["annex_iii"], "the class is transparency, but it is not declared whether a point of Annex III applies")}
}
