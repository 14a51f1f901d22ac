# METADATA
# title: Failures and format changes have no route
# description: |
#   What fails and goes nowhere is lost, and a form that somebody else changes without a word makes everything fail. A
#   pipeline with an input format on which the handler fails (failure_rate above 0, or not declared) needs an exception
#   block with queue, owner and sla, and each format with a failure_rate above 0 must say what happens then (on_failure). A
#   pipeline with a handler that takes flows from another party's system, or from a component of kind external_service,
#   needs schema_change_detection. What is not declared is a gap.
#
#   A false positive is a pipeline whose failures go back to the sender: declare as its queue the reply that they get, and
#   who answers for it.
# related_resources:
#   - description: NIST SP 800-53 Rev. 5, SI-10
#     ref: https://csrc.nist.gov/pubs/sp/800/53/r5/upd1/final
# custom:
#   severity: medium
#   blocks_from: production
#   method: attr
#   remediation: Give failures a queue with an owner and a time, and have changes of the input's form noticed.
#   controls: ["soc2:PI1.2", "soc2:PI1.3", "nist-ai-rmf:MEASURE 2.6", "iso-42001:A.7.6", "nist-800-53:SI-10"]
package aicomply.policies.pipeline.failures_unrouted

import data.aicomply.lib.parts
import data.aicomply.lib.text

default applies := false

applies if count(input.pipeline) > 0

# The handler is declared to fail, and there is no queue.
deny contains {"path": ["pipeline", p.name, "exception"], "message": msg} if {
	some p in input.pipeline
	not p.exception
	failing := {f.name | some f in p.input_format; f.failure_rate > 0}
	count(failing) > 0
	msg := sprintf("%s has no exception queue, and handling of %s fails at times", [p.ref, text.list(failing)])
}

# Whether it fails is not known.
deny contains {"path": ["pipeline", p.name, "exception"], "message": msg, "kind": "gap"} if {
	some p in input.pipeline
	not p.exception
	count([f | some f in p.input_format; f.failure_rate > 0]) == 0
	open := {f.name | some f in p.input_format; f.handler; not "failure_rate" in object.keys(f)}
	count(open) > 0
	msg := sprintf("%s has no exception queue, and how often handling of %s fails is not declared", [p.ref, text.list(open)])
}

deny contains parts.finding(["pipeline", p.name, "exception"], sprintf("the exception queue of %s", [p.ref]), faults) if {
	some p in input.pipeline
	faults := {{"attribute": attribute, "text": sprintf("does not declare %s", [attribute]), "gap": true} |
		p.exception
		some attribute in ["queue", "owner", "sla"]
		not p.exception[attribute]
	}
	count(faults) > 0
}

deny contains {"path": ["pipeline", p.name, "input_format", f.name, "on_failure"], "message": msg, "kind": "gap"} if {
	some p in input.pipeline
	some f in p.input_format
	f.failure_rate > 0
	not f.on_failure
	msg := sprintf("what happens to %s when handling it fails is not declared", [f.name])
}

deny contains {"path": ["pipeline", p.name, "schema_change_detection"], "message": msg, "fix": true} if {
	some p in input.pipeline
	count(_sources(p)) > 0
	p.schema_change_detection == false
	msg := sprintf("%s does not notice when the form of what %s sends changes", [p.ref, text.list(_sources(p))])
}

deny contains {"path": ["pipeline", p.name, "schema_change_detection"], "message": msg, "kind": "gap"} if {
	some p in input.pipeline
	count(_sources(p)) > 0
	not "schema_change_detection" in object.keys(p)
	msg := sprintf("whether %s notices when the form of what %s sends changes is not declared", [p.ref, text.list(_sources(p))])
}

# Systems of others that send to a handler of the pipeline.
_sources(p) := {source |
	handlers := {f.handler | some f in p.input_format}
	some [handler, source] in _arrivals
	handler in handlers
}

# Flows from systems of others, each as [where to, from].
_arrivals := {[f.to, f.from] | some f in input.flow; f.from in _external}

_external contains ref if {
	some ref, node in input.derived.node
	node.type != "principal"
	node.operator != input.system.controller
}

_external contains c.ref if {
	some c in input.component
	c.kind == "external_service"
}
