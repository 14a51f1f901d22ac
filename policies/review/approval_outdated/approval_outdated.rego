# METADATA
# title: Approval has run out, or is older than a change
# description: |
#   An approval says what was known when it was given. Systems and attacks move on, so it holds for a time, and only for the
#   system that was approved.
#
#   For each assessment with status approved, but for two kinds: dpia is left to privacy/dpia_outdated, and vendor to
#   vendor/not_assessed:
#   - `approved` + `review_every` is before the day of the check (`input.derived.assessment`);
#   - of a security_review, threat_model, red_team or aiia, `approved` or `review_every` not declared is a gap; so is
#     `approved` of another kind that declares `review_every`;
#   - of these four and fria, where there is a base to compare with (`check --base`): the change does something to what the
#     assessment `covers`, or to anything where it does not say, that scope/material_change_unassessed counts as material, and
#     no approval of its kind that concerns it came with the change.
#
#   It is overdue the day after. An earlier approval is not judged if another of the same kind, covering the same, has
#   not run out. Without a base, nothing is said of changes. An approval that was renewed and not entered is entered in
#   `approved`.
# custom:
#   severity: medium
#   blocks_from: production
#   method: date
#   remediation: Repeat the assessment and have it approved again, or declare how long the approval holds.
#   controls: ["nist-800-53:CA-2", "nist-800-53:CA-6", "nist-800-53:RA-3", "soc2:CC8.1", "nist-ai-rmf:GOVERN 1.5"]
package aicomply.policies.review.approval_outdated

import data.aicomply.lib.changes
import data.aicomply.lib.parts
import data.aicomply.lib.text

default applies := false

applies if count(_judged) > 0

deny contains {
	"path": ["assessment", a.name, "approved"],
	"message": sprintf("the approval of %s (%s) of %s held for %s and ran out %s ago", [a.ref, a.kind, a.approved, a.review_every, text.counted(days, "day")]),
	"kind": "stale",
} if {
	some a in _judged
	days := input.derived.assessment[a.ref].overdue_days
	days > 0
	not _renewed(a)
}

deny contains parts.finding(["assessment", a.name], sprintf("%s (%s)", [a.ref, a.kind]), faults) if {
	some a in _judged
	faults := {_fault(attribute, sentence) |
		_dated(a)
		some attribute, sentence in {
			"approved": "is approved and does not declare when",
			"review_every": "is approved and does not declare how long that holds",
		}
		not a[attribute]
	}
	count(faults) > 0
	not _renewed(a)
}

deny contains {
	"path": ["assessment", a.name, "approved"],
	"message": sprintf("the approval of %s (%s) of %s is older than this change: %s", [a.ref, a.kind, a.approved, text.joined(what, "; ")]),
	"kind": "stale",
} if {
	some a in _judged
	a.kind in {"security_review", "threat_model", "red_team", "aiia", "fria"}
	not _ran_out(a)
	a.approved <= input.now
	what := {c.text | some c in changes.material; changes.concerns(a, c); not _reapproved(a.kind, c)}
	count(what) > 0
}

# Of what does not say how long it holds, that is not known.
_ran_out(a) if input.derived.assessment[a.ref].overdue_days > 0

_reapproved(kind, change) if {
	some a in _judged
	a.kind == kind
	changes.renewed(a)
	changes.concerns(a, change)
}

_judged := [a | some a in input.assessment; a.status == "approved"; not _elsewhere(a)]

_elsewhere(a) if a.kind in {"dpia", "vendor"}

_dated(a) if a.kind in {"security_review", "threat_model", "red_team", "aiia"}

_dated(a) if a.review_every

# Another approval of the same has not run out.
_renewed(a) if [a.kind, _covered(a)] in _current

_current := {[a.kind, _covered(a)] | some a in _judged; input.derived.assessment[a.ref].overdue_days <= 0}

_covered(a) := {ref | some ref in a.covers}

_fault(attribute, sentence) := {"attribute": attribute, "text": sentence, "gap": true}
