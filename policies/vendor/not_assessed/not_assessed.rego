# METADATA
# title: Vendor not assessed, or assessment expired
# description: |
#   An organisation may use only vendors that give sufficient guarantees, and has to be able to show that it looked. What a
#   vendor does changes, so an assessment holds for a time only.
#
#   Checked is every processor, sub-processor and third party that runs a node which personal data reaches, or data of
#   class confidential or above: an `assessment` of kind vendor names it in `covers`, is approved, and the day
#   `approved` + `review_every` has not passed. An approved assessment without one of the two dates is a gap; an
#   assessment without a status is reported by `manifest/required_fact_missing`.
#
#   A false positive is a vendor that was assessed for another system: declare that assessment here too, with its document.
# related_resources:
#   - description: GDPR Art. 28(1)
#     ref: https://eur-lex.europa.eu/eli/reg/2016/679/oj
# custom:
#   severity: medium
#   blocks_from: production
#   method: date
#   remediation: Assess the vendor, declare when it was approved, and set how long that holds.
#   controls: ["gdpr:28(1)", "soc2:CC9.2", "iso-42001:A.10.3", "nist-ai-rmf:GOVERN 6.1", "nist-ai-rmf:MANAGE 3.1", "nist-800-53:SR-6", "owasp-llm-2025:LLM03:2025"]
package aicomply.policies.vendor.not_assessed

import data.aicomply.lib.approvals
import data.aicomply.lib.facts
import data.aicomply.lib.parts
import data.aicomply.lib.protected
import data.aicomply.lib.records
import data.aicomply.lib.text
import data.aicomply.lib.vendors

default applies := false

applies if count(_received) > 0

# Nothing that covers the vendor can be in force.
deny contains object.union(finding, {
	"incidental": facts.incidental(entries),
	"witness": {"node": vendors.first(p.ref, categories), "category": categories[0]},
}) if {
	some p in input.party
	entries := _received[p.ref]
	not p.ref in _settled
	categories := facts.categories(entries)
	fault := _fault(p)
	finding := {
		"path": ["party", p.name],
		"message": sprintf("%s receives %s, and %s", [p.ref, text.list(categories), fault.text]),
		"kind": fault.kind,
	}
}

# An approval that may be in force, if only it said so.
deny contains parts.finding(["assessment", a.name], address, faults) if {
	some a in _assessments
	a.status == "approved"
	concerned := (_covered(a) & object.keys(_received)) - _current
	count(concerned) > 0
	faults := {{"attribute": attribute, "text": sprintf("does not declare %s", [attribute]), "gap": true} |
		some attribute in ["approved", "review_every"]
		not a[attribute]
	}
	count(faults) > 0
	address := sprintf("%s (%s)", [a.ref, text.list(concerned)])
}

# Data that needs protection, by the party that it reaches.
_received := {party: entries |
	some party, _ in vendors.nodes
	entries := protected.entries(vendors.receives(party))
	count(entries) > 0
}

_assessments := records.of("vendor")

_covered(a) := {ref | some ref in a.covers}

# Parties with an assessment in force.
_current contains party if {
	some a in _assessments
	_in_force(a)
	some party in a.covers
}

# The same, and those of which it is not known: that is found at the assessment.
_settled contains party if {
	some a in _assessments
	_may_be_in_force(a)
	some party in a.covers
}

_in_force(a) if {
	a.status == "approved"
	input.derived.assessment[a.ref].overdue_days <= 0
	not approvals.to_come(a)
}

_may_be_in_force(a) if {
	approvals.granted(a)
	not _expired(a)
}

_expired(a) if input.derived.assessment[a.ref].overdue_days > 0

_naming(p) := {a.ref | some a in _assessments; p.ref in _covered(a)}

_expired_naming(p) := {[input.derived.assessment[a.ref].overdue_days, a.ref] | some a in _assessments; p.ref in _covered(a); a.status == "approved"; _expired(a)}

_unaimed := {a.ref | some a in _assessments; not a.covers}

_fault(p) := {"kind": "stale", "text": message} if {
	[days, ref] := min(_expired_naming(p))
	message := sprintf("its assessment (%s) was due for review %s ago", [ref, text.counted(days, "day")])
}

_fault(p) := {"kind": "violation", "text": sprintf("its assessment (%s) is not approved", [text.list(_naming(p))])} if {
	count(_naming(p)) > 0
	count(_expired_naming(p)) == 0
}

_fault(p) := {"kind": "violation", "text": "no assessment of kind vendor covers it"} if {
	count(_naming(p)) == 0
	count(_unaimed) == 0
}

_fault(p) := {"kind": "gap", "text": sprintf("no assessment is known to cover it: what %s covers is not declared", [text.list(_unaimed)])} if {
	count(_naming(p)) == 0
	count(_unaimed) > 0
}
