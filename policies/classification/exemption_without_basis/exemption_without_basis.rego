# METADATA
# title: Article 6(3) exemption claimed without basis
# description: |
#   A system in an area of Annex III that is taken out of the high-risk class escapes all duties of that class, so the
#   claim must stand. A system claims the exemption if it declares points of `annex_iii`, a class of transparency or
#   minimal, and a condition or an assessment in `art_6_3`. Then
#   - it must not profile persons: a system that does is always high-risk (Art. 6(3), last subparagraph);
#   - the assessment must be one of kind art_6_4, approved, with its `document` (Art. 6(4));
#   - where the organisation is the provider, or declares no role, the system must be registered: an assessment of
#     kind registration that is approved (Art. 49(2)).
#
#   That `profiling`, the `condition`, or the `document` is not declared is a gap. Whether the condition really holds is
#   for a lawyer to say. A system listed in Annex III without any claim is reported by classification/class_inconsistent.
#
#   A false positive is a registration that the authority keeps elsewhere: declare it as an assessment of that kind.
# related_resources:
#   - description: AI Act, Regulation (EU) 2024/1689, Art. 6(3), 6(4) and 49(2)
#     ref: https://eur-lex.europa.eu/eli/reg/2024/1689/oj
# custom:
#   severity: critical
#   blocks_from: pilot
#   method: attr
#   jurisdictions: [EU]
#   remediation: Treat the system as high-risk, or declare the condition, the approved assessment with its document, and the registration.
#   controls: ["eu-ai-act:6(3)", "eu-ai-act:6(4)", "eu-ai-act:49(2)"]
package aicomply.policies.classification.exemption_without_basis

import data.aicomply.lib.ai_act
import data.aicomply.lib.facts
import data.aicomply.lib.jurisdiction
import data.aicomply.lib.records
import data.aicomply.lib.text

default applies := false

applies if {
	jurisdiction.eu_ai_act
	input.system.eu_ai_act.risk_level in {"transparency", "minimal"}
	count(ai_act.points) > 0
	count(_claim) > 0
}

deny contains {
	"path": ["system", "eu_ai_act", "profiling"],
	"message": sprintf("%s, and the system profiles persons, which Art. 6(3) does not exempt", [_claimed]),
} if {
	input.system.eu_ai_act.profiling
}

deny contains {
	"path": ["system", "eu_ai_act", "profiling"],
	"message": sprintf("%s, and whether the system profiles persons is not declared", [_claimed]),
	"kind": "gap",
} if {
	not "profiling" in object.keys(input.system.eu_ai_act)
}

deny contains {
	"path": ["system", "eu_ai_act", "art_6_3", "condition"],
	"message": sprintf("%s, and which condition of it holds is not declared", [_claimed]),
	"kind": "gap",
} if {
	not "condition" in _claim
}

deny contains {
	"path": ["system", "eu_ai_act", "art_6_3", "assessment"],
	"message": sprintf("%s, and no assessment of it is referenced", [_claimed]),
} if {
	not "assessment" in _claim
}

deny contains {
	"path": ["system", "eu_ai_act", "art_6_3", "assessment"],
	"message": sprintf("%s, and its assessment, %s, is of kind %s, not art_6_4", [_claimed, _assessment.ref, _assessment.kind]),
} if {
	_assessment.kind != "art_6_4"
}

deny contains {
	"path": ["system", "eu_ai_act", "art_6_3", "assessment"],
	"message": sprintf("%s, and its assessment, %s, is %s, not approved", [_claimed, _assessment.ref, replace(_assessment.status, "_", " ")]),
} if {
	_is_exemption_assessment
	not records.done(_assessment)
}

deny contains {
	"path": ["assessment", _assessment.name, "document"],
	"message": sprintf("%s, and %s does not declare its document", [_claimed, _assessment.ref]),
	"kind": "gap",
} if {
	_is_exemption_assessment
	records.done(_assessment)
	not _assessment.document
}

deny contains {
	"path": ["system", "eu_ai_act", "art_6_3"],
	"message": sprintf("%s, and no assessment of kind registration is declared", [_claimed]),
} if {
	ai_act.has_role("provider")
	count(records.missing({"registration"})) > 0
}

deny contains finding if {
	ai_act.has_role("provider")
	some finding in records.unfinished({"registration"})
}

_claim contains attribute if {
	some attribute in ["assessment", "condition"]
	input.system.eu_ai_act.art_6_3[attribute]
}

_claimed := sprintf("Art. 6(3) is claimed to exempt Annex III %s", [text.list(ai_act.points)])

_assessment := facts.assessments[input.system.eu_ai_act.art_6_3.assessment]

_is_exemption_assessment if object.get(_assessment, "kind", "art_6_4") == "art_6_4"
