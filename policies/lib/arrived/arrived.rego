# METADATA
# description: Under which purposes data is where it is.
package aicomply.lib.arrived

import data.aicomply.lib.facts

# The purposes of an entry of what a node receives: those under which it
# arrived; where it entered and has none, those for which it was collected.
purposes(entry) := entry.purposes if count(entry.purposes) > 0

purposes(entry) := object.get(facts.datasets[entry.dataset], "collected_for", []) if count(entry.purposes) == 0

# The purposes under which personal data moves or lies.
personal contains p if {
	some node in input.derived.node
	some e in node.receives
	e.personal
	some p in purposes(e)
}

# Datasets of which personal data is somewhere.
personal_datasets contains e.dataset if {
	some node in input.derived.node
	some e in node.receives
	e.personal
}
