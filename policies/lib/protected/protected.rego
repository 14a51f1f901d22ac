# METADATA
# description: |
#   Data that needs protection: personal data, and data of a dataset that the organisation classes as
#   confidential or above.
package aicomply.lib.protected

import data.aicomply.lib.facts

# The entries of what is received that need protection.
entries(received) := [e | some e in received; _protected(e)]

# Those that reach a node. Undefined where none does, or where there is no such node.
at(ref) := found if {
	node := input.derived.node[ref]
	true in {node.personal, node.confidential}
	found := entries(node.receives)
	count(found) > 0
}

_protected(e) if e.personal

_protected(e) if facts.datasets[e.dataset].classification in {"confidential", "strictly_confidential"}
