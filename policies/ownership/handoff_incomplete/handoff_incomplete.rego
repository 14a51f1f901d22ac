# METADATA
# title: Handoff from proof of concept to production not done
# description: |
#   Those who build a proof of concept are seldom those who are called when it fails. At production, and at pilot from the
#   parameter review_lead_time (60 days) before go_live, the handoff must be accepted on a date that has come, from one
#   team to another, and those who run the system must have been engaged at the proof of concept already. What is not
#   declared is a gap.
#
#   A false positive is a team that builds and runs the system itself: name who was on the team for running it in to,
#   and when they took that duty over in accepted.
# related_resources:
#   - description: NIST AI RMF 1.0, GOVERN 2.1
#     ref: https://www.nist.gov/itl/ai-risk-management-framework
# custom:
#   severity: medium
#   blocks_from: production
#   method: attr
#   remediation: Complete the handoff and record in ownership.handoff who accepted it from whom, and when.
#   controls: ["nist-ai-rmf:GOVERN 2.1", "nist-ai-rmf:GOVERN 2.2", "iso-42001:A.3.2", "iso-42001:A.4.6", "iso-42001:A.6.2.5", "soc2:CC1.4"]
package aicomply.policies.ownership.handoff_incomplete

import data.aicomply.lib.dates
import data.aicomply.lib.parts

default applies := false

applies if {
	input.stage == "production"
	input.ownership
}

applies if {
	input.stage == "pilot"
	input.ownership
	input.derived.go_live_in_days <= dates.days(input.params.review_lead_time)
}

deny contains parts.finding(["ownership", "handoff"], "the handoff", _faults) if count(_faults) > 0

deny contains {"path": ["ownership", "handoff"], "message": msg, "kind": "gap"} if {
	not _handoff
	msg := "the handoff from those who built the system to those who run it is not declared"
}

_handoff := input.ownership.handoff

_faults contains {"attribute": attribute, "text": sprintf("does not declare %s", [attribute]), "gap": true} if {
	some attribute in ["from", "to", "engaged_at"]
	_handoff
	not _handoff[attribute]
}

_faults contains {"attribute": "accepted", "text": "is not declared accepted", "gap": true} if {
	_handoff
	not _handoff.accepted
}

_faults contains {"attribute": "accepted", "text": sprintf("is accepted only on %s", [_handoff.accepted]), "gap": false} if {
	dates.between(input.now, _handoff.accepted) > 0
}

_faults contains {"attribute": "to", "text": sprintf("goes from %s to itself", [_handoff.from]), "gap": false} if {
	lower(trim_space(_handoff.from)) == lower(trim_space(_handoff.to))
}

_faults contains {"attribute": "engaged_at", "text": sprintf("engages those who run the system only at %s", [_handoff.engaged_at]), "gap": false} if {
	_handoff.engaged_at != "poc"
}
