# METADATA
# title: No drift detection
# description: |
#   What users send changes with seasons, products and fashions, and a model that was right for last year's input is wrong
#   for this year's without any error in a log. At production, every model but embeddings that a monitor covers needs a
#   drift block in one of its monitors, with method, threshold, window and baseline; what such a block does not declare is
#   a gap. A model that no monitor covers is left to monitoring/no_plan.
#
#   A false positive is a model with input that cannot drift, such as a fixed set of forms: declare the check that would
#   notice if it did.
# related_resources:
#   - description: NIST AI RMF 1.0, MEASURE 2.4 and 3.1
#     ref: https://www.nist.gov/itl/ai-risk-management-framework
# custom:
#   severity: medium
#   blocks_from: production
#   method: attr
#   remediation: Declare by which method, against which baseline, over which window and from which value on drift raises an alert.
#   controls: ["eu-ai-act:15(1)", "nist-ai-rmf:MEASURE 2.4", "nist-ai-rmf:MEASURE 3.1", "iso-42001:A.6.2.6"]
package aicomply.policies.monitoring.no_drift_detection

import data.aicomply.lib.parts
import data.aicomply.lib.serving
import data.aicomply.lib.text

default applies := false

applies if {
	input.stage == "production"
	count(_watched) > 0
}

deny contains {"path": ["model", m.name], "message": msg} if {
	some m in _watched
	monitors := serving.monitors(m)
	every n in monitors { not n.drift }
	msg := sprintf("no drift of %s would be noticed: %s has no drift block", [m.ref, text.list({n.ref | some n in monitors})])
}

# Drift is looked for, and none of the blocks says all that it takes.
deny contains parts.finding(["monitor", n.name, "drift"], sprintf("the drift block of %s", [n.ref]), _faults(n)) if {
	some m in _watched
	monitors := [n | some n in serving.monitors(m); n.drift]
	every n in monitors { count(_faults(n)) > 0 }
	some n in monitors
}

_watched := [m | some m in serving.models; count(serving.monitors(m)) > 0]

_faults(n) := {{"attribute": attribute, "text": sprintf("does not declare %s", [attribute]), "gap": true} |
	some attribute in ["method", "threshold", "window", "baseline"]
	not attribute in object.keys(n.drift)
}
