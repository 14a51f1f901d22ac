# METADATA
# title: Part of the production input has no handler
# description: |
#   A proof of concept runs on clean text; production also brings scans, photos and attachments. The policy fails for each
#   input format whose share is above the tolerance of 0.01 and that has no handler, and for each pipeline whose shares
#   miss 1 by more than the tolerance: part of the input is then not accounted for, or counted twice. A format without a
#   share and a pipeline without any format are gaps, and so is a handler declared unknown.
#
#   A false positive is a format that is turned away on purpose: declare what turns it away as its handler.
# related_resources:
#   - description: EU AI Act Art. 10(2)(c)
#     ref: https://eur-lex.europa.eu/eli/reg/2024/1689/oj
# custom:
#   severity: high
#   blocks_from: pilot
#   method: arith
#   remediation: Add the missing preprocessing step and declare it as handler, or exclude the format by a handler that turns it away.
#   controls: ["nist-ai-rmf:MAP 2.3", "nist-ai-rmf:MEASURE 2.5", "iso-42001:A.7.4", "iso-42001:A.7.6", "soc2:PI1.2", "eu-ai-act:10(2)(c)", "eu-ai-act:Annex IV(3)"]
package aicomply.policies.pipeline.format_unhandled

import data.aicomply.lib.numbers
import data.aicomply.lib.text

default applies := false

applies if count(input.pipeline) > 0

deny contains {"path": _path(p, f), "message": msg, "kind": _kind(f)} if {
	some p in input.pipeline
	some f in p.input_format
	not f.handler
	f.share > input.params.format_tolerance
	msg := sprintf("a share of %s of the input arrives as %s, for which no handler is %s", [_shown(f.share), f.name, _verb(f)])
}

deny contains {"path": array.concat(_path(p, f), ["share"]), "message": msg, "kind": "gap"} if {
	some p in input.pipeline
	some f in p.input_format
	not "share" in object.keys(f)
	msg := sprintf("how much of the input arrives as %s is not declared", [f.name])
}

deny contains {"path": ["pipeline", p.name], "message": msg} if {
	some p in input.pipeline
	sum_of_shares := input.derived.pipeline[p.ref].share_sum
	numbers.greater(abs(sum_of_shares - 1), input.params.format_tolerance)
	msg := sprintf("the shares of the input formats of %s come to %s, not 1", [p.ref, _shown(sum_of_shares)])
}

deny contains {"path": ["pipeline", p.name], "message": msg, "kind": "gap"} if {
	some p in input.pipeline
	count(object.get(p, "input_format", [])) == 0
	msg := sprintf("in which formats input reaches %s is not declared", [p.ref])
}

_path(p, f) := ["pipeline", p.name, "input_format", f.name]

_shown(share) := text.beside(share, 1, 2)

default _kind(_) := "violation"

_kind(f) := "gap" if "handler" in f.unknown

default _verb(_) := "declared"

_verb(f) := "known" if _kind(f) == "gap"
