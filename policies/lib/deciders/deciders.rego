# METADATA
# description: The parts of a system that decide or act, and which models can act.
package aicomply.lib.deciders

# Every model, every component that decides, and every tool whose calls change
# something. A kind or an effect that is not declared says nothing.
nodes contains {"type": "model", "name": m.name, "ref": m.ref} if some m in input.model

nodes contains {"type": "component", "name": c.name, "ref": c.ref} if {
	some c in input.component
	c.kind == "decision"
}

nodes contains {"type": "tool", "name": t.name, "ref": t.ref} if {
	some t in input.tool
	t.effect in {"write", "irreversible"}
}

refs := {n.ref | some n in nodes}

# Models that can call a tool.
with_tools contains model if {
	some t in input.tool
	some model in t.used_by
}
