# METADATA
# description: |
#   Purposes of what moves and arrives: where data comes under a purpose, whether that is one it was collected for, and
#   what arrives in a store.
package aicomply.lib.purposes

import data.aicomply.lib.facts
import data.aicomply.lib.grants

# Flows and access grants that declare a purpose, by address: {"path", "from", "purpose", "receives"}. Whatever
# moves over them moves under that purpose. Tools, and moves without a purpose, keep the purposes of what arrives.
moves := object.union(_flows, _grants)

_flows := {f.ref: move |
	some f in input.flow
	move := {"path": ["flow", f.name, "purpose"], "from": f.from, "purpose": f.purpose, "receives": input.derived.flow[f.ref].receives}
}

_grants := {a.ref: move |
	some a in input.access
	move := {"path": ["access", a.name, "purpose"], "from": grants.node(a), "purpose": a.purpose, "receives": input.derived.access[a.ref].receives}
}

# Of the entries at fault on moves, {address: entries}, those on the moves by which they come under the move's
# purpose, so that a fault is found once and not again on every flow after it. In a cycle that has no such move,
# all moves count.
beginnings(faulty) := {ref: entries |
	fresh := {ref: new | some ref, all in faulty; new := _fresh(ref, all)}
	begun := {[moves[ref].purpose, e.category, e.dataset] | some ref, new in fresh; some e in new}
	some ref, all in faulty
	purpose := moves[ref].purpose
	circular := [e | some e in all; not [purpose, e.category, e.dataset] in begun]
	entries := array.concat(fresh[ref], circular)
	count(entries) > 0
}

# What is not yet under the move's purpose where the move starts. Where a dataset enters it starts anew, even if some
# of it comes back there, as an answer does to the person who asked.
_fresh(ref, entries) := [e | some e in entries; not [e.category, e.dataset] in old] if {
	move := moves[ref]
	old := {[e.category, e.dataset] |
		some e in input.derived.node[move.from].receives
		move.purpose in e.purposes
		not _enters(move.from, e.dataset)
	}
}

_enters(node, dataset) if node in facts.datasets[dataset].origin

# The dataset was collected for the purpose.
collected_for(purpose, dataset) if purpose in facts.datasets[dataset].collected_for

# The purpose is declared compatible with one that the dataset was collected for, and the assessment is approved.
compatible(purpose, dataset) if {
	declared_compatible(purpose, dataset)
	facts.assessments[facts.purposes[purpose].compatibility].status == "approved"
}

# The same, whether or not there is an assessment.
declared_compatible(purpose, dataset) if {
	some old in facts.purposes[purpose].compatible_with
	old in facts.datasets[dataset].collected_for
}

# What arrives in stores: {"path", "address", "witness", "store", "entries"} for each flow into one of them, and for
# each of them at which a dataset enters. What enters is there for the purposes that it was collected for.
arrivals(stores) := array.concat(_flowing(stores), _entering(stores))

_flowing(stores) := [arrival |
	some f in input.flow
	f.to in stores
	arrival := {"path": ["flow", f.name], "address": f.ref, "witness": {"flow": f.ref}, "store": f.to, "entries": input.derived.flow[f.ref].receives}
]

_entering(stores) := [arrival |
	some s in input.store
	s.ref in stores
	entries := [object.union(e, {"purposes": object.get(facts.datasets[e.dataset], "collected_for", [])}) |
		some e in input.derived.node[s.ref].receives
		s.ref in facts.datasets[e.dataset].origin
	]
	arrival := {"path": ["store", s.name], "address": s.ref, "witness": {"node": s.ref}, "store": s.ref, "entries": entries}
]
