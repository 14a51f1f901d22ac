# METADATA
# description: |
#   Data that needs protection: personal data, and data of a dataset that the organisation classes as
#   confidential or above.
package aicomply.lib.protected

import data.aicomply.lib.facts

# The entries of what is received that need protection.
entries(received) := [e | some e in received; entry(e)]

# Those that reach a node. Undefined where none does, or where there is no such node.
at(ref) := found if {
	node := input.derived.node[ref]
	true in {node.personal, node.confidential}
	found := entries(node.receives)
}

# One entry does.
entry(e) if e.personal

entry(e) if facts.datasets[e.dataset].classification in {"confidential", "strictly_confidential"}
