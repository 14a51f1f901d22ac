# METADATA
# title: California ADMT and risk-assessment duties not met
# description: |
#   California's rules on automated decision-making technology (ADMT) give people a notice before it is used on them, a
#   way out of it or to a human, and access to how it decided; and they ask the business for a risk assessment. The policy
#   applies in US-CA where `decision_effect` is legal or similarly_significant and `automation_level` is high, full or
#   autonomous: technology that replaces the human decision. Then
#   - there must be a notice of kind adm that is given before the decision: not `at` decision. That it does not say
#     when is a gap;
#   - `rights.opt_out` must be declared, or, as the exception for a human appeal, `rights.contest` and an overseer with
#     `can_override = true`;
#   - `rights.access_sla` must be declared; whether the answer explains the decision is checked by
#     explainability/no_explanation;
#   - there must be an `assessment` of kind ccpa_risk that is approved.
#
#   An automation_level that is not declared is a gap. Findings on the notice, the way out and access are upcoming until
#   the day from which these duties apply (2027-01-01). Section numbers and dates rest on secondary sources.
#
#   A false positive is a business below the thresholds of the act, or a decision that is none of those the rules list
#   (finance and lending, housing, education, employment, health care): waive the findings and give that reason.
#   So is a risk assessment of processing begun before 2026, for which the rules give more time.
# related_resources:
#   - description: California Privacy Protection Agency, regulations
#     ref: https://cppa.ca.gov/regulations/
# custom:
#   severity: high
#   blocks_from: production
#   method: attr
#   jurisdictions: [US-CA]
#   remediation: Publish the notice before use, offer the opt-out or the human appeal, answer access requests, and carry out the risk assessment.
#   controls: ["ccpa:11 CCR 7150", "ccpa:11 CCR 7220", "ccpa:11 CCR 7221", "ccpa:11 CCR 7222"]
package aicomply.policies.review.california_admt

import data.aicomply.lib.jurisdiction
import data.aicomply.lib.overseers
import data.aicomply.lib.records

default applies := false

applies if {
	_in_scope
	_automated
}

applies if {
	_in_scope
	not input.system.automation_level
}

deny contains {
	"path": ["system", "automation_level"],
	"message": "decisions have a significant effect on persons in California, and whether technology makes them in place of a person is not declared",
	"kind": "gap",
} if {
	not input.system.automation_level
}

deny contains {
	"path": ["system", "automation_level"],
	"message": "the system makes significant decisions in California, and no notice of kind adm is declared that is given before its use",
	"applies_from": _from["11 CCR 7220"],
} if {
	_automated
	count(_notices) == 0
}

deny contains {
	"path": ["notice", n.name, "at"],
	"message": sprintf("%s tells persons in California of automated decisions at the decision, not before", [n.ref]),
	"applies_from": _from["11 CCR 7220"],
} if {
	_automated
	not _in_time
	some n in _notices
	n.at == "decision"
}

deny contains {
	"path": ["notice", n.name, "at"],
	"message": sprintf("when %s tells persons in California of automated decisions is not declared", [n.ref]),
	"kind": "gap",
	"applies_from": _from["11 CCR 7220"],
} if {
	_automated
	not _in_time
	some n in _notices
	not n.at
}

deny contains {
	"path": ["rights", "opt_out"],
	"message": "how persons in California opt out of automated decisions is not declared, and neither is an appeal to a human who can change them",
	"kind": "gap",
	"applies_from": _from["11 CCR 7221"],
} if {
	_automated
	not input.rights.opt_out
	not _appeal
	not _vain_appeal
}

deny contains {
	"path": ["rights", "opt_out"],
	"message": "persons in California cannot opt out of automated decisions: an appeal is declared instead, but no overseer can change a decision",
	"applies_from": _from["11 CCR 7221"],
} if {
	_automated
	not input.rights.opt_out
	_vain_appeal
}

deny contains {
	"path": ["rights", "access_sla"],
	"message": "within which time persons in California learn how an automated decision about them was made is not declared",
	"kind": "gap",
	"applies_from": _from["11 CCR 7222"],
} if {
	_automated
	not input.rights.access_sla
}

deny contains {
	"path": ["system", "decision_effect"],
	"message": "the system makes significant decisions in California, and no assessment of kind ccpa_risk is declared",
} if {
	_automated
	count(records.missing({"ccpa_risk"})) > 0
}

deny contains finding if {
	_automated
	some finding in records.unfinished({"ccpa_risk"})
}

_in_scope if {
	jurisdiction.any_of({"US-CA"})
	input.system.decision_effect in {"legal", "similarly_significant"}
}

_automated if input.system.automation_level in {"autonomous", "full", "high"}

_notices := [n | some n in input.notice; n.kind == "adm"]

_in_time if {
	some n in _notices
	n.at != "decision"
}

_appeal if {
	input.rights.contest
	overseers.able("can_override")
}

_vain_appeal if {
	input.rights.contest
	overseers.unable("can_override")
}

_from := {section: control.applies_from | some section, control in data.data.frameworks.ccpa.controls}
