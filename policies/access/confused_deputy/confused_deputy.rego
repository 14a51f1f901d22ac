# METADATA
# title: Model reads with a wider identity than the person who asks
# description: |
#   A model that fetches with the rights of a service shows everybody what only some may see: nobody has to break in,
#   they only have to ask.
#
#   Judged is each flow out of a store over which personal data, or data of class confidential or above, unless its
#   dataset is of class public, goes on to a model that serves people (`input.derived.flow[ref].feeds`, `input.derived.model[ref].serves`), be it directly, by a
#   tool or over components. It is reported if `identity` is "service" and the store has `row_level_access = false`.
#   A gap is `identity` not declared, unless the store decides access for each record; and `row_level_access` not
#   declared, where the identity is that of a service.
#
#   A store in which everybody whom the model serves may read everything needs no filter: waive the finding and say so,
#   or declare the data's class if everybody may read it.
# related_resources:
#   - description: OWASP LLM08:2025 Vector and Embedding Weaknesses
#     ref: https://genai.owasp.org/llmrisk/llm082025-vector-and-embedding-weaknesses/
# custom:
#   severity: high
#   blocks_from: pilot
#   method: graph
#   remediation: Read with the identity of the person who asks, or filter by tenant and permission in the store.
#   controls:
#     - owasp-llm-2025:LLM02:2025
#     - owasp-llm-2025:LLM06:2025
#     - owasp-llm-2025:LLM08:2025
#     - nist-800-53:AC-3
#     - nist-800-53:AC-4
#     - gdpr:5(1)(f)
#     - gdpr:32(1)(b)
package aicomply.policies.access.confused_deputy

import data.aicomply.lib.facts
import data.aicomply.lib.protected
import data.aicomply.lib.text

default applies := false

applies if count(_readings) > 0

deny contains object.union(_found(r), {
	"path": ["flow", r.flow.name, "identity"],
	"message": sprintf("%s reads %s from %s for %s, which serves %s, under the identity of a service, and the store does not decide access for each record", _facts(r)),
}) if {
	some r in _readings
	r.flow.identity == "service"
	r.store.row_level_access == false
}

deny contains object.union(_found(r), {
	"path": ["flow", r.flow.name, "identity"],
	"message": sprintf("%s reads %s from %s for %s, which serves %s, and does not declare under whose identity", _facts(r)),
	"kind": "gap",
}) if {
	some r in _readings
	not r.flow.identity
	not r.store.row_level_access
}

deny contains {
	"path": ["store", r.store.name, "row_level_access"],
	"message": sprintf("%s is read for a model that serves people under the identity of a service, and does not declare whether access is decided for each record", [r.store.ref]),
	"kind": "gap",
} if {
	some r in _readings
	r.flow.identity == "service"
	not _decided(r.store)
}

_decided(store) if store.row_level_access in {true, false}

_stores := {s.ref: s | some s in input.store}

# Flows by which what a model shows to people is read: {"flow", "store", "model"}.
_readings := [{"flow": f, "store": store, "model": fact.feeds} |
	some f in input.flow
	store := _stores[f.from]
	fact := input.derived.flow[f.ref]
	input.derived.model[fact.feeds].serves
	count(_guarded(fact)) > 0
]

# What moves and needs protection, but for what the organisation has classed as public.
_guarded(fact) := [e | some e in protected.entries(fact.receives); not _public(e.dataset)]

_public(dataset) if facts.datasets[dataset].classification == "public"

_entries(r) := _guarded(input.derived.flow[r.flow.ref])

_facts(r) := [r.flow.ref, text.list(facts.categories(_entries(r))), r.store.ref, r.model, input.derived.model[r.model].serves]

_found(r) := {"key": categories, "incidental": facts.incidental(entries), "witness": {"flow": r.flow.ref, "category": categories[0]}} if {
	entries := _entries(r)
	categories := facts.categories(entries)
}
