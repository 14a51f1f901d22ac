# METADATA
# title: No risk management system
# description: |
#   Risks that nobody wrote down have no owner, and nothing is done about them. The policy applies to a high-risk system
#   of a provider in the EU, and wherever one of the profiles nist-ai-rmf, iso-42001, soc2 or nist-800-53 is named. Then
#   - there must be a `risk` block;
#   - each must declare `owner`, `treatment` and `reviewed`; what it does not declare is a gap;
#   - `reviewed` + `params.risk_review_interval` (365 days) must not have passed; on that very day it is still in time.
#     Later the finding is stale.
#
#   Where only the AI Act asks for it, findings are upcoming until the day from which Art. 9 applies to the system. That a
#   treatment works is not judged.
#
#   A false positive is a risk register that is kept elsewhere: declare the risks that are open here, with their owners.
# related_resources:
#   - description: AI Act, Regulation (EU) 2024/1689, Art. 9
#     ref: https://eur-lex.europa.eu/eli/reg/2024/1689/oj
#   - description: NIST AI RMF 1.0, MANAGE 1
#     ref: https://www.nist.gov/itl/ai-risk-management-framework
# custom:
#   severity: medium
#   blocks_from: production
#   method: attr
#   remediation: Record the risks in risk blocks, each with an owner, a treatment and the date of its last review.
#   controls:
#     - eu-ai-act:9(1)
#     - eu-ai-act:9(2)
#     - nist-ai-rmf:MAP 5.1
#     - nist-ai-rmf:MANAGE 1.2
#     - nist-ai-rmf:MANAGE 1.3
#     - iso-42001:6.1.2
#     - iso-42001:8.2
#     - soc2:CC3.2
#     - nist-800-53:RA-3
package aicomply.policies.classification.no_risk_management

import data.aicomply.lib.ai_act
import data.aicomply.lib.dates
import data.aicomply.lib.parts
import data.aicomply.lib.text

default applies := false

applies if _asked_by_profile

applies if _asked_by_law

deny contains object.union(_since, {
	"path": ["risk"],
	"message": sprintf("no risk is recorded, although %s", [_reason]),
}) if {
	count([r | some r in input.risk]) == 0
}

deny contains object.union(_since, parts.finding(["risk", r.name], r.ref, faults)) if {
	some r in input.risk
	faults := {{"attribute": attribute, "text": text, "gap": true} |
		some attribute, text in _needed
		not r[attribute]
	}
	count(faults) > 0
}

deny contains object.union(_since, {
	"path": ["risk", r.name, "reviewed"],
	"message": sprintf("%s was last reviewed on %s, %s ago; risks are reviewed every %s", [r.ref, r.reviewed, text.counted(age, "day"), text.counted(limit, "day")]),
	"kind": "stale",
}) if {
	some r in input.risk
	age := dates.between(r.reviewed, input.now)
	limit := dates.days(input.params.risk_review_interval)
	age > limit
}

_needed := {
	"owner": "does not declare its owner",
	"treatment": "does not declare what is done about it (treatment)",
	"reviewed": "does not declare when it was last reviewed",
}

_profiles := {p | some p in input.aicomply.profiles} & {"iso-42001", "nist-800-53", "nist-ai-rmf", "soc2"}

_asked_by_profile if count(_profiles) > 0

_asked_by_law if {
	ai_act.high_risk
	ai_act.has_role("provider")
}

_reason := sprintf("profile %s asks for it", [text.list(_profiles)]) if {
	count(_profiles) == 1
	not _asked_by_law
}

_reason := sprintf("profiles %s ask for it", [text.list(_profiles)]) if {
	count(_profiles) > 1
	not _asked_by_law
}

_reason := "the system is high-risk" if _asked_by_law

# What only the law asks for waits for the law.
_since := {"applies_from": ai_act.from("9(1)")} if not _asked_by_profile

_since := {} if _asked_by_profile
