package aicomply.policies.classification.prohibited_practice_test

import data.aicomply.policies.classification.prohibited_practice

_act := {"risk_level": "minimal", "screening": "screening.md"}

_input(system, datasets) := {
	"system": object.union({"eu_ai_act": _act}, system),
	"dataset": datasets,
	"stage": "pilot",
	"derived": {"jurisdictions": ["EEA", "EU"]},
}

_deny(system) := found if {
	found := prohibited_practice.deny with input as _input(system, [])
}

test_capabilities_that_are_always_prohibited[capability] if {
	some capability, point in {
		"subliminal_manipulation": "a",
		"exploitation_of_vulnerability": "b",
		"social_scoring": "c",
		"individual_crime_prediction": "d",
		"face_scraping": "e",
	}
	_deny({"capabilities": [capability]}) == {{
		"path": ["system", "capabilities"],
		"key": capability,
		"message": sprintf("%s is prohibited by AI Act Art. 5(1)(%s)", [capability, point]),
		"applies_from": "2025-02-02",
	}}
}

test_each_practice_is_a_finding if {
	{f.key | some f in _deny({"capabilities": ["social_scoring", "face_scraping"]})} == {"social_scoring", "face_scraping"}
}

test_capabilities_prohibited_in_a_sector[sector] if {
	some sector, want in {
		"employment": "emotion_recognition in sector employment is prohibited by AI Act Art. 5(1)(f)",
		"education": "emotion_recognition in sector education is prohibited by AI Act Art. 5(1)(f)",
		"law_enforcement": "remote_biometric_identification in sector law_enforcement is prohibited by AI Act Art. 5(1)(h)",
	}
	found := _deny({"sector": sector, "capabilities": ["emotion_recognition", "remote_biometric_identification"]})
	[f.message | some f in found] == [want]
}

test_other_sectors_pass if {
	_deny({"sector": "retail", "capabilities": ["emotion_recognition", "remote_biometric_identification"]}) == set()
}

test_sector_not_declared if {
	_deny({"capabilities": ["remote_biometric_identification", "emotion_recognition"]}) == {{
		"path": ["system", "sector"],
		"message": "whether AI Act Art. 5(1) prohibits emotion_recognition and remote_biometric_identification depends on the sector, which is not declared",
		"kind": "gap",
		"severity": "high",
	}}
	_deny({"capabilities": []}) == set()
	_deny({}) == set()
}

_categorisation(categories, origin) := found if {
	datasets := [{"data_categories": categories, "origin": [origin]}]
	found := prohibited_practice.deny with input as _input({"capabilities": ["biometric_categorisation"]}, datasets)
}

test_categorisation_by_a_sensitive_trait if {
	_categorisation(["user.demographic.race_ethnicity", "user.demographic.gender"], "model.faces") == {{
		"path": ["system", "capabilities"],
		"key": "biometric_categorisation",
		"message": "biometric_categorisation by user.demographic.race_ethnicity is prohibited by AI Act Art. 5(1)(g)",
		"applies_from": "2025-02-02",
	}}
}

test_categorisation_by_other_traits if {
	_categorisation(["user.demographic.age_range"], "model.faces") == set()
}

test_categorisation_by_unknown_traits[origin] if {
	some origin, categories in {"model.faces": [], "principal.visitor": ["user.trade_union_membership"]}
	_categorisation(categories, origin) == {{
		"path": ["system", "capabilities"],
		"key": "biometric_categorisation",
		"message": "whether AI Act Art. 5(1)(g) prohibits biometric_categorisation depends on what is inferred, and no dataset that enters at a model declares it",
		"kind": "gap",
		"severity": "high",
	}}
}

test_imagery_is_prohibited_from_its_own_date[capability] if {
	some capability in ["intimate_imagery", "child_abuse_imagery"]
	_deny({"capabilities": [capability]}) == {{
		"path": ["system", "capabilities"],
		"key": capability,
		"message": sprintf("%s is prohibited by AI Act Art. 5(1)(ba) or 5(1)(bb)", [capability]),
		"applies_from": "2026-12-02",
	}}
}

test_classified_as_prohibited if {
	_deny({"eu_ai_act": {"risk_level": "prohibited", "screening": "screening.md"}}) == {{
		"path": ["system", "eu_ai_act", "risk_level"],
		"message": "the system is classified as prohibited (AI Act Art. 5(1))",
	}}
}

test_screening_is_needed_from_pilot[stage] if {
	some stage, want in {"poc": 0, "pilot": 1, "production": 1}
	found := prohibited_practice.deny with input as {
		"system": {"eu_ai_act": {"risk_level": "minimal"}},
		"stage": stage,
		"derived": {"jurisdictions": ["EU"]},
	}
	count(found) == want
	every f in found {
		f == {
			"path": ["system", "eu_ai_act", "screening"],
			"message": "no record of a screening for prohibited practices (AI Act Art. 5(1)) is declared",
			"kind": "gap",
			"severity": "high",
		}
	}
}

test_screening_without_a_classification if {
	found := prohibited_practice.deny with input as {"system": {}, "stage": "pilot"}
	{f.path | some f in found} == {["system", "eu_ai_act", "screening"]}
}

test_applies_in_the_eu if {
	prohibited_practice.applies with input as _asked(["DE", "EEA", "EU"], "pilot", {})
	prohibited_practice.applies with input as _asked(["EU"], "production", {})
	not prohibited_practice.applies with input as _asked(["US"], "pilot", {})
}

test_applies_to_a_proof_of_concept_that_says_something if {
	prohibited_practice.applies with input as _asked(["EU"], "poc", {"capabilities": []})
	prohibited_practice.applies with input as _asked(["EU"], "poc", {"eu_ai_act": {"risk_level": "minimal"}})
	not prohibited_practice.applies with input as _asked(["EU"], "poc", {})
}

_asked(jurisdictions, stage, system) := {"derived": {"jurisdictions": jurisdictions}, "stage": stage, "system": system}

test_categorisation_by_each_sensitive_trait[trait] if {
	some trait in [
		"user.demographic.political_opinion",
		"user.demographic.race_ethnicity",
		"user.demographic.religious_belief",
		"user.demographic.sexual_orientation",
		"user.philosophical_belief",
		"user.sex_life",
		"user.trade_union_membership",
	]
	{f.message | some f in _categorisation([trait], "model.faces")} == {sprintf("biometric_categorisation by %s is prohibited by AI Act Art. 5(1)(g)", [trait])}
}

test_sector_not_declared_for_one_capability if {
	{f.message | some f in _deny({"capabilities": ["emotion_recognition"]})} == {"whether AI Act Art. 5(1) prohibits emotion_recognition depends on the sector, which is not declared"}
}
