# METADATA
# title: Unauthenticated call into the system
# description: |
#   What anybody can call, anybody can misuse: read through it, feed it, or run up its costs.
#
#   Judged is each flow into a component, model or store that crosses a trust boundary, or that comes from a principal
#   into a component with `internet_exposed`. It is authenticated by `authentication` token, mtls or iam, or by
#   `encryption_in_transit = "mtls"`. "none" is reported; not declared is a gap, except on a flow out of a model or a
#   store: neither calls anybody, so what comes out of them answers a call that was let in before. A node in no
#   boundary lies in that of the organisation that runs it.
#
#   A form or a webhook that is open on purpose states why in `public_reason`; that is accepted of flows into
#   components, and never into a model or a store.
# custom:
#   severity: critical
#   blocks_from: pilot
#   method: attr
#   remediation: Authenticate the caller at the boundary, and declare how in flow.authentication; say in public_reason why an intake is open.
#   controls: ["soc2:CC6.1", "soc2:CC6.6", "nist-800-53:AC-3", "nist-800-53:IA-9", "nist-800-53:SC-7", "hipaa:164.312(d)"]
package aicomply.policies.access.unauthenticated_flow

import data.aicomply.lib.facts

default applies := false

applies if {
	some f in input.flow
	_judged(f)
}

deny contains {"path": ["flow", f.name, "authentication"], "message": sprintf("%s without authentication", [_call(f)])} if {
	some f in input.flow
	f.authentication == "none"
	_open(f)
}

deny contains {
	"path": ["flow", f.name, "authentication"],
	"message": sprintf("%s and does not declare how the sender authenticates", [_call(f)]),
	"kind": "gap",
} if {
	some f in input.flow
	not f.authentication
	not _answers(f)
	_open(f)
}

_answers(f) if input.derived.node[f.from].type in {"model", "store"}

_open(f) if {
	_judged(f)
	not f.encryption_in_transit == "mtls"
	not _excused(f)
}

_judged(f) if {
	input.derived.flow[f.ref].crosses_boundary
	input.derived.node[f.to].type in {"component", "model", "store"}
}

_judged(f) if _from_internet(f)

_from_internet(f) if {
	facts.components[f.to].internet_exposed
	facts.principals[f.from]
}

_excused(f) if {
	facts.components[f.to]
	trim_space(f.public_reason) != ""
}

_call(f) := sprintf("%s leads across a trust boundary from %s to %s", [f.ref, f.from, f.to]) if input.derived.flow[f.ref].crosses_boundary

_call(f) := sprintf("%s leads over the internet from %s to %s", [f.ref, f.from, f.to]) if not input.derived.flow[f.ref].crosses_boundary
