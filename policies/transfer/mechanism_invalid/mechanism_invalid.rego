# METADATA
# title: The declared transfer mechanism does not hold
# description: |
#   A mechanism that is named and does not fit is none: the transfer is as unlawful as without it, and harder to notice.
#
#   Checked is every flow of personal data into a third country that declares a `transfer.mechanism`, unless an adequacy
#   decision that is in force on the day of the check covers the recipient anyway:
#   - adequacy and adequacy_dpf: there is no such decision. Where the decision covers only recipients that take part in
#     the EU-US Data Privacy Framework, and the recipient does not declare `certifications`, that is a gap;
#   - scc and bcr: `tia` names an assessment of kind tia that is approved, and `signed` is not a day to come. Clauses
#     without an assessment for special-category data are reported by `transfer/special_category_third_country`;
#   - derogation_49: the flow's `trigger` is webhook, stream, poll or batch, so that it runs systematically and not
#     occasionally. A trigger that is not declared is a gap.
#
#   A false positive is a certification that the party holds and the manifest does not declare: add it.
# related_resources:
#   - description: GDPR Art. 45, 46 and 49
#     ref: https://eur-lex.europa.eu/eli/reg/2016/679/oj
#   - description: CJEU C-311/18 (Schrems II)
#     ref: https://curia.europa.eu/juris/liste.jsf?num=C-311/18
# custom:
#   severity: high
#   blocks_from: production
#   method: attr
#   remediation: Use a mechanism that fits the country, the recipient and the flow, and attach the approved transfer impact assessment.
#   controls: ["gdpr:45(1)", "gdpr:Decision (EU) 2023/1795", "gdpr:46(2)(b)", "gdpr:46(2)(c)", "gdpr:49(1)"]
#   jurisdictions: [EU, EEA]
package aicomply.policies.transfer.mechanism_invalid

import data.aicomply.lib.facts
import data.aicomply.lib.jurisdiction
import data.aicomply.lib.parts
import data.aicomply.lib.records
import data.aicomply.lib.transfers

default applies := false

applies if {
	jurisdiction.gdpr
	count(_hops) > 0
}

deny contains _finding(f.ref, parts.finding(["flow", f.name, "transfer"], f.ref, faults)) if {
	some ref, hop in _hops
	f := _flows[ref]
	not transfers.adequate(hop)
	faults := _faults(f, hop)
	count(faults) > 0
}

deny contains _finding(f.ref, {"path": ["flow", f.name, "trigger"], "message": message, "kind": "gap"}) if {
	some ref, hop in _hops
	f := _flows[ref]
	not transfers.adequate(hop)
	f.transfer.mechanism == "derogation_49"
	not f.trigger
	message := sprintf("%s relies on a derogation of Art. 49, and what sets it off is not declared", [f.ref])
}

# Flows with a mechanism, and those of them that are transfers of personal data.
_flows := {f.ref: f | some f in input.flow; f.transfer.mechanism}

_hops := {hop.ref: hop |
	some hop in transfers.hops
	_flows[hop.ref]
	input.derived.flow[hop.ref].personal
}

_finding(ref, finding) := object.union(finding, {
	"incidental": facts.incidental(entries),
	"witness": {"flow": ref, "category": facts.categories(entries)[0]},
}) if {
	entries := [e | some e in input.derived.flow[ref].receives; e.personal]
}

default _faults(_, _) := set()

_faults(f, hop) := {{"attribute": "mechanism", "text": message, "gap": _may_take_part(hop)}} if {
	f.transfer.mechanism in {"adequacy", "adequacy_dpf"}
	message := sprintf("claims %s, and %s%s", [f.transfer.mechanism, transfers.not_adequate(hop), _undeclared(hop)])
}

_faults(f, _) := _unsigned(f) | _assessment(f) if f.transfer.mechanism in {"scc", "bcr"}

_faults(f, _) := {{"attribute": "mechanism", "text": message, "gap": false}} if {
	f.transfer.mechanism == "derogation_49"
	f.trigger in {"webhook", "stream", "poll", "batch"}
	message := sprintf("relies on a derogation of Art. 49, and runs systematically (trigger %s)", [f.trigger])
}

# Only a declaration that is absent keeps the framework from covering the recipient.
default _may_take_part(_) := false

_may_take_part(hop) if {
	some decision in data.data.adequacy.decisions
	decision.country == transfers.place[hop.to]
	decision.condition == "eu_us_dpf"
	decision.from <= input.now
	not _ended(decision)
	not _certifications_declared(hop)
}

_ended(decision) if decision.until < input.now

_certifications_declared(hop) if facts.parties[transfers.recipient(hop)].certifications

_undeclared(hop) := "; its certifications are not declared" if _may_take_part(hop)

_undeclared(hop) := "" if not _may_take_part(hop)

default _unsigned(_) := set()

_unsigned(f) := {{"attribute": "signed", "text": sprintf("has clauses that are signed on %s only", [f.transfer.signed]), "gap": false}} if f.transfer.signed > input.now

default _assessment(_) := set()

_assessment(f) := {{"attribute": "tia", "text": sprintf("relies on %s and has no transfer impact assessment", [f.transfer.mechanism]), "gap": "tia" in object.get(f.transfer, "unknown", [])}} if {
	not f.transfer.tia
	not f.ref in _reported
}

_assessment(f) := {{"attribute": "tia", "text": sprintf("relies on %s, and %s is %s", [f.transfer.mechanism, f.transfer.tia, fault]), "gap": false}} if {
	fault := _unfit(facts.assessments[f.transfer.tia])
}

_unfit(a) := sprintf("an assessment of kind %s", [a.kind]) if a.kind != "tia"

_unfit(a) := sprintf("%s, not approved", [replace(a.status, "_", " ")]) if {
	not a.kind != "tia"
	not records.done(a)
}

# Where special-category data has no assessment, that is reported as such.
_reported := {f.witness.flow | some f in data.aicomply.policies.transfer.special_category_third_country.deny}
