# METADATA
# title: No contingency for a third-party model
# description: |
#   A model that somebody else runs can be down, be withdrawn or become too dear, at a time that the organisation does not
#   choose. Work that depends on it stops, unless there is another way.
#
#   Checked is every model that a processor, a sub-processor or a third party operates: a `fallback` that covers it is
#   triggered by provider_outage, or `alternative` names a model that another party operates. A fallback that covers the
#   model and does not declare its triggers is reported by `manifest/required_fact_missing`.
#
#   A false positive is a model without which the work can wait: declare that as the fallback's action.
# related_resources:
#   - description: NIST AI RMF, GOVERN 6.2
#     ref: https://airc.nist.gov/airmf-resources/airmf/
# custom:
#   severity: medium
#   blocks_from: production
#   method: attr
#   remediation: Declare and test a fallback for an outage of the provider, or a model of a second provider.
#   controls: ["nist-ai-rmf:GOVERN 6.2", "soc2:A1.2", "soc2:CC9.1", "nist-800-53:CP-2", "eu-ai-act:15(4)"]
package aicomply.policies.vendor.no_contingency

import data.aicomply.lib.vendors

default applies := false

applies if count(_models) > 0

deny contains {
	"path": ["model", m.name],
	"message": sprintf("%s runs %s, no fallback covers its outage, and %s", [_operator[m.ref], m.ref, _alternative(m)]),
	"witness": {"node": m.ref},
} if {
	some m in _models
	not m.ref in _covered
	not _elsewhere(m)
}

_models := [m | some m in input.model; input.derived.node[m.ref].operator_role in vendors.roles]

_operator := {m.ref: input.derived.node[m.ref].operator | some m in input.model}

# What a fallback covers in an outage, or may cover.
_covered contains ref if {
	some f in input.fallback
	_for_outages(f)
	some ref in f.covers
}

_for_outages(f) if "provider_outage" in f.triggers

_for_outages(f) if not f.triggers

# There is a model to change to that is not known to be at the same party.
_elsewhere(m) if {
	m.alternative
	not _same_operator(m)
}

_same_operator(m) if _operator[m.alternative] == _operator[m.ref]

_alternative(m) := sprintf("its alternative, %s, is run by the same party", [m.alternative])

_alternative(m) := "no alternative is declared" if not m.alternative
