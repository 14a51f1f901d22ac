# METADATA
# description: |
#   Transfers of data to third countries: the hops that are one, who receives, and what safeguards them. A third
#   country is one outside the EEA (GDPR Chapter V).
package aicomply.lib.transfers

import data.aicomply.lib.facts
import data.aicomply.lib.grants

# Principals that are nobody's recipients: data subjects, and the public, to
# whom publication is no transfer (CJEU C-101/01).
outsiders := {p.ref | some p in input.principal; p.kind in {"data_subject", "public"}}

# Where each node is, by address: a country, or the area of a region that spans countries.
place := {ref: p | some ref, node in input.derived.node; p := _place(node)}

# A country, or an area, that lies outside the EEA.
third_country(p) if {
	not p in {"EU", "EEA"}
	not data.data.countries.by_code[p].eea
}

# Every movement of data into another country that is a third country:
# {"type", "ref", "path", "from", "to", "safeguard"}. The safeguard is the
# address whose mechanism covers the hop: the flow; for a tool and an access
# grant, which declare none, a flow into the same recipient. Of the two ways
# between a model and its tool one counts.
hops := (_flow_hops | _tool_hops) | _access_hops

# What moves over a hop.
entries(hop) := input.derived.flow[hop.ref].receives if hop.type == "flow"

entries(hop) := input.derived.access[hop.ref].receives if hop.type == "access"

entries(hop) := input.derived.node[hop.from].receives if hop.type == "tool"

# The party that receives: who runs the node; for the vendor's support staff,
# who runs what they see; for other people and services, the controller.
recipient(hop) := input.derived.node[hop.to].operator

recipient(hop) := input.derived.node[hop.from].operator if facts.principals[hop.to].kind == "vendor_support"

recipient(hop) := input.system.controller if facts.principals[hop.to].kind in {"human_group", "service"}

# An adequacy decision on the country is in force and covers the recipient.
adequate(hop) if {
	some decision in data.data.adequacy.decisions
	decision.country == place[hop.to]
	decision.from <= input.now
	not _ended(decision)
	_covers(decision, hop)
}

# Addresses of flows that declare a mechanism, and of what they lead to.
with_mechanism := {a | some f in input.flow; f.transfer.mechanism; some a in [f.ref, f.to]}

# The same, where the mechanism is declared unknown.
with_unknown_mechanism := {a | some f in input.flow; "mechanism" in f.transfer.unknown; some a in [f.ref, f.to]}

# The hop in words: what moves, from where to where.
sentence(hop, categories) := sprintf("%s carries %s from %s to %s in %s", [hop.ref, categories, _start(hop), hop.to, place[hop.to]]) if {
	hop.type == "flow"
}

sentence(hop, categories) := sprintf("a call of %s takes %s from %s to %s in %s", [hop.ref, categories, _start(hop), hop.to, place[hop.to]]) if {
	hop.type == "tool"
}

sentence(hop, categories) := sprintf("%s in %s can read %s in %s through %s", [hop.to, place[hop.to], categories, _start(hop), hop.ref]) if {
	hop.type == "access"
}

# Why no adequacy decision helps, in words.
not_adequate(hop) := sprintf("no adequacy decision on %s covers %s", [place[hop.to], _named(hop)])

_named(hop) := recipient(hop)

_named(hop) := hop.to if not recipient(hop)

_start(hop) := sprintf("%s in %s", [hop.from, place[hop.from]])

_start(hop) := hop.from if not place[hop.from]

_place(node) := node.country

_place(node) := node.area if not node.country

# Data of outsiders starts in the country of the controller that collects it.
_starts(ref) := place[ref] if not ref in outsiders

_starts(ref) := facts.parties[input.system.controller].country if ref in outsiders

_abroad := {ref | some ref, p in place; third_country(p)} - outsiders

_crosses(from, to) if {
	to in _abroad
	_starts(from) != place[to]
}

_flow_hops := {hop |
	some f in input.flow
	_crosses(f.from, f.to)
	hop := {"type": "flow", "ref": f.ref, "path": ["flow", f.name, "transfer"], "from": f.from, "to": f.to, "safeguard": f.ref}
}

_access_hops := {hop |
	some a in input.access
	count(input.derived.access[a.ref].receives) > 0
	from := grants.node(a)
	_crosses(from, a.principal)
	hop := {"type": "access", "ref": a.ref, "path": ["access", a.name, "principal"], "from": from, "to": a.principal, "safeguard": a.principal}
}

_tool_hops := {hop |
	some t in input.tool
	some i, model in t.used_by
	ends := _ends(model, t.ref)
	hop := {"type": "tool", "ref": t.ref, "path": ["tool", t.name, "used_by", i], "from": ends[0], "to": ends[1], "safeguard": ends[1]}
}

_ends(model, tool) := [model, tool] if _crosses(model, tool)

_ends(model, tool) := [tool, model] if {
	_crosses(tool, model)
	not _crosses(model, tool)
}

_ended(decision) if decision.until < input.now

_covers(decision, _) if not decision.condition

# The manifest does not say whether a Canadian recipient is a commercial organisation; a declared party is taken as one.
_covers(decision, hop) if {
	decision.condition == "commercial"
	recipient(hop)
}

_covers(decision, hop) if {
	decision.condition == "eu_us_dpf"
	"eu_us_dpf" in facts.parties[recipient(hop)].certifications
}

# The attribute that says where a node is.
place_attribute(node) := "country" if node.type == "principal"

place_attribute(node) := "region" if node.type != "principal"

# Why the place of a node is not known, in words.
why_unknown(node) := "its country is not declared" if node.type == "principal"

why_unknown(node) := sprintf("the country of its region %q is not known%s", [node.region, _nearest(node)]) if node.unknown_region

why_unknown(node) := "neither its region nor the country of its operator is declared" if {
	node.type != "principal"
	not node.unknown_region
}

default _nearest(_) := ""

_nearest(node) := sprintf(" (the nearest that is known: %s)", [node.nearest_region])

# A tool is where its model is, unless it declares an operator or a region, also as unknown.
placed(tool) if tool.operator

placed(tool) if tool.region

placed(tool) if {
	some attribute in ["operator", "region"]
	attribute in tool.unknown
}
