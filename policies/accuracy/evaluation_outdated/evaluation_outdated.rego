# METADATA
# title: Evaluation is older than what it evaluates
# description: |
#   A result holds for the model, the prompts and the data with which it was measured. An evaluation is outdated if its
#   subject changed after evaluated (model.changed), if a dataset on which the model was trained, or in which it looks
#   things up, was collected after it, and from the day after evaluated plus the parameter evaluation_interval (180 days).
#   An evaluation without a date is left to manifest/required_fact_missing; changes that are not declared are not seen.
#
#   A false positive is an evaluation that was run again and not recorded: update evaluated and value.
# related_resources:
#   - description: NIST AI RMF 1.0, MEASURE 2.4 and MANAGE 4.1
#     ref: https://www.nist.gov/itl/ai-risk-management-framework
#   - description: NIST SP 800-53 Rev. 5, CM-4
#     ref: https://csrc.nist.gov/pubs/sp/800/53/r5/upd1/final
# custom:
#   severity: medium
#   blocks_from: production
#   method: date
#   remediation: Run the evaluation again, and commit its results and their date.
#   controls: ["nist-ai-rmf:MEASURE 2.4", "nist-ai-rmf:MEASURE 2.13", "nist-ai-rmf:MANAGE 4.1", "soc2:CC8.1", "nist-800-53:CM-4"]
package aicomply.policies.accuracy.evaluation_outdated

import data.aicomply.lib.dates
import data.aicomply.lib.facts
import data.aicomply.lib.learning
import data.aicomply.lib.text

default applies := false

applies if {
	some e in input.evaluation
	e.evaluated
}

deny contains {"path": ["evaluation", e.name, "evaluated"], "message": msg, "kind": "stale"} if {
	some e in input.evaluation
	reasons := _old(e) | _changed(e)
	count(reasons) > 0
	msg := sprintf("%s is of %s; %s", [e.ref, e.evaluated, concat("; ", reasons)])
}

_interval := dates.days(input.params.evaluation_interval)

_old(e) := {sprintf("that is %s ago, and %s are the most", [text.counted(age, "day"), text.counted(_interval, "day")]) |
	age := dates.between(e.evaluated, input.now)
	age > _interval
}

_changed(e) := {sprintf("%s on %s", [change[1], change[0]]) |
	some change in _changes[e.subject]
	change[0] > e.evaluated
	change[0] <= input.now
}

# By address of a model, what changed when: [date, what].
_changes := {m.ref: union({_own(m), _collected(m)}) | some m in input.model}

_own(m) := {[m.changed, sprintf("%s changed", [m.ref])] | m.changed}

_collected(m) := {[facts.datasets[ref].collected, sprintf("%s was collected", [ref])] |
	some ref in (learning.trained_on(m) | learning.looks_up(m))
}
