# METADATA
# title: Sample too small for the claim
# description: |
#   A measured value is one draw: over few cases, a model below the threshold often looks as if it were above. The policy
#   compares the bound of the 95 % Wilson score interval of value over sample_size with the threshold: the lower bound
#   where higher is better, the upper bound where lower is better. The message states the sample at which the same value
#   would be enough. Metrics that are no share of cases (latency, mae, rmse) and evaluations without a threshold are left
#   out.
#
#   A false positive is a metric that is no share of independent cases, such as auc or f1: the interval is a rule of
#   thumb there; waive it with the interval that fits.
# related_resources:
#   - description: Wilson score interval
#     ref: https://www.itl.nist.gov/div898/handbook/prc/section2/prc241.htm
# custom:
#   severity: medium
#   blocks_from: production
#   method: arith
#   remediation: Measure on a sample of at least the size that the finding states.
#   controls: ["nist-ai-rmf:MEASURE 2.5", "nist-ai-rmf:MEASURE 2.13", "eu-ai-act:9(8)"]
package aicomply.policies.accuracy.sample_too_small

import data.aicomply.lib.quality
import data.aicomply.lib.text

default applies := false

applies if count(_judged) > 0

deny contains {"path": _path(e), "message": msg} if {
	some e in _judged
	bound := _facts(e).wilson_lower
	bound < e.threshold
	msg := sprintf("with %s, a value of %s may be as low as %s, and %s is demanded; %s", [_cases(e), text.number(e.value), _shown(bound, e), text.number(e.threshold), _needed(e)])
}

deny contains {"path": _path(e), "message": msg} if {
	some e in _judged
	bound := _facts(e).wilson_upper
	bound > e.threshold
	msg := sprintf("with %s, a value of %s may be as high as %s, and at most %s is demanded; %s", [_cases(e), text.number(e.value), _shown(bound, e), text.number(e.threshold), _needed(e)])
}

deny contains {"path": _path(e), "message": sprintf("%s was measured on no case; %s", [e.ref, _needed(e)])} if {
	some e in _judged
	e.sample_size == 0
}

deny contains {"path": _path(e), "message": msg, "kind": "gap"} if {
	some e in _judged
	not "sample_size" in object.keys(e)
	msg := sprintf("on how many cases %s was measured is not declared; %s", [e.ref, _needed(e)])
}

deny contains {"path": ["evaluation", e.name, "value"], "message": msg, "kind": "gap"} if {
	some e in _judged
	not quality.is_share(e)
	msg := sprintf("how sure %s is cannot be calculated: its value of %s is not a share", [e.ref, text.number(e.value)])
}

_path(e) := ["evaluation", e.name, "sample_size"]

_facts(e) := input.derived.evaluation[e.ref]

# Evaluations of cases that are compared with a threshold.
_judged contains e if {
	some e in input.evaluation
	quality.counts_cases(e)
	is_number(e.value)
	is_number(e.threshold)
}

_cases(e) := text.counted(e.sample_size, "case")

_shown(bound, e) := text.beside(bound, e.threshold, 3)

_needed(e) := sprintf("it takes %s", [text.counted(needed, "case")]) if needed := _facts(e).sample_needed

_needed(e) := "no sample is large enough for this value" if not _facts(e).sample_needed
