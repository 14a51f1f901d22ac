# METADATA
# title: Findings of a review are open at go-live
# description: |
#   A review whose findings nobody resolves has only written down what will go wrong.
#
#   Judged at stage production, and from `params.open_findings_window` (14 days, inclusive) before `system.go_live` on:
#   each assessment whose `open_findings` has critical or high above zero. Of a security_review, threat_model or
#   red_team that is in progress or approved, `open_findings` not declared is a gap, and so is either number where the
#   other is not above zero.
#
#   A risk that is accepted is accepted by name and for a time: by a waiver of this finding, which has an owner, a
#   reason and an expiry. A `risk` block with treatment accept does not say which finding it is about, so it does not
#   count. Findings that were resolved and not taken off are taken off in `open_findings`.
# custom:
#   severity: medium
#   blocks_from: production
#   method: date
#   remediation: Resolve the findings, or accept them by a waiver with an owner and an expiry.
#   controls:
#     - nist-800-53:CA-5
#     - nist-800-53:RA-7
#     - soc2:CC4.2
#     - nist-ai-rmf:MANAGE 1.1
#     - nist-ai-rmf:MANAGE 1.3
#     - nist-ai-rmf:MANAGE 1.4
#     - hipaa:164.308(a)(1)(ii)(B)
package aicomply.policies.review.open_findings

import data.aicomply.lib.dates
import data.aicomply.lib.text

default applies := false

applies if {
	_due
	count(_judged) > 0
}

deny contains {
	"path": ["assessment", a.name, "open_findings"],
	"message": sprintf("%s (%s) has %s open %s", [a.ref, a.kind, concat(" and ", open), _when]),
} if {
	applies
	some a in _judged
	open := _open(a)
	count(open) > 0
}

deny contains {
	"path": ["assessment", a.name, "open_findings"],
	"message": sprintf("%s (%s) does not declare how many %s findings are open %s", [a.ref, a.kind, concat(" and ", unknown), _when]),
	"kind": "gap",
} if {
	applies
	some a in _judged
	_finds(a)
	count(_open(a)) == 0
	unknown := [level | some level in _levels; not _counted(a, level)]
	count(unknown) > 0
}

_levels := ["critical", "high"]

_due if input.stage == "production"

_due if {
	input.stage != "retired"
	input.derived.go_live_in_days <= dates.days(input.params.open_findings_window)
}

_when := "in production" if input.stage == "production"

_when := sprintf("with go-live on %s", [input.system.go_live]) if input.stage != "production"

_judged := [a | some a in input.assessment; _may_find(a)]

_may_find(a) if a.open_findings

_may_find(a) if _finds(a)

# Assessments that are expected to find something.
_finds(a) if {
	a.kind in {"security_review", "threat_model", "red_team"}
	a.status in {"in_progress", "approved"}
}

# "2 critical", "1 high": those above zero.
_open(a) := [sprintf("%s %s", [text.number(n), level]) | some level in _levels; n := a.open_findings[level]; n > 0]

_counted(a, level) if is_number(a.open_findings[level])
