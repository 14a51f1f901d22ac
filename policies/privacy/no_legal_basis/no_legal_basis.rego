# METADATA
# title: Personal data is processed without a purpose or a legal basis
# description: |
#   Personal data may be processed for a specified purpose and on one of the six bases of GDPR Art. 6(1) only; without
#   them nothing else about the processing can be judged.
#
#   Checked is every flow over which personal data moves, also data that only may be in there: it names a purpose,
#   and that purpose has a legal basis. A purpose without one is reported once, at the purpose.
#
#   A false positive is data about nobody: set `identifiability` of the dataset to what it is.
# related_resources:
#   - description: GDPR Art. 5(1)(b) and 6(1)
#     ref: https://eur-lex.europa.eu/eli/reg/2016/679/oj
# custom:
#   severity: critical
#   blocks_from: poc
#   method: attr
#   remediation: Reference a purpose that has a basis of GDPR Art. 6(1).
#   controls: ["gdpr:5(1)(a)", "gdpr:5(1)(b)", "gdpr:6(1)", "gdpr:30(1)(b)", "nist-ai-rmf:MEASURE 2.10", "soc2:P3.1", "nist-800-53:PT-2", "nist-800-53:PT-3"]
#   jurisdictions: [EU, EEA]
package aicomply.policies.privacy.no_legal_basis

import data.aicomply.lib.facts
import data.aicomply.lib.jurisdiction
import data.aicomply.lib.text

default applies := false

applies if {
	jurisdiction.gdpr
	input.derived.personal_data
}

deny contains finding if {
	some f in _personal_flows
	not f.purpose
	entries := [e | some e in input.derived.flow[f.ref].receives; e.personal]
	categories := facts.categories(entries)
	finding := {
		"path": ["flow", f.name, "purpose"],
		"message": sprintf("%s carries %s, and its purpose is not declared", [f.ref, text.list(categories)]),
		"kind": "gap",
		"incidental": facts.incidental(entries),
		"witness": {"flow": f.ref, "category": categories[0]},
	}
}

deny contains finding if {
	some p in input.purpose
	not p.legal_basis
	flows := sort({f.ref | some f in _personal_flows; f.purpose == p.ref})
	entries := [e | some ref in flows; some e in input.derived.flow[ref].receives; e.personal]
	finding := {
		"path": ["purpose", p.name, "legal_basis"],
		"message": sprintf("%s is the purpose of %s of personal data, and its legal basis is not declared", [p.ref, text.counted(count(flows), "flow")]),
		"kind": "gap",
		"incidental": facts.incidental(entries),
		"witness": {"flow": flows[0]},
	}
}

_personal_flows := [f | some f in input.flow; input.derived.flow[f.ref].personal]
