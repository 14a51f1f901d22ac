# METADATA
# title: Flow not encrypted in transit
# description: |
#   Whoever sits on the way can read and change what moves over a flow without encryption.
#
#   Reported is each flow with `encryption_in_transit = "none"`, declared or inherited from `defaults`, if personal
#   data, data of class confidential or above, or credentials (unless synthetic) move over it, or if it crosses a trust boundary,
#   whatever it carries. tls1.2, tls1.3 and mtls pass.
#
#   A flow within one process, or over a network that is itself encrypted, is reported too: declare the encryption that
#   protects it, or model both ends as one component.
# custom:
#   severity: high
#   blocks_from: pilot
#   method: graph
#   remediation: Use TLS 1.2 or later, or mutual TLS.
#   controls:
#     - gdpr:32(1)(a)
#     - hipaa:164.312(e)(1)
#     - hipaa:164.312(e)(2)(ii)
#     - soc2:CC6.7
#     - nist-800-53:SC-8
#     - nist-800-53:SC-8(1)
package aicomply.policies.security.flow_unencrypted

import data.aicomply.lib.facts
import data.aicomply.lib.protected
import data.aicomply.lib.text

default applies := false

applies if {
	some _ in input.flow
}

deny contains _finding(f, fact, entries) if {
	some f in input.flow
	f.encryption_in_transit == "none"
	fact := input.derived.flow[f.ref]
	entries := [e | some e in fact.receives; _at_risk(e)]
}

_finding(f, fact, entries) := {
	"path": ["flow", f.name, "encryption_in_transit"],
	"message": sprintf(
		"%s carries %s from %s to %s without encryption%s",
		[f.ref, text.list(categories), f.from, f.to, _across(fact)],
	),
	"fix": "tls1.3",
	"key": categories,
	"incidental": facts.incidental(entries),
	"witness": {"flow": f.ref, "category": categories[0]},
} if {
	count(entries) > 0
	categories := facts.categories(entries)
}

# Nothing that needs protection is known to move over it, but it leaves the boundary.
_finding(f, fact, []) := {
	"path": ["flow", f.name, "encryption_in_transit"],
	"message": sprintf("%s crosses a trust boundary from %s to %s without encryption", [f.ref, f.from, f.to]),
	"fix": "tls1.3",
} if {
	fact.crosses_boundary
}

_at_risk(e) if protected.entry(e)

_at_risk(e) if {
	e.credential
	e.identifiability != "synthetic"
}

default _across(_) := ""

_across(fact) := ", across a trust boundary" if fact.crosses_boundary
