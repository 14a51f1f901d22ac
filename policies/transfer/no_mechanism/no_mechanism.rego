# METADATA
# title: Personal data reaches a third country without a transfer mechanism
# description: |
#   A transfer outside the EEA needs an adequacy decision or one of the safeguards of GDPR Chapter V, also when it is
#   the recipient that passes the data on, and also when somebody abroad only reads it.
#
#   Checked is every movement of personal data whose end lies in another country than its start and outside the EEA:
#   flows, calls of a tool, and access grants that can read. Each needs an adequacy decision that is in force on the
#   day of the check and covers the recipient, or a declared mechanism: in the flow's `transfer` block; for a tool or a
#   grant, which have none, in that of a flow into the same tool or principal. Any mechanism counts; whether it is valid is
#   another question. Data that a person sends in starts in the controller's country. Data subjects and the public are
#   not recipients. Where the country of a recipient is not known, the finding is a gap.
#
#   A false positive is a recipient that is covered by a safeguard the manifest does not name: declare it.
# related_resources:
#   - description: GDPR Chapter V
#     ref: https://eur-lex.europa.eu/eli/reg/2016/679/oj
# custom:
#   severity: high
#   blocks_from: pilot
#   method: graph
#   remediation: Declare the transfer mechanism of the hop (adequacy, standard contractual clauses, binding corporate rules), or keep the data in the EEA.
#   controls: ["gdpr:44", "gdpr:45(1)", "gdpr:46(1)", "gdpr:13(1)(f)", "gdpr:30(1)(e)"]
#   jurisdictions: [EU, EEA]
package aicomply.policies.transfer.no_mechanism

import data.aicomply.lib.facts
import data.aicomply.lib.jurisdiction
import data.aicomply.lib.text
import data.aicomply.lib.transfers

default applies := false

applies if {
	jurisdiction.gdpr
	input.derived.personal_data
}

deny contains finding if {
	some hop in transfers.hops
	not hop.safeguard in transfers.with_mechanism
	entries := [e | some e in transfers.entries(hop); e.personal]
	not transfers.adequate(hop)
	categories := facts.categories(entries)
	finding := {
		"path": hop.path,
		"message": sprintf("%s: %s, and %s", [transfers.sentence(hop, text.list(categories)), _mechanism(hop), transfers.not_adequate(hop)]),
		"kind": _kind(hop),
		"key": categories,
		"incidental": facts.incidental(entries),
		"witness": {"flow": hop.ref, "category": categories[0]},
	}
}

# A place that is not known may be abroad.
deny contains finding if {
	some ref in _recipients
	not transfers.place[ref]
	not ref in transfers.outsiders
	node := input.derived.node[ref]
	entries := [e | some e in node.receives; e.personal]
	finding := {
		"path": [node.type, node.name, transfers.place_attribute(node)],
		"message": sprintf("%s receives personal data, and %s", [ref, transfers.why_unknown(node)]),
		"kind": "gap",
		"incidental": facts.incidental(entries),
		"witness": {"node": ref},
	}
}

_kind(hop) := "gap" if hop.safeguard in transfers.with_unknown_mechanism

_kind(hop) := "violation" if not hop.safeguard in transfers.with_unknown_mechanism

_mechanism(hop) := "the transfer mechanism is declared unknown" if hop.safeguard in transfers.with_unknown_mechanism

_mechanism(hop) := "no transfer mechanism is declared" if not hop.safeguard in transfers.with_unknown_mechanism

# What personal data moves to.
_recipients contains f.to if {
	some f in input.flow
	input.derived.flow[f.ref].personal
}

_recipients contains a.principal if {
	some a in input.access
	some e in input.derived.access[a.ref].receives
	e.personal
}

# A tool is where its model is, which is judged itself, unless it says otherwise.
_recipients contains t.ref if {
	some t in input.tool
	transfers.placed(t)
	input.derived.node[t.ref].personal
}

# Where data starts matters once it goes to a third country.
_recipients contains f.from if {
	some f in input.flow
	input.derived.flow[f.ref].personal
	transfers.third_country(transfers.place[f.to])
}
