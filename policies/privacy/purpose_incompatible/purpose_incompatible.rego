# METADATA
# title: Personal data reaches a use that it was not collected for
# description: |
#   People gave their data for something. Using it for something else needs a basis of its own or an assessment that the
#   new purpose is compatible with the old one (GDPR Art. 5(1)(b) and 6(4)). Logs, analytics and training sets are
#   where this happens unnoticed.
#
#   Checked is every flow and every access grant that names a purpose, against the datasets whose personal data gets
#   there: the purpose is one of the dataset's `collected_for`, or it is declared `compatible_with` one of them and its
#   `compatibility` is an approved assessment. The finding stands where the data comes under the purpose, not on every
#   flow after it.
#
#   A false positive is a purpose that people were told of when the data was collected: add it to `collected_for`.
# related_resources:
#   - description: GDPR Art. 5(1)(b) and 6(4)
#     ref: https://eur-lex.europa.eu/eli/reg/2016/679/oj
# custom:
#   severity: high
#   blocks_from: pilot
#   method: graph
#   remediation: Stop the flow, get a basis of its own for the new purpose, or record and approve the assessment that it is compatible.
#   controls: ["gdpr:5(1)(b)", "gdpr:6(4)", "soc2:P4.1", "nist-800-53:AC-4", "nist-800-53:PT-3", "ccpa:11 CCR 7002"]
package aicomply.policies.privacy.purpose_incompatible

import data.aicomply.lib.facts
import data.aicomply.lib.purposes
import data.aicomply.lib.text

default applies := false

applies if input.derived.personal_data

deny contains finding if {
	some ref, entries in purposes.beginnings(_faulty)
	move := purposes.moves[ref]
	categories := facts.categories(entries)
	finding := {
		"path": move.path,
		"message": sprintf("%s carries %s for %s: %s", [ref, text.list(categories), move.purpose, concat("; ", sort({_why(move.purpose, e.dataset) | some e in entries}))]),
		"key": categories,
		"incidental": facts.incidental(entries),
		"witness": {"flow": ref, "category": categories[0]},
	}
}

_faulty := {ref: entries |
	some ref, move in purposes.moves
	datasets := _incompatible[move.purpose]
	entries := [e | some e in move.receives; e.personal; e.dataset in datasets]
	count(entries) > 0
}

# By purpose, the datasets that it may not be used on. One that does not say what it was collected for is a gap,
# reported with what else it lacks.
_incompatible := {p.ref: datasets |
	some p in input.purpose
	datasets := {d.ref |
		some d in input.dataset
		d.collected_for
		not purposes.collected_for(p.ref, d.ref)
		not purposes.compatible(p.ref, d.ref)
	}
	count(datasets) > 0
}

_why(purpose, dataset) := sprintf("%s was collected for %s, and no approved assessment says that the two are compatible", [dataset, _collected_for(dataset)]) if {
	purposes.declared_compatible(purpose, dataset)
}

_why(purpose, dataset) := sprintf("%s was collected for %s", [dataset, _collected_for(dataset)]) if {
	not purposes.declared_compatible(purpose, dataset)
}

_collected_for(dataset) := text.list(facts.datasets[dataset].collected_for) if count(facts.datasets[dataset].collected_for) > 0

_collected_for(dataset) := "no purpose" if count(facts.datasets[dataset].collected_for) == 0
