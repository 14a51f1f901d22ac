# METADATA
# description: Parties outside the organisation - processors, sub-processors and third parties - and what they run.
package aicomply.lib.vendors

import data.aicomply.lib.arrived

roles := {"processor", "sub_processor", "third_party"}

# The nodes that each of them operates: {party: {node: true}}. Merged by one
# call, which is linear where a rule with a key for each party is not.
nodes := object.union_n([{node.operator: {ref: true}} |
	some ref, node in input.derived.node
	node.operator_role in roles
])

# What arrives at the nodes of a party; nothing at those of a party that runs none, or is no vendor.
receives(party) := [e | some ref, _ in nodes[party]; some e in input.derived.node[ref].receives]

# The first node of a party at which one of the categories arrives.
first(party, categories) := min({ref | some ref, _ in nodes[party]; some e in input.derived.node[ref].receives; e.category in categories})

# The purposes under which entries are at a party.
purposes(entries) := {p | some e in entries; some p in arrived.purposes(e)}
