# METADATA
# title: Audit trail cannot reconstruct a decision, or nobody reads it
# description: |
#   A log that lacks the model's version, the input or the override of a person cannot tell afterwards why a decision
#   was made, and a log that nobody reads finds nothing. Every audit_log that covers a model, a component of kind
#   decision or a tool that changes something must record the events inference, human_override, access, config_change
#   and error, and tool_call if a model that it covers can call a tool; of each event the fields timestamp, actor,
#   model_version, input_ref and output; and it must name who reviews it. What is not declared is a gap.
#
#   A false positive is a trail that is spread over several logs: declare as one audit_log what together records the
#   decisions of the same parts.
# related_resources:
#   - description: NIST SP 800-53 Rev. 5, AU-3 and AU-6
#     ref: https://csrc.nist.gov/pubs/sp/800/53/r5/upd1/final
# custom:
#   severity: high
#   blocks_from: production
#   method: attr
#   remediation: Add the missing events and fields to the log, and name in reviewed_by who reads it.
#   controls: ["eu-ai-act:12(2)(a)", "eu-ai-act:12(2)(b)", "eu-ai-act:12(2)(c)", "eu-ai-act:12(3)", "nist-800-53:AU-3", "nist-800-53:AU-6", "soc2:CC7.2", "soc2:CC7.3", "hipaa:164.308(a)(1)(ii)(D)", "owasp-llm-2025:LLM06:2025"]
package aicomply.policies.audit.decision_not_reconstructable

import data.aicomply.lib.deciders
import data.aicomply.lib.parts
import data.aicomply.lib.text

_fields := {"timestamp", "actor", "model_version", "input_ref", "output"}

_events := {"inference", "human_override", "access", "config_change", "error"}

default applies := false

applies if count(_logs) > 0

deny contains parts.finding(["audit_log", log.name], log.ref, faults) if {
	some log in _logs
	faults := _faults(log)
	count(faults) > 0
}

# Logs that record what decides. One that does not say what it covers may.
_logs contains log if {
	some log in input.audit_log
	not log.covers
}

_logs contains log if {
	some log in input.audit_log
	some ref in log.covers
	ref in deciders.refs
}

_faults(log) := union({
	_lacking(log, "events", _events_of(log)),
	_lacking(log, "fields", _fields),
	_unread(log),
})

_events_of(log) := _events | {"tool_call" |
	some ref in log.covers
	ref in deciders.with_tools
}

_lacking(log, attribute, _) := {{"attribute": attribute, "text": sprintf("does not declare %s", [attribute]), "gap": true}} if {
	not log[attribute]
}

_lacking(log, attribute, required) := {fault |
	missing := required - {x | some x in log[attribute]}
	count(missing) > 0
	fault := {"attribute": attribute, "text": sprintf("does not record the %s %s", [attribute, text.list(missing)]), "gap": false}
} if {
	log[attribute]
}

_unread(log) := {{"attribute": "reviewed_by", "text": "does not declare who reviews it", "gap": true}} if not log.reviewed_by

_unread(log) := {fault |
	trim_space(log.reviewed_by) == ""
	fault := {"attribute": "reviewed_by", "text": "names nobody who reviews it", "gap": false}
} if {
	log.reviewed_by
}
