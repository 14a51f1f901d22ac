# METADATA
# title: Supply chain of a model cannot be verified
# description: |
#   Weights that nobody can tell apart from others can be swapped, and a model of unknown parts and licence cannot be
#   checked against a warning, or lawfully used.
#
#   Judged is each model with `hosting` self_hosted or embedded. It must have a `digest` of its weights; an `ml_bom`, or
#   evidence of kind ml_bom that supports it; and a `licence` other than "unknown". What is absent is reported, also if
#   it is declared unknown. A model without `hosting` that is not run by another party than the controller is a gap;
#   one that another party runs counts as used over its API, and its weights are that party's.
#
#   A model trained in-house has a digest, too: that of the file that is deployed. Its licence is the organisation's own.
# related_resources:
#   - description: OWASP LLM03:2025 Supply Chain
#     ref: https://genai.owasp.org/llmrisk/llm032025-supply-chain/
# custom:
#   severity: medium
#   blocks_from: production
#   method: attr
#   remediation: Pin the weights by digest, attach the bill of materials, and find out the licence.
#   controls:
#     - owasp-llm-2025:LLM03:2025
#     - mitre-atlas:AML.T0010
#     - nist-800-53:SR-3
#     - nist-800-53:SR-4
#     - nist-800-53:SI-7
#     - nist-ai-rmf:GOVERN 6.1
#     - nist-ai-rmf:MAP 4.2
#     - eu-ai-act:15(5)
package aicomply.policies.security.supply_chain_unverifiable

import data.aicomply.lib.parts

default applies := false

applies if {
	some m in input.model
	_in_own_hands(m)
}

applies if {
	some m in input.model
	_may_be_in_own_hands(m)
}

deny contains parts.finding(["model", m.name], m.ref, faults) if {
	some m in input.model
	_in_own_hands(m)
	faults := {_fault(attribute, sentence) |
		some attribute, sentence in {
			"digest": "has no digest of its weights",
			"ml_bom": "has no bill of materials",
			"licence": "has no known licence",
		}
		not _has(m, attribute)
	}
	count(faults) > 0
}

deny contains {
	"path": ["model", m.name, "hosting"],
	"message": sprintf("%s does not declare where inference happens, so it is not known whether its weights are in the organisation's hands", [m.ref]),
	"kind": "gap",
} if {
	some m in input.model
	_may_be_in_own_hands(m)
}

_in_own_hands(m) if m.hosting in {"self_hosted", "embedded"}

_may_be_in_own_hands(m) if {
	not m.hosting
	not _run_by_another(m)
}

_run_by_another(m) if m.operator != input.system.controller

_has(m, "digest") if _stated(m.digest)

_has(m, "licence") if {
	_stated(m.licence)
	lower(trim_space(m.licence)) != "unknown"
}

_has(m, "ml_bom") if _stated(m.ml_bom)

_has(m, "ml_bom") if _documented[m.ref]

_stated(value) if trim_space(value) != ""

_documented := {ref: true | some e in input.evidence; e.kind == "ml_bom"; some ref in e.supports}

_fault(attribute, sentence) := {"attribute": attribute, "text": sentence, "gap": false}
