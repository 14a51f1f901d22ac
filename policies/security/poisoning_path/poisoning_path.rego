# METADATA
# title: Untrusted writers can poison training or retrieval data
# description: |
#   Whoever can write into what a model learns from, or looks up, can decide what it will say, long after and to
#   everybody.
#
#   Judged are stores of kind training_set or vector_index, and stores that a model is `trained_on`. Reported are
#   - each flow into one of them by which content of outsiders arrives (`input.derived.flow[ref].unvetted`): of
#     principals of kind data_subject or public, of what a party of role third_party runs, or of a place to which such
#     a principal can write; past no component of kind validator, filter or human_task and no person of the
#     organisation;
#   - each grant by which such a principal can write to one of them.
#
#   A partner whose content is signed and checked on arrival passes a validator: declare it. A review that happens
#   inside a user interface is a human_task after it.
# related_resources:
#   - description: OWASP LLM04:2025 Data and Model Poisoning
#     ref: https://genai.owasp.org/llmrisk/llm042025-data-and-model-poisoning/
# custom:
#   severity: high
#   blocks_from: pilot
#   method: graph
#   remediation: Review or filter what outsiders wrote before it is taken in, and verify the signature of trusted sources.
#   controls:
#     - owasp-llm-2025:LLM04:2025
#     - owasp-llm-2025:LLM08:2025
#     - mitre-atlas:AML.T0020
#     - mitre-atlas:AML.T0070
#     - eu-ai-act:15(5)
#     - nist-800-53:AC-3
#     - nist-800-53:SI-7
package aicomply.policies.security.poisoning_path

import data.aicomply.lib.duties
import data.aicomply.lib.transfers

default applies := false

applies if count(_stores) > 0

deny contains {
	"path": ["flow", f.name],
	"message": sprintf("content of %s reaches %s, over %s, and nobody and nothing checks it on the way", [source, _stores[f.to], f.ref]),
	"witness": {"flow": f.ref, "category": "untrusted"},
} if {
	some f in input.flow
	_stores[f.to]
	source := input.derived.flow[f.ref].unvetted
}

deny contains {
	"path": ["access", a.name, "permissions"],
	"message": sprintf("%s lets %s write to %s", [a.ref, a.principal, _stores[a.resource]]),
} if {
	some a in input.access
	_stores[a.resource]
	a.principal in transfers.outsiders
	duties.allows(a, {"write"})
}

# Stores that a model learns from or looks things up in, in words.
_stores := {s.ref: sprintf("%s, %s", [s.ref, use]) | some s in input.store; use := _use(s)}

_use(s) := "which a model is trained on" if _learned_from(s)

_use(s) := "which a model looks things up in" if {
	s.kind == "vector_index"
	not _learned_from(s)
}

_learned_from(s) if s.kind == "training_set"

_learned_from(s) if _trained_on[s.ref]

_trained_on := {ref: true | some m in input.model; some ref in m.trained_on}
