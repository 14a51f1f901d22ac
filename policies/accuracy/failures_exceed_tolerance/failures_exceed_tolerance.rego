# METADATA
# title: Expected failures per week exceed what the business accepts
# description: |
#   A rate hides a number: 95 % of 1,000 cases a week are 50 wrong ones, each of which somebody has to find and mend. The
#   policy compares (1 - value) x per_week, or value x per_week where lower is better, with max_errors_per_week of each
#   evaluation. From production on, a limit that is not declared is a gap, and so is a fact that the comparison with a
#   declared limit needs. Metrics that are no share of cases (latency, mae, rmse) are left out.
#
#   A false positive is a model whose failures are caught before they have an effect: evaluate what leaves the system,
#   including that check.
# related_resources:
#   - description: NIST AI RMF 1.0, MAP 3.2
#     ref: https://www.nist.gov/itl/ai-risk-management-framework
# custom:
#   severity: high
#   blocks_from: pilot
#   method: arith
#   remediation: Raise accuracy, narrow the scope, let the model abstain more often, or have the business owner accept the number.
#   controls: ["eu-ai-act:15(1)", "nist-ai-rmf:MAP 1.5", "nist-ai-rmf:MAP 3.2", "nist-ai-rmf:MEASURE 2.3", "iso-42001:A.6.2.4"]
package aicomply.policies.accuracy.failures_exceed_tolerance

import data.aicomply.lib.quality
import data.aicomply.lib.text

default applies := false

applies if count(_judged) > 0

deny contains {"path": _path(e), "message": msg} if {
	some e in _judged
	errors := _errors(e)
	errors > e.max_errors_per_week
	msg := sprintf("expected failures are %s a week, %s are accepted", [_shown(errors, e.max_errors_per_week), text.number(e.max_errors_per_week)])
}

deny contains {"path": _path(e), "message": msg, "kind": "gap"} if {
	some e in _judged
	not _declares_limit(e)
	msg := concat("", [sprintf("how many failures a week %s may have is not declared", [e.ref]), _expected(e)])
}

deny contains {"path": _path(e), "message": msg, "kind": "gap"} if {
	some e in _judged
	_declares_limit(e)
	count(_obstacles(e)) > 0
	msg := sprintf("whether %s stays within %s failures a week is not known: %s", [e.ref, text.number(e.max_errors_per_week), text.list(_obstacles(e))])
}

_path(e) := ["evaluation", e.name, "max_errors_per_week"]

# Evaluations of cases, with a limit or at a stage that needs one.
_judged contains e if {
	some e in input.evaluation
	quality.counts_cases(e)
	_declares_limit(e)
}

_judged contains e if {
	input.stage == "production"
	some e in input.evaluation
	quality.counts_cases(e)
}

_declares_limit(e) if e.max_errors_per_week >= 0

_errors(e) := input.derived.evaluation[e.ref].errors_per_week

# Decimals only where there are any.
_shown(errors, _) := text.fixed(errors, 0) if errors == round(errors)

_shown(errors, limit) := text.beside(errors, limit, 1) if errors != round(errors)

default _expected(_) := ""

_expected(e) := sprintf("; %s are expected", [_shown(_errors(e), 0)])

# Why the number of failures cannot be calculated.
_obstacles(e) := union({_unmeasured(e), _unmetered})

_unmeasured(e) := {sprintf("%s.value is not declared", [e.ref])} if not _measured(e)

_unmeasured(e) := {x | not quality.is_share(e); x := sprintf("%s.value is not a share", [e.ref])} if _measured(e)

_measured(e) if "value" in object.keys(e)

_unmetered contains "system.volume.per_week is not declared" if not input.system.volume.per_week
