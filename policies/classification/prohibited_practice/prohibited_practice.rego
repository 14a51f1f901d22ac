# METADATA
# title: Prohibited AI practice
# description: |
#   AI Act Art. 5(1) prohibits some uses of AI outright; no safeguard makes them lawful. Each item of
#   `system.capabilities` that is such a use is a finding:
#   - subliminal_manipulation (a), exploitation_of_vulnerability (b), social_scoring (c),
#     individual_crime_prediction from profiling alone (d), face_scraping (e): always;
#   - emotion_recognition (f): where `system.sector` is employment or education;
#   - biometric_categorisation (g): where a dataset that enters at a model, that is, what the model infers, holds
#     race, political opinion, religion or belief, sex life, sexual orientation or trade-union membership;
#   - remote_biometric_identification (h): where `system.sector` is law_enforcement;
#   - intimate_imagery and child_abuse_imagery (ba), (bb): always. Until the day from which these points apply the
#     finding is upcoming.
#
#   `eu_ai_act.risk_level = "prohibited"` is a finding by itself. Where the sector decides and is not declared, or no
#   dataset says what a biometric categorisation infers, the finding is a gap of severity high; so is, from pilot on,
#   a system without a record of its screening for prohibited practices (`eu_ai_act.screening`).
#
#   A capability that falls under an exception of Art. 5(1), such as emotion recognition at work for medical or safety
#   reasons, or an authorised identification under Art. 5(1)(h), is reported all the same, because the manifest cannot
#   show that the exception holds. Declare a capability only if the system is meant to have it, and hold a written
#   legal opinion for an exception. No finding of this policy can be waived.
# related_resources:
#   - description: AI Act, Regulation (EU) 2024/1689, Art. 5
#     ref: https://eur-lex.europa.eu/eli/reg/2024/1689/oj
# custom:
#   severity: critical
#   blocks_from: poc
#   method: attr
#   waivable: false
#   jurisdictions: [EU]
#   remediation: Stop, and remove the capability, or get a written legal opinion that an exception holds. Record the screening for prohibited practices and name the file in system.eu_ai_act.screening.
#   controls:
#     - eu-ai-act:5(1)(a)
#     - eu-ai-act:5(1)(b)
#     - eu-ai-act:5(1)(c)
#     - eu-ai-act:5(1)(d)
#     - eu-ai-act:5(1)(e)
#     - eu-ai-act:5(1)(f)
#     - eu-ai-act:5(1)(g)
#     - eu-ai-act:5(1)(h)
#     - eu-ai-act:5(1)(ba)
#     - eu-ai-act:5(1)(bb)
#     - nist-ai-rmf:GOVERN 1.1
#     - iso-42001:A.5.4
package aicomply.policies.classification.prohibited_practice

import data.aicomply.lib.ai_act
import data.aicomply.lib.jurisdiction

default applies := false

applies if {
	jurisdiction.eu_ai_act
	_asked
}

# A proof of concept may say nothing yet. What it says counts, and who meets real persons has to say something.
_asked if input.stage in {"pilot", "production"}

_asked if input.system.capabilities

_asked if input.system.eu_ai_act.risk_level

# The points of Art. 5(1) by capability. Which of (ba) and (bb) holds which practice is not confirmed.
_points := {
	"subliminal_manipulation": ["5(1)(a)"],
	"exploitation_of_vulnerability": ["5(1)(b)"],
	"social_scoring": ["5(1)(c)"],
	"individual_crime_prediction": ["5(1)(d)"],
	"face_scraping": ["5(1)(e)"],
	"emotion_recognition": ["5(1)(f)"],
	"biometric_categorisation": ["5(1)(g)"],
	"remote_biometric_identification": ["5(1)(h)"],
	"intimate_imagery": ["5(1)(ba)", "5(1)(bb)"],
	"child_abuse_imagery": ["5(1)(ba)", "5(1)(bb)"],
}

# Capabilities that are prohibited only in some sectors.
_sectors := {
	"emotion_recognition": {"education", "employment"},
	"remote_biometric_identification": {"law_enforcement"},
}

# What a biometric categorisation may not infer.
_traits := {
	"user.demographic.political_opinion",
	"user.demographic.race_ethnicity",
	"user.demographic.religious_belief",
	"user.demographic.sexual_orientation",
	"user.philosophical_belief",
	"user.sex_life",
	"user.trade_union_membership",
}

_capabilities := {c | some c in input.system.capabilities}

deny contains {
	"path": ["system", "eu_ai_act", "risk_level"],
	"message": "the system is classified as prohibited (AI Act Art. 5(1))",
} if {
	input.system.eu_ai_act.risk_level == "prohibited"
}

deny contains {
	"path": ["system", "capabilities"],
	"key": capability,
	"message": sprintf(
		"%s%s is prohibited by AI Act Art. %s",
		[capability, _where(capability), concat(" or ", _points[capability])],
	),
	"applies_from": min({ai_act.from(point) | some point in _points[capability]}),
} if {
	some capability in _capabilities
	_prohibited(capability)
}

deny contains {
	"path": ["system", "sector"],
	"message": sprintf(
		"whether AI Act Art. 5(1) prohibits %s depends on the sector, which is not declared",
		[concat(" and ", capabilities)],
	),
	"kind": "gap",
	"severity": "high",
} if {
	not input.system.sector
	capabilities := sort([c | some c in _capabilities; _sectors[c]])
	count(capabilities) > 0
}

deny contains {
	"path": ["system", "capabilities"],
	"key": "biometric_categorisation",
	"message": "whether AI Act Art. 5(1)(g) prohibits biometric_categorisation depends on what is inferred, and no dataset that enters at a model declares it",
	"kind": "gap",
	"severity": "high",
} if {
	"biometric_categorisation" in _capabilities
	count(_inferred) == 0
}

# A proof of concept may still be at its screening; who meets real persons has done it.
deny contains {
	"path": ["system", "eu_ai_act", "screening"],
	"message": "no record of a screening for prohibited practices (AI Act Art. 5(1)) is declared",
	"kind": "gap",
	"severity": "high",
} if {
	input.stage in {"pilot", "production"}
	not input.system.eu_ai_act.screening
}

_prohibited(capability) if {
	_points[capability]
	not _sectors[capability]
	capability != "biometric_categorisation"
}

_prohibited(capability) if input.system.sector in _sectors[capability]

_prohibited("biometric_categorisation") if count(_inferred & _traits) > 0

# What is declared as entering at a model: what models infer.
_inferred := {category |
	some dataset in input.dataset
	some origin in dataset.origin
	startswith(origin, "model.")
	some category in dataset.data_categories
}

default _where(_) := ""

_where(capability) := sprintf(" in sector %s", [input.system.sector]) if _sectors[capability]

_where("biometric_categorisation") := sprintf(" by %s", [concat(", ", sort(_inferred & _traits))])
