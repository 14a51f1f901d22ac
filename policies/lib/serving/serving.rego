# METADATA
# description: Models that serve, who pays for their use, and who watches them.
package aicomply.lib.serving

# Models that decide, rank or generate; an embedding does none of these by itself. A model whose kind is not declared
# counts.
models := [m | some m in input.model; not _embeds(m)]

# Models whose use is metered: their provider hosts them, or another party than the controller runs them.
metered contains m if {
	some m in input.model
	m.hosting == "api"
}

metered contains m if {
	some m in input.model
	input.derived.node[m.ref].operator != input.system.controller
}

# Monitors that watch a model.
monitors(model) := [n | some n in input.monitor; model.ref in n.covers]

# Monitors that do not say what they watch.
unaimed contains n.ref if {
	some n in input.monitor
	not n.covers
}

_embeds(model) if model.kind == "embedding"
