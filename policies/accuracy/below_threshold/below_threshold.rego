# METADATA
# title: Measured quality is below the threshold, or no threshold was set
# description: |
#   A number says nothing unless somebody said before what is good enough: whoever sets the threshold after the
#   measurement sets it below the measurement. Each evaluation needs a threshold, and its value must reach it: value >=
#   threshold, or value <= threshold where lower is better. A threshold that is not declared is a gap. Whether it was
#   lowered after the measurement is not checked here.
#
#   A false positive is a measurement made only for information: leave it out of the manifest, or declare the value below
#   which somebody would act. For a metric where lower is better, such as an error rate, check that better is declared
#   "lower".
# related_resources:
#   - description: NIST AI RMF 1.0, MEASURE 1.1 and 2.3
#     ref: https://www.nist.gov/itl/ai-risk-management-framework
#   - description: EU AI Act Art. 9(8), 15
#     ref: https://eur-lex.europa.eu/eli/reg/2024/1689/oj
# custom:
#   severity: high
#   blocks_from: pilot
#   method: evidence
#   remediation: Improve the model or narrow its scope until it reaches the threshold, or change the threshold through change control.
#   controls: ["eu-ai-act:9(8)", "eu-ai-act:15(1)", "eu-ai-act:15(3)", "nist-ai-rmf:MEASURE 1.1", "nist-ai-rmf:MEASURE 2.3", "iso-42001:A.6.2.4", "owasp-llm-2025:LLM09:2025"]
package aicomply.policies.accuracy.below_threshold

import data.aicomply.lib.quality
import data.aicomply.lib.text

default applies := false

applies if count(input.evaluation) > 0

deny contains {"path": ["evaluation", e.name, "value"], "message": msg} if {
	some e in input.evaluation
	not quality.lower_is_better(e)
	e.value < e.threshold
	msg := sprintf("%s has a value of %s, and at least %s is demanded", [e.ref, text.number(e.value), text.number(e.threshold)])
}

deny contains {"path": ["evaluation", e.name, "value"], "message": msg} if {
	some e in input.evaluation
	quality.lower_is_better(e)
	e.value > e.threshold
	msg := sprintf("%s has a value of %s, and at most %s is demanded", [e.ref, text.number(e.value), text.number(e.threshold)])
}

deny contains {"path": ["evaluation", e.name, "threshold"], "message": msg, "kind": "gap"} if {
	some e in input.evaluation
	not "threshold" in object.keys(e)
	msg := sprintf("which value %s has to reach is not declared", [e.ref])
}
