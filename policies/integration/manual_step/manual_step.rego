# METADATA
# title: The process depends on manual steps or missing events
# description: |
#   Somebody exported a file for the demonstration; in production nobody is responsible for doing so every day. A step is
#   an integration or a flow. One by hand, of mode or trigger manual or file_export, needs an owner and an SLA: an
#   integration declares its own, a flow needs an integration that declares both with one of its ends. Steps without
#   them are reported when their share of all steps is above the parameter manual_share (0). Every event in
#   events_needed must be in events_available as well. An integration of unknown mode, without owner and SLA, is a gap.
#
#   A false positive is a manual step that runs once, such as a first import: leave it out of the manifest.
# related_resources:
#   - description: NIST AI RMF 1.0, MAP 1.6 and MANAGE 2.2
#     ref: https://www.nist.gov/itl/ai-risk-management-framework
# custom:
#   severity: medium
#   blocks_from: production
#   method: graph
#   remediation: Automate the step, or accept it by an integration with an owner and an SLA.
#   controls: ["nist-ai-rmf:MAP 1.6", "nist-ai-rmf:MANAGE 2.2", "soc2:PI1.3", "iso-42001:A.4.4"]
package aicomply.policies.integration.manual_step

import data.aicomply.lib.text

_by_hand := {"manual", "file_export"}

default applies := false

applies if count(input.integration) > 0

applies if {
	some f in input.flow
	f.trigger
}

deny contains {"path": ["integration", i.name, "mode"], "message": msg} if {
	_too_many
	some i in _unowned_integrations
	msg := sprintf("%s is a step by hand (%s) that does not declare %s; %s", [i.ref, i.mode, _lacks(i), _share])
}

deny contains {"path": ["flow", f.name, "trigger"], "message": msg} if {
	_too_many
	some f in _unowned_flows
	msg := sprintf("%s is a step by hand (%s), and no integration with owner and sla covers it; %s", [f.ref, f.trigger, _share])
}

deny contains {"path": ["integration", i.name, "mode"], "message": msg, "kind": "gap"} if {
	some i in input.integration
	not i.mode
	not _owned(i)
	msg := sprintf("whether %s is a step by hand is not declared", [i.ref])
}

deny contains {"path": ["integration", i.name, "events_available"], "message": msg} if {
	some i in input.integration
	missing := {e | some e in i.events_needed} - {e | some e in i.events_available}
	i.events_available
	count(missing) > 0
	msg := sprintf("%s does not send the events %s, which the process needs", [i.ref, text.list(missing)])
}

deny contains {"path": ["integration", i.name, "events_available"], "message": msg, "kind": "gap"} if {
	some i in input.integration
	count(i.events_needed) > 0
	not i.events_available
	msg := sprintf("which events %s sends is not declared; the process needs %s", [i.ref, text.list(i.events_needed)])
}

_unowned_integrations contains i if {
	some i in input.integration
	i.mode in _by_hand
	not _owned(i)
}

_unowned_flows contains f if {
	some f in input.flow
	f.trigger in _by_hand
	not f.from in _owned_ends
	not f.to in _owned_ends
}

# What an integration with owner and SLA connects to.
_owned_ends contains i["with"] if {
	some i in input.integration
	_owned(i)
}

_owned(i) if {
	i.owner
	i.sla
}

_lacks(i) := concat(" and ", [a | some a in ["owner", "sla"]; not i[a]])

_steps := count(object.get(input, "integration", [])) + count(object.get(input, "flow", []))

_unowned := count(_unowned_integrations) + count(_unowned_flows)

_too_many if _unowned > input.params.manual_share * _steps

# How much of the process needs hands.
_share := sprintf("steps by hand: %s of %s", [text.number(_manual), text.number(_steps)])

_manual := count([i | some i in input.integration; i.mode in _by_hand]) + count([f | some f in input.flow; f.trigger in _by_hand])
