# METADATA
# title: Special-category or criminal-offence data is processed without a condition
# description: |
#   Health, biometric, genetic data, data on origin, belief, union membership or sex life may not be processed unless a
#   condition of GDPR Art. 9(2) holds, and data on criminal offences only where a law allows it (Art. 10). A legal basis
#   alone is not enough.
#
#   Checked is every purpose under which such data moves over a flow or an access grant: it declares
#   `special_category_basis` for Art. 9, `criminal_data_basis` for Art. 10. The finding stands where the data comes
#   under the purpose, not on every flow after it. Data that may be in there by incident, as in free text, counts one
#   severity lower; whether it falls under Art. 9 is a question for counsel.
#
#   A false positive is content that cannot occur here: take it out of `may_contain`, or declare the step that removes it.
# related_resources:
#   - description: GDPR Art. 9 and 10
#     ref: https://eur-lex.europa.eu/eli/reg/2016/679/oj
# custom:
#   severity: critical
#   blocks_from: poc
#   method: graph
#   remediation: Declare the condition of Art. 9(2), or the law that allows processing under Art. 10, in the purpose, or remove the category before it gets there.
#   controls: ["gdpr:9(1)", "gdpr:9(2)", "gdpr:10", "nist-800-53:PT-7", "ccpa:1798.121"]
#   jurisdictions: [EU, EEA]
package aicomply.policies.privacy.special_category_without_condition

import data.aicomply.lib.facts
import data.aicomply.lib.jurisdiction
import data.aicomply.lib.purposes
import data.aicomply.lib.text

default applies := false

applies if {
	jurisdiction.gdpr
	input.derived.personal_data
}

deny contains finding if {
	some ref, entries in purposes.beginnings(_faulty)
	move := purposes.moves[ref]
	categories := facts.categories(entries)
	absent := {attribute | some e in entries; some attribute in _needed(e)} & _absent[move.purpose]
	finding := {
		"path": move.path,
		"message": sprintf("%s carries %s for %s, which does not declare %s", [ref, text.list(categories), move.purpose, concat(" and ", sort(absent))]),
		"kind": _kind(move.purpose, absent),
		"key": categories,
		"incidental": facts.incidental(entries),
		"witness": {"flow": ref, "category": categories[0]},
	}
}

_faulty := {ref: entries |
	some ref, move in purposes.moves
	absent := _absent[move.purpose]
	entries := [e | some e in move.receives; count(_needed(e) & absent) > 0]
	count(entries) > 0
}

# By purpose, what it does not declare.
_absent := {p.ref: absent |
	some p in input.purpose
	absent := {attribute | some attribute in ["special_category_basis", "criminal_data_basis"]; not p[attribute]}
	count(absent) > 0
}

# What a purpose has to declare for an entry.
_needed(entry) := {"special_category_basis"} if entry.special

_needed(entry) := {"criminal_data_basis"} if {
	entry.criminal
	not entry.special
}

_kind(purpose, absent) := "gap" if _all_unknown(purpose, absent)

_kind(purpose, absent) := "violation" if not _all_unknown(purpose, absent)

_all_unknown(purpose, absent) if {
	every attribute in absent { attribute in facts.purposes[purpose].unknown }
}
