# METADATA
# title: Solely automated significant decision without safeguards
# description: |
#   A person may not be subject to a decision with legal or similarly significant effect that a machine takes alone, unless
#   a contract, a law or explicit consent allows it; and then a human being must be able to step in, and the person to
#   contest it (GDPR Art. 22). It may rest on special-category data only under Art. 9(2)(a) or (g).
#
#   Checked is every system with personal data whose `decision_effect` is legal or similarly_significant and whose
#   `automation_level` is high, full or autonomous. Any of these is a fault:
#   - no `art_22_ground`;
#   - no oversight block whose `can_override` is true, or no `rights.contest`;
#   - special-category data reaches a model or a component of kind decision under a purpose whose
#     `special_category_basis` is another than gdpr_9_2_a and gdpr_9_2_g. A purpose without one is reported by
#     `privacy/special_category_without_condition`.
#
#   Where only one of the effect and the level of automation is declared, and is of that kind, the other is a gap. A false
#   positive is a system whose output a person does weigh before anything follows from it: its automation level is
#   conditional at most.
# related_resources:
#   - description: GDPR Art. 22
#     ref: https://eur-lex.europa.eu/eli/reg/2016/679/oj
# custom:
#   severity: critical
#   blocks_from: pilot
#   method: attr
#   remediation: Put a human decision in, or record the ground of Art. 22(2), the person who can override and the route to contest.
#   controls: ["gdpr:22(1)", "gdpr:22(2)", "gdpr:22(3)", "gdpr:22(4)", "eu-ai-act:14(1)", "nist-ai-rmf:MAP 3.5"]
#   jurisdictions: [EU, EEA]
package aicomply.policies.privacy.solely_automated_decision

import data.aicomply.lib.arrived
import data.aicomply.lib.deciders
import data.aicomply.lib.facts
import data.aicomply.lib.jurisdiction
import data.aicomply.lib.overseers
import data.aicomply.lib.text

default applies := false

applies if {
	jurisdiction.gdpr
	not input.derived.personal_data == false
	true in {_significant, _automated}
	count(_excluding) == 0
}

deny contains {
	"path": ["system", "automation_level"],
	"message": sprintf("decisions of %s effect are taken at automation level %s, and %s", [replace(input.system.decision_effect, "_", " "), input.system.automation_level, concat("; ", sort({f.text | some f in _faults}))]),
	"kind": _kind,
} if {
	_significant
	_automated
	count(_faults) > 0
}

deny contains {"path": ["system", "automation_level"], "message": message, "kind": "gap"} if {
	_significant
	not input.system.automation_level
	message := sprintf("decisions have %s effect, and how far they are automated is not declared", [replace(input.system.decision_effect, "_", " ")])
}

deny contains {"path": ["system", "decision_effect"], "message": message, "kind": "gap"} if {
	_automated
	not input.system.decision_effect
	message := sprintf("the system acts at automation level %s, and what effect its decisions have on a person is not declared", [input.system.automation_level])
}

deny contains {
	"path": ["purpose", p.name, "special_category_basis"],
	"message": sprintf("%s takes %s into solely automated decisions under %s; only gdpr_9_2_a and gdpr_9_2_g allow that", [p.ref, text.list(categories), p.special_category_basis]),
	"key": categories,
	"incidental": facts.incidental(entries),
	"witness": {"node": min({e.node | some e in entries}), "category": categories[0]},
} if {
	_significant
	_automated
	some p in input.purpose
	p.special_category_basis
	not p.special_category_basis in {"gdpr_9_2_a", "gdpr_9_2_g"}
	entries := [object.union(e, {"node": node}) |
		some node in _deciding
		some e in input.derived.node[node].receives
		e.special
		p.ref in arrived.purposes(e)
	]
	categories := facts.categories(entries)
}

default _significant := false

_significant if input.system.decision_effect in {"legal", "similarly_significant"}

default _automated := false

_automated if input.system.automation_level in {"high", "full", "autonomous"}

# What is declared and takes the system out of Art. 22.
_excluding contains "effect" if {
	input.system.decision_effect
	not _significant
}

_excluding contains "automation" if {
	input.system.automation_level
	not _automated
}

_deciding := {n.ref | some n in deciders.nodes; n.type in {"model", "component"}}

_faults contains {"text": "no ground of Art. 22(2) is declared", "gap": "art_22_ground" in object.get(input.system, "unknown", [])} if not input.system.art_22_ground

_faults contains {"text": "no oversight block declares that somebody can override them", "gap": false} if {
	not overseers.able("can_override")
	not overseers.open("can_override")
}

_faults contains {"text": "whether somebody can override them is not declared", "gap": true} if overseers.open("can_override")

_faults contains {"text": "no route to contest them is declared", "gap": _contest_unknown} if not input.rights.contest

default _contest_unknown := false

_contest_unknown if "contest" in input.rights.unknown

default _kind := "violation"

_kind := "gap" if {
	every f in _faults { f.gap }
}
