# METADATA
# title: Security or privacy review started too late
# description: |
#   A review that begins when the system is finished can only approve it or stop it. Judged are assessments of kind
#   security_review and dpia: these two decide how a system is built, and the law asks for the second before processing
#   begins. Others come later by their nature (a red team needs something to attack) or serve these two.
#
#   - `system.go_live` - `started` is less than `params.review_lead_time` (60 days; exactly that is in time);
#   - `started` is after `system.pilot_start`, even by a day;
#   - `started` is not declared, and the assessment is not approved: a gap;
#   - at stage poc there is no assessment of either kind: a gap. Later stages require one anyway.
#
#   An approved assessment without `started` is not judged. Nor is a later one, such as a yearly renewal, if another of
#   the same kind that covers the same was in time, or is approved without `started`. Without `go_live`, or
#   `pilot_start`, there is nothing to be late for. The past cannot be changed: for a system that went live on a late
#   review, waive the finding and name in `compensating` what was done instead.
# custom:
#   severity: medium
#   blocks_from: poc
#   method: date
#   remediation: Start the review now, or move go-live.
#   controls:
#     - gdpr:25(1)
#     - gdpr:35(1)
#     - nist-800-53:SA-3
#     - nist-800-53:SA-8
#     - nist-ai-rmf:MAP 1.6
#     - iso-42001:A.6.1.3
package aicomply.policies.review.started_too_late

import data.aicomply.lib.dates
import data.aicomply.lib.text

default applies := false

# A proof of concept has its reviews planned.
applies if input.stage == "poc"

applies if count(_reviews) > 0

deny contains {
	"path": ["assessment", a.name, "started"],
	"message": sprintf("%s (%s) %s on %s: %s", [_titles[a.kind], a.ref, _verb(a), a.started, concat("; ", reasons)]),
} if {
	some a in _reviews
	reasons := _late(a)
	count(reasons) > 0
	not _renews(a)
}

deny contains {
	"path": ["assessment", a.name, "started"],
	"message": sprintf("%s (%s) is not approved and does not declare when it starts", [_titles[a.kind], a.ref]),
	"kind": "gap",
} if {
	some a in _reviews
	not a.started
	not _approved(a)
	not _renews(a)
}

deny contains {
	"path": ["assessment"],
	"message": "neither a security review nor a data protection impact assessment is planned",
	"kind": "gap",
} if {
	input.stage == "poc"
	count(_reviews) == 0
}

_titles := {"security_review": "the security review", "dpia": "the data protection impact assessment"}

_reviews := [a | some a in input.assessment; _titles[a.kind]]

_approved(a) if a.status == "approved"

_verb(a) := "started" if a.started < input.now

_verb(a) := "starts" if a.started >= input.now

# Why a review is late; of one that does not say when it started, nothing.
_late(a) := array.concat(_before_go_live(a), _in_pilot(a))

default _before_go_live(_) := []

_before_go_live(a) := [sprintf("%s go-live on %s, where %s are needed", [_distance(lead), input.system.go_live, text.counted(needed, "day")])] if {
	lead := input.derived.assessment[a.ref].lead_days
	needed := dates.days(input.params.review_lead_time)
	lead < needed
}

default _in_pilot(_) := []

_in_pilot(a) := [sprintf("%s after the pilot began on %s", [text.counted(late, "day"), input.system.pilot_start])] if {
	late := input.derived.assessment[a.ref].after_pilot_days
	late > 0
}

_distance(lead) := sprintf("%s before", [text.counted(lead, "day")]) if lead > 0

_distance(0) := "on the day of"

_distance(lead) := sprintf("%s after", [text.counted(0 - lead, "day")]) if lead < 0

# Another review of the same was in time, or is over.
_renews(a) if {
	some first in _in_time
	first.ref != a.ref
	first.kind == a.kind
	_covered(first) == _covered(a)
}

_in_time := [a | some a in _reviews; _settled(a)]

_settled(a) if {
	a.started
	count(_late(a)) == 0
}

_settled(a) if {
	not a.started
	_approved(a)
}

_covered(a) := {ref | some ref in a.covers}
