# METADATA
# description: Blocks by address, and what the graph says of them.
package aicomply.lib.facts

# Every labelled block that policies look up, by address.
parties := {p.ref: p | some p in input.party}

purposes := {p.ref: p | some p in input.purpose}

datasets := {d.ref: d | some d in input.dataset}

components := {c.ref: c | some c in input.component}

principals := {p.ref: p | some p in input.principal}

assessments := {a.ref: a | some a in input.assessment}

# The categories of a set of received entries, sorted: the key of a graph finding.
categories(entries) := sort({e.category | some e in entries})

# A finding's severity is one lower only if nothing in it is declared content.
incidental(entries) if {
	count(entries) > 0
	every e in entries { e.incidental }
}

default incidental(_) := false
