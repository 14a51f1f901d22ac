# METADATA
# title: Human-review capacity is below the expected load
# description: |
#   Reviewers without time wave decisions through, so that oversight exists on paper only. The load is
#   (review_share x per_week + exceptions + unhandled) x minutes_per_review / 60 hours a week, where exceptions are the
#   cases on which the handlers of input formats fail, unhandled those in formats without a handler, and
#   minutes_per_review is the largest declared. It must not exceed the sum of hours_per_week. Input that no declared
#   format accounts for counts as unhandled too; the message then names both figures. A fact of the formula that is not
#   declared is a gap.
#
#   A false positive is input that is dropped or rejected without a person: exclude it by declaring the handler that
#   does so.
# related_resources:
#   - description: EU AI Act Art. 14 and 26(2)
#     ref: https://eur-lex.europa.eu/eli/reg/2024/1689/oj
# custom:
#   severity: high
#   blocks_from: pilot
#   method: arith
#   remediation: Give reviewers more hours, review a smaller share, or handle more of the input automatically.
#   controls: ["eu-ai-act:26(2)", "nist-ai-rmf:MANAGE 2.1", "iso-42001:A.4.6"]
package aicomply.policies.oversight.review_capacity_exceeded

import data.aicomply.lib.text

default applies := false

applies if count(input.oversight) > 0

deny contains {"path": _path, "message": _exceeded}

deny contains {"path": _path, "message": msg, "kind": "gap"} if {
	not _exceeded
	count(_missing) > 0
	msg := sprintf("whether reviewers have the time is not known: %s is not declared", [text.list(_missing)])
}

_path := ["oversight", input.oversight[0].name, "hours_per_week"]

_exceeded := sprintf("reviews take %s hours a week, %s are available", [_shown(load), _available]) if {
	load := input.derived.review_hours_per_week
	load > input.derived.review_hours_available
	not _more_with_unaccounted
}

_exceeded := sprintf("%s; %s with the share of %s that no input format accounts for", [known, _shown(all), text.fixed(input.derived.unaccounted_share, 2)]) if {
	all := input.derived.review_hours_with_unaccounted
	all > input.derived.review_hours_available
	_more_with_unaccounted
	known := sprintf("reviews take %s hours a week, %s are available", [_shown(input.derived.review_hours_per_week), _available])
}

_more_with_unaccounted if input.derived.review_hours_with_unaccounted > input.derived.review_hours_per_week

_shown(hours) := text.beside(hours, input.derived.review_hours_available, 1)

_available := text.number(input.derived.review_hours_available)

# Facts of the formula that are not declared.
_missing contains sprintf("%s.%s", [o.ref, attribute]) if {
	some o in input.oversight
	some attribute in ["review_share", "hours_per_week"]
	not attribute in object.keys(o)
}

_missing contains sprintf("%s.minutes_per_review", [input.oversight[0].ref]) if {
	count([o | some o in input.oversight; o.minutes_per_review]) == 0
}

_missing contains "system.volume.per_week" if not input.system.volume.per_week

_missing contains sprintf("the share of input format %s in %s", [f.name, p.ref]) if {
	some p in input.pipeline
	some f in p.input_format
	not f.share
}

# The formula takes a handler without a failure rate as one that never fails,
# but not one whose rate is declared unknown.
_missing contains sprintf("the failure rate of input format %s in %s", [f.name, p.ref]) if {
	some p in input.pipeline
	some f in p.input_format
	"failure_rate" in f.unknown
}

# A pipeline without any format leaves open what is unhandled.
_missing contains sprintf("any input_format in %s", [p.ref]) if {
	some p in input.pipeline
	count(object.get(p, "input_format", [])) == 0
}
