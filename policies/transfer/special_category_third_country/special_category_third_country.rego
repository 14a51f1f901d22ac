# METADATA
# title: Special-category data reaches a processor in a third country without a safeguard
# description: |
#   Health data, data on belief or origin and the like (GDPR Art. 9(1)) need most protection where the organisation has
#   least control: at somebody else's, outside the EEA. Often nobody has chosen this: the data sits in free text,
#   and it is a sub-processor's reviewer who reads it.
#
#   Checked is every movement of special-category data whose end lies in another country than its start and outside
#   the EEA, and whose recipient is a processor, a sub-processor or a third party: flows, calls of a tool, and access
#   grants that can read. Enough is an adequacy decision that is in force on the day of the check and covers the
#   recipient, or a declared mechanism; standard contractual clauses and binding corporate rules only with a transfer
#   impact assessment. A tool or a grant is covered by the mechanism of a flow into the same tool or principal. Data that
#   may be in there by incident counts, one severity lower. Recipients whose country is not known are reported by
#   `transfer/no_mechanism`.
#
#   A false positive is content that cannot occur here: take it out of `may_contain`, or declare the step that removes it.
# related_resources:
#   - description: GDPR Art. 9 and Chapter V
#     ref: https://eur-lex.europa.eu/eli/reg/2016/679/oj
# custom:
#   severity: critical
#   blocks_from: poc
#   method: graph
#   remediation: Remove the category before the hop, or put standard contractual clauses and a transfer impact assessment in place for that recipient.
#   controls: ["gdpr:9(1)", "gdpr:28(1)", "gdpr:28(4)", "gdpr:44", "gdpr:46(1)", "owasp-llm-2025:LLM02:2025"]
#   jurisdictions: [EU, EEA]
package aicomply.policies.transfer.special_category_third_country

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
	not hop.safeguard in _safeguarded
	facts.parties[transfers.recipient(hop)].role in {"processor", "sub_processor", "third_party"}
	entries := [e | some e in transfers.entries(hop); e.special]
	not transfers.adequate(hop)
	categories := facts.categories(entries)
	finding := {
		"path": hop.path,
		"message": sprintf("%s: %s, and %s", [transfers.sentence(hop, text.list(categories)), _lack(hop), transfers.not_adequate(hop)]),
		"kind": _kind(hop),
		"key": categories,
		"incidental": facts.incidental(entries),
		"witness": {"flow": hop.ref, "category": categories[0]},
	}
}

# Addresses of flows with a sufficient mechanism, and of what they lead to.
_safeguarded := {a | some f in input.flow; _sufficient(f.transfer); some a in [f.ref, f.to]}

_sufficient(transfer) if {
	transfer.mechanism
	not transfer.mechanism in {"scc", "bcr"}
}

_sufficient(transfer) if {
	transfer.mechanism
	transfer.tia
}

_unassessed := {a | some f in input.flow; f.transfer.mechanism in {"scc", "bcr"}; some a in [f.ref, f.to]}

_unknown := transfers.with_unknown_mechanism | {a |
	some f in input.flow
	f.transfer.mechanism
	"tia" in f.transfer.unknown
	some a in [f.ref, f.to]
}

_kind(hop) := "gap" if hop.safeguard in _unknown

_kind(hop) := "violation" if not hop.safeguard in _unknown

_lack(hop) := "its clauses or rules have no transfer impact assessment" if hop.safeguard in _unassessed

_lack(hop) := "the transfer mechanism is declared unknown" if hop.safeguard in (transfers.with_unknown_mechanism - _unassessed)

_lack(hop) := "no transfer mechanism is declared" if not hop.safeguard in (transfers.with_unknown_mechanism | _unassessed)
