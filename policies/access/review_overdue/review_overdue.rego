# METADATA
# title: Access review overdue
# description: |
#   People change posts and access stays, unless someone looks. For each grant:
#   - temporary access is past its last day: `expires` is before the day of the check. Nothing else is then said of it;
#   - the review is overdue: `last_review` + `review_every` is before the day of the check (`input.derived.access`);
#   - `review_every` is longer than `params.access_review_max` (365 days);
#   - `review_every` is not declared: a gap. Not of a grant that expires within `params.access_review_max`, because it
#     ends before a review would fall due.
#
#   A thing is overdue the day after. A review that took place and was not entered is entered in `last_review`.
# custom:
#   severity: medium
#   blocks_from: production
#   method: date
#   remediation: Review the grant and enter the date, or remove it.
#   controls:
#     - soc2:CC6.2
#     - soc2:CC6.3
#     - nist-800-53:AC-2
#     - hipaa:164.308(a)(4)(ii)(C)
package aicomply.policies.access.review_overdue

import data.aicomply.lib.dates
import data.aicomply.lib.text

default applies := false

applies if {
	some _ in input.access
}

deny contains {
	"path": ["access", a.name, "expires"],
	"message": sprintf("%s ended on %s, %s ago, and is still declared", [a.ref, a.expires, text.counted(days, "day")]),
	"kind": "stale",
} if {
	some a in input.access
	_expired(a)
	days := input.derived.access[a.ref].expired_days
}

deny contains {
	"path": ["access", a.name, "last_review"],
	"message": sprintf(
		"the review of %s was due on %s and is %s overdue (last on %s, every %s)",
		[a.ref, fact.review_due, text.counted(fact.overdue_days, "day"), a.last_review, a.review_every],
	),
	"kind": "stale",
} if {
	some a in input.access
	fact := input.derived.access[a.ref]
	fact.overdue_days > 0
	not _expired(a)
}

deny contains {
	"path": ["access", a.name, "review_every"],
	"message": sprintf(
		"%s is reviewed every %s; at least every %s is needed",
		[a.ref, a.review_every, input.params.access_review_max],
	),
} if {
	some a in input.access
	dates.days(a.review_every) > dates.days(input.params.access_review_max)
	not _expired(a)
}

deny contains {
	"path": ["access", a.name, "review_every"],
	"message": sprintf("%s does not declare how often it is reviewed", [a.ref]),
	"kind": "gap",
} if {
	some a in input.access
	not a.review_every
	not _ends_soon(a)
}

_expired(a) if input.derived.access[a.ref].expired_days > 0

# Or has ended.
_ends_soon(a) if dates.between(input.now, a.expires) <= dates.days(input.params.access_review_max)
