# METADATA
# title: Data protection impact assessment out of date, or of high residual risk
# description: |
#   An impact assessment describes a system as it was. It has to be looked at again when the risk changes, and where a high
#   risk remains the supervisory authority is consulted before processing (GDPR Art. 35(11), 36(1)).
#
#   Checked is every approved `assessment` of kind dpia, unless another one of the same `covers` was approved later: the day
#   `approved` + `review_every` has not passed, and where `residual_risk` is high, `prior_consultation` is on or before
#   the day of the check. Of these four, one that is needed and not declared is a gap. What changed in the system since the
#   approval is not looked at.
#
#   A false positive is a review that took place and was not entered: enter it in `approved`.
# related_resources:
#   - description: GDPR Art. 35(11) and 36
#     ref: https://eur-lex.europa.eu/eli/reg/2016/679/oj
# custom:
#   severity: medium
#   blocks_from: production
#   method: date
#   remediation: Review the assessment and enter the date; consult the authority where a high risk remains.
#   controls: ["gdpr:35(11)", "gdpr:36(1)", "nist-800-53:RA-8"]
#   jurisdictions: [EU, EEA]
package aicomply.policies.privacy.dpia_outdated

import data.aicomply.lib.jurisdiction
import data.aicomply.lib.parts
import data.aicomply.lib.records
import data.aicomply.lib.text

default applies := false

applies if {
	jurisdiction.gdpr
	not input.derived.personal_data == false
	count(_current) > 0
}

deny contains {"path": ["assessment", a.name, "approved"], "message": message, "kind": "stale"} if {
	some a in _current
	days := input.derived.assessment[a.ref].overdue_days
	days > 0
	message := sprintf("the review of %s is %s overdue (approved on %s, every %s)", [a.ref, text.counted(days, "day"), a.approved, a.review_every])
}

deny contains {"path": ["assessment", a.name, "prior_consultation"], "message": message} if {
	some a in _current
	a.residual_risk == "high"
	not "prior_consultation" in object.get(a, "unknown", [])
	when := _not_consulted(a)
	message := sprintf("%s leaves a high risk, and the supervisory authority %s", [a.ref, when])
}

deny contains parts.finding(["assessment", a.name], a.ref, faults) if {
	some a in _current
	faults := {{"attribute": attribute, "text": sprintf("does not declare %s", [attribute]), "gap": true} | some attribute in _absent(a)}
	count(faults) > 0
}

_approved := [a | some a in records.of("dpia"); a.status == "approved"]

# Of those that cover the same, the one that was approved last, and those that do not say when.
_current contains a if {
	some a in _approved
	not _superseded(a)
}

_superseded(a) if a.approved < _latest[_covered(a)]

_latest := {covered: max({a.approved | some a in _approved; _covered(a) == covered}) | some covered in {_covered(a) | some a in _approved}}

_covered(a) := sort(object.get(a, "covers", []))

_not_consulted(a) := "has not been consulted" if not a.prior_consultation

_not_consulted(a) := sprintf("is to be consulted on %s only", [a.prior_consultation]) if a.prior_consultation > input.now

_absent(a) := {attribute | some attribute in ["approved", "review_every", "residual_risk"]; not a[attribute]} | _unknown_consultation(a)

_unknown_consultation(a) := {"prior_consultation"} & {u | some u in a.unknown} if a.residual_risk == "high"

_unknown_consultation(a) := set() if not a.residual_risk == "high"
