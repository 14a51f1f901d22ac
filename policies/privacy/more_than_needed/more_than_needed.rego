# METADATA
# title: More personal data arrives than is needed
# description: |
#   Data that a step does not need can leak there, is seen by people who have no business with it, and has to be found again
#   when somebody asks for erasure. Prompts are where too much is sent most often: the whole record, for one field.
#
#   Checked is every component, store and model that declares `needs`, against the personal data that reaches it: each
#   category is one of those in `needs` or lies below one. The finding stands at the flow that brings the category; at
#   the node where none does, because a dataset enters there or a tool returns it.
#
#   A false positive is a category that is needed after all: add it to `needs`, which is a statement that somebody answers
#   for.
# related_resources:
#   - description: GDPR Art. 5(1)(c) and 25(2)
#     ref: https://eur-lex.europa.eu/eli/reg/2016/679/oj
# custom:
#   severity: medium
#   blocks_from: production
#   method: graph
#   remediation: Leave the category out, filter it or de-identify it before the node.
#   controls: ["gdpr:5(1)(c)", "gdpr:25(2)", "hipaa:164.502(b)", "nist-800-53:SI-12(1)", "ccpa:1798.100(c)"]
package aicomply.policies.privacy.more_than_needed

import data.aicomply.lib.facts
import data.aicomply.lib.text

default applies := false

applies if count(_needs) > 0

deny contains _finding(["flow", f.name], sprintf("%s carries", [f.ref]), f.to, {"flow": f.ref}, entries) if {
	some f in input.flow
	_needs[f.to]
	entries := [e | some e in input.derived.flow[f.ref].receives; _unneeded(f.to, e)]
}

deny contains _finding([node.type, node.name, "needs"], "a dataset or a tool brings", ref, {"node": ref}, entries) if {
	some ref, _ in _needs
	node := input.derived.node[ref]
	entries := [e | some e in node.receives; _unneeded(ref, e); not [ref, e.category, e.dataset] in _brought]
}

_needs := {n.ref: n.needs | some type in ["component", "store", "model"]; some n in input[type]}

_unneeded(ref, entry) if {
	entry.personal
	[ref, entry.category] in _too_much
}

# By node, the categories there that it does not need.
_too_much := {[ref, e.category] |
	some ref, needs in _needs
	some e in input.derived.node[ref].receives
	not _covered(needs, e.category)
}

_covered(needs, category) if {
	some key in needs
	startswith(sprintf("%s.", [category]), sprintf("%s.", [key]))
}

# What flows bring.
_brought := {[f.to, e.category, e.dataset] |
	some f in input.flow
	_needs[f.to]
	some e in input.derived.flow[f.ref].receives
}

_finding(path, how, ref, anchor, entries) := {
	"path": path,
	"message": sprintf("%s %s to %s, which needs %s", [how, text.list(categories), ref, _named(_needs[ref])]),
	"key": categories,
	"incidental": facts.incidental(entries),
	"witness": object.union(anchor, {"category": categories[0]}),
} if {
	categories := facts.categories(entries)
}

_named(needs) := text.list(needs) if count(needs) > 0

_named([]) := "no data"
