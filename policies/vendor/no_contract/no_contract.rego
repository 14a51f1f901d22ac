# METADATA
# title: Processor without a contract or with unauthorised sub-processors
# description: |
#   Who processes personal data for someone else may do so only under a contract that binds them to instructions, and
#   may pass it on only to those whom the contract allows. Personal data reaches a party if it reaches a node that the
#   party operates. Then
#   - a party of role processor needs a `contract` that was signed on or before the day of the check. Under the GDPR
#     it is of kind dpa (Art. 28(3)); elsewhere a baa will do as well;
#   - with the profile hipaa, a processor that health data reaches needs one of kind baa, besides;
#   - a party of role sub_processor must be in the `sub_processors` of a processor or of another sub-processor
#     (Art. 28(2), (4)). Its own contract is with that processor, so none is asked for here.
#
#   A contract that does not say when it was signed, or of which kind it is, is a gap. So is a sub-processor where no
#   processor declares its sub-processors. Third parties are controllers of their own and need no such contract.
#   A contract that exists and is only not declared is added to the manifest.
# related_resources:
#   - description: GDPR Art. 28
#     ref: https://eur-lex.europa.eu/eli/reg/2016/679/oj
#   - description: HIPAA, business associate contracts
#     ref: https://www.ecfr.gov/current/title-45/section-164.504
# custom:
#   severity: critical
#   blocks_from: pilot
#   method: graph
#   remediation: Sign the contract and declare it; have the processor list the sub-processor, and authorise it.
#   controls:
#     - gdpr:28(2)
#     - gdpr:28(3)
#     - gdpr:28(4)
#     - hipaa:164.504(e)
#     - hipaa:164.308(b)(1)
#     - ccpa:1798.100(d)
#     - soc2:CC9.2
#     - nist-800-53:SA-9
#     - eu-ai-act:25(4)
package aicomply.policies.vendor.no_contract

import data.aicomply.lib.facts
import data.aicomply.lib.jurisdiction
import data.aicomply.lib.text

default applies := false

applies if count(_operators) > 0

deny contains object.union(_about(p, _personal), {
	"path": ["party", p.name, "contract"],
	"message": sprintf(
		"%s is a processor that receives %s, and %s",
		[p.ref, text.list(facts.categories(_arriving(p.ref, _personal))), lack],
	),
	"kind": kind,
	"key": "dpa",
}) if {
	some p in _processors
	kinds := _accepted
	not _signed(p, kinds)
	kind := _kind(p, kinds)
	lack := _lack(p, kinds)
}

deny contains object.union(_about(p, _health), {
	"path": ["party", p.name, "contract"],
	"message": sprintf("%s is a processor that receives %s, and %s", [p.ref, text.list(facts.categories(entries)), lack]),
	"kind": kind,
	"key": "baa",
}) if {
	"hipaa" in input.aicomply.profiles
	some p in _processors
	entries := _arriving(p.ref, _health)
	count(entries) > 0
	not _signed(p, {"baa"})
	kind := _kind(p, {"baa"})
	lack := _lack(p, {"baa"})
}

deny contains object.union(_about(p, _personal), {
	"path": ["party", p.name],
	"message": sprintf(
		"%s is a sub-processor that receives %s, and no processor lists it in sub_processors",
		[p.ref, text.list(facts.categories(_arriving(p.ref, _personal)))],
	),
	"kind": _unlisted_kind,
	"key": "sub_processor",
}) if {
	some p in input.party
	p.role == "sub_processor"
	_reached[p.ref]
	not _listed[p.ref]
}

# The nodes that personal data reaches, by their operator.
_reached := {operator: nodes |
	some operator, _ in _operators
	nodes := {ref | some ref, node in input.derived.node; node.operator == operator; node.personal}
}

_operators := {node.operator: true |
	some node in input.derived.node
	node.personal
	node.operator_role in {"processor", "sub_processor"}
}

_processors contains p if {
	some p in input.party
	p.role == "processor"
	_reached[p.ref]
}

# What a processor may have signed. A business associate contract is not one of Art. 28.
_accepted := {"dpa"} if jurisdiction.gdpr

_accepted := {"dpa", "baa"} if not jurisdiction.gdpr

_signed(p, kinds) if {
	some c in p.contract
	c.kind in kinds
	c.signed <= input.now
}

# A contract that may be the one asked for, if only it said so.
_undated(p, kinds) if {
	some c in p.contract
	c.kind in kinds
	not c.signed
}

_unnamed(p) if {
	some c in p.contract
	not c.kind
}

_kind(p, kinds) := "gap" if _open(p, kinds)

_kind(p, kinds) := "violation" if not _open(p, kinds)

_open(p, kinds) if _undated(p, kinds)

_open(p, _) if _unnamed(p)

_lack(p, kinds) := sprintf("its contract (%s) does not declare when it was signed", [_names(kinds)]) if _undated(p, kinds)

_lack(p, kinds) := "its contract does not declare its kind" if {
	_unnamed(p)
	not _undated(p, kinds)
}

_lack(p, kinds) := sprintf("its contract (%s) is to be signed on %s", [_names(kinds), min(_later(p, kinds))]) if {
	not _open(p, kinds)
	count(_later(p, kinds)) > 0
}

_lack(p, kinds) := sprintf("it has no signed contract (%s)", [_names(kinds)]) if {
	not _open(p, kinds)
	count(_later(p, kinds)) == 0
}

_later(p, kinds) := {c.signed | some c in p.contract; c.kind in kinds; c.signed > input.now}

_names(kinds) := concat(" or ", sort(kinds))

_listed := {sub: true |
	some p in input.party
	p.role in {"processor", "sub_processor"}
	some sub in p.sub_processors
	sub != p.ref
}

_unlisted_kind := "violation" if _lists

_unlisted_kind := "gap" if not _lists

_lists if {
	some p in input.party
	p.role in {"processor", "sub_processor"}
	p.sub_processors
}

# What a finding says of the data: how it gets there, and whether it is only incidental.
_about(p, classes) := {
	"incidental": facts.incidental(entries),
	"witness": {"node": node, "category": facts.categories(_of(node, classes))[0]},
} if {
	entries := _arriving(p.ref, classes)
	node := min({n | some n in _reached[p.ref]; count(_of(n, classes)) > 0})
}

_arriving(party, classes) := [e | some node in _reached[party]; some e in _of(node, classes)]

_of(node, classes) := [e |
	some e in input.derived.node[node].receives
	e.personal
	some class in classes
	_covers(class, e.category)
]

_covers(class, category) if class in {category, ""}

_covers(class, category) if startswith(category, concat("", [class, "."]))

_personal := {""}

_health := {"user.biometric.health", "user.health_and_medical"}
