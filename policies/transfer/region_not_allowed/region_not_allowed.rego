# METADATA
# title: Personal data is in a region that is unknown or not allowed
# description: |
#   `system.allowed_regions` is where the organisation has decided that data may be. A region elsewhere breaks that
#   promise, and one that nobody knows cannot keep it.
#
#   Checked is every node that personal data reaches. It is inside if its region, its country, or the EU or EEA that
#   its country or region belongs to is in `allowed_regions`. The country is that of the region, and without a region
#   that of the operator. People and services count by the country from which they have access, and are inside too
#   where that country has an allowed cloud region; data subjects and the public are not judged. A tool without a
#   region or operator of its own is where its model is. A place that is not known is a gap.
#
#   A false positive is a region that the tables do not know: write the country instead, or list the region itself.
# custom:
#   severity: high
#   blocks_from: pilot
#   method: graph
#   remediation: Declare the region, move the node into an allowed one, or widen `allowed_regions` if the organisation has decided so.
#   controls: ["gdpr:30(1)(e)", "nist-800-53:SA-9(5)", "soc2:C1.1"]
package aicomply.policies.transfer.region_not_allowed

import data.aicomply.lib.facts
import data.aicomply.lib.text
import data.aicomply.lib.transfers

default applies := false

applies if input.system.allowed_regions

deny contains finding if {
	some ref, node in _judged
	not ref in _inside
	entries := [e | some e in node.receives; e.personal]
	categories := facts.categories(entries)
	finding := {
		"path": [node.type, node.name, transfers.place_attribute(node)],
		"message": _message(ref, node, categories),
		"kind": _kind(ref),
		"key": categories,
		"incidental": facts.incidental(entries),
		"witness": {"node": ref, "category": categories[0]},
	}
}

_judged := {ref: node | some ref, node in input.derived.node; node.personal; not ref in _spared}

# A tool is where its model is, which is judged itself, unless it says otherwise.
_spared := transfers.outsiders | {t.ref | some t in input.tool; not transfers.placed(t)}

_allowed := {r | some r in input.system.allowed_regions}

_inside := {ref | some ref, node in _judged; _is_inside(node)}

_is_inside(node) if node.region in _allowed

_is_inside(node) if node.country in _allowed

_is_inside(node) if node.area in _allowed

_is_inside(node) if {
	some union in (_allowed & {"EU", "EEA"})
	data.data.countries.by_code[node.country][lower(union)]
}

_is_inside(node) if {
	node.area == "EU"
	"EEA" in _allowed
}

_is_inside(node) if {
	node.type == "principal"
	node.country in {data.data.regions.by_name[r].country | some r in _allowed}
}

_kind(ref) := "violation" if transfers.place[ref]

_kind(ref) := "gap" if not transfers.place[ref]

_message(ref, _, categories) := sprintf("%s, which receives %s, is in %s; allowed are %s", [ref, text.list(categories), transfers.place[ref], text.list(_allowed)])

_message(ref, node, categories) := sprintf("%s receives %s, and %s; allowed are %s", [ref, text.list(categories), transfers.why_unknown(node), text.list(_allowed)]) if {
	not transfers.place[ref]
}
