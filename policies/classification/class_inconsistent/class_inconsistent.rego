# METADATA
# title: AI Act class undeclared or inconsistent with the declared use
# description: |
#   The class of a system under the AI Act decides which duties it has. It is checked against what else is declared:
#   - `eu_ai_act.risk_level` is not declared: a gap;
#   - `annex_i` is true and the class is not high: Art. 6(3) exempts no product under Annex I;
#   - `annex_iii` names points, the class is not high, and `art_6_3` claims no exemption: it declares neither a condition
#     nor an assessment. Whether a claim stands is checked by classification/exemption_without_basis;
#   - the class is transparency or minimal, and `annex_iii` is not declared: a gap. Declare `annex_iii = []` where
#     none of its points applies. `annex_i` counts as false unless it is declared unknown.
#
#   Art. 6(1) covers a product under Annex I only if its law asks for an assessment by a third party. Where it does
#   not, declare `annex_i = false` and record the reason with the classification.
# related_resources:
#   - description: AI Act, Regulation (EU) 2024/1689, Art. 6
#     ref: https://eur-lex.europa.eu/eli/reg/2024/1689/oj
# custom:
#   severity: high
#   blocks_from: pilot
#   method: attr
#   jurisdictions: [EU]
#   remediation: Classify the system in system.eu_ai_act, and record the reasoning; where Art. 6(3) exempts it, name the condition and the assessment.
#   controls:
#     - eu-ai-act:6(1)
#     - eu-ai-act:6(2)
#     - eu-ai-act:Annex I
#     - eu-ai-act:Annex III
#     - nist-ai-rmf:GOVERN 1.1
#     - nist-ai-rmf:MAP 1.1
#     - iso-42001:4.1
package aicomply.policies.classification.class_inconsistent

import data.aicomply.lib.jurisdiction

default applies := false

applies if jurisdiction.eu_ai_act

deny contains {
	"path": ["system", "eu_ai_act", "risk_level"],
	"message": "the class under the AI Act is not declared",
	"kind": "gap",
} if {
	not input.system.eu_ai_act.risk_level
}

deny contains {
	"path": ["system", "eu_ai_act", "risk_level"],
	"message": sprintf("the class is %s, but the system is declared to %s", [_class, concat("; and to ", reasons)]),
} if {
	_below_high
	reasons := array.concat([r | some r in _product], [r | some r in _listed_use])
	count(reasons) > 0
}

deny contains {
	"path": ["system", "eu_ai_act", attribute],
	"message": sprintf("the class is %s, but it is not declared whether %s applies", [_class, annex]),
	"kind": "gap",
} if {
	_below_high
	some attribute, annex in {"annex_iii": "a point of Annex III", "annex_i": "Annex I"}
	_open(attribute)
}

_class := input.system.eu_ai_act.risk_level

_below_high if _class in {"transparency", "minimal"}

_listed if count(input.system.eu_ai_act.annex_iii) > 0

_points := concat(", ", input.system.eu_ai_act.annex_iii)

_product contains "be or be part of a product under Annex I" if input.system.eu_ai_act.annex_i

_listed_use contains sprintf("fall under Annex III %s, and no exemption under Art. 6(3) is claimed", [_points]) if {
	_listed
	not _claimed
}

_claimed if {
	some attribute in ["assessment", "condition"]
	input.system.eu_ai_act.art_6_3[attribute]
}

_open("annex_iii") if not input.system.eu_ai_act.annex_iii

_open("annex_i") if "annex_i" in input.system.eu_ai_act.unknown
