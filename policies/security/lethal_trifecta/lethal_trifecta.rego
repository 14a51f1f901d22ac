# METADATA
# title: Private data, untrusted content and an outbound channel meet in one model
# description: |
#   A model cannot tell instructions from data. Whoever can put text before it can have it send out what it has seen,
#   if it has seen anything private and has a way to send it. Each of the three is harmless alone, and none can be
#   seen to be dangerous without the other two.
#
#   Reported is each model for which all three hold:
#   - personal data, or data of class confidential or above, reaches it;
#   - untrusted input reaches it (`input.derived.node[model].untrusted`): from a principal of kind data_subject or
#     public, or because it declares `untrusted_input = true`;
#   - such data leaves by what it puts out (`input.derived.model[ref].outbound`): to a tool with `outbound = true`, or
#     over flows to what a party of role third_party runs. Processors are no third parties, and answering the person
#     who asks is no such channel.
#
#   A component of kind validator, filter or human_task breaks the way that leads through it, a tool with
#   `approval = "human"` the way over the tool, and a flow that takes off all private data the way out. Models joined by
#   flows are judged together, at the last before the way out, because data and input move on from model to model. A
#   tool that does not declare `outbound` is a gap where the other two hold; a lookup that only sends a fixed key out is
#   declared with `outbound = false`.
# related_resources:
#   - description: OWASP LLM01:2025 Prompt Injection
#     ref: https://genai.owasp.org/llmrisk/llm01-prompt-injection/
#   - description: OWASP LLM02:2025 Sensitive Information Disclosure
#     ref: https://genai.owasp.org/llmrisk/llm022025-sensitive-information-disclosure/
# custom:
#   severity: critical
#   blocks_from: pilot
#   method: graph
#   remediation: Break one leg. Take the private data off before the model, pass untrusted content through a validator, or close or approve the way out.
#   controls:
#     - owasp-llm-2025:LLM01:2025
#     - owasp-llm-2025:LLM02:2025
#     - owasp-llm-2025:LLM06:2025
#     - mitre-atlas:AML.T0051.001
#     - mitre-atlas:AML.T0086
#     - nist-800-53:AC-4
package aicomply.policies.security.lethal_trifecta

import data.aicomply.lib.facts
import data.aicomply.lib.protected
import data.aicomply.lib.text

default applies := false

applies if {
	some _ in input.model
}

deny contains {
	"path": ["model", m.name],
	"message": sprintf("%s and untrusted input meet in %s, and %s leads out", [text.list(categories), m.ref, _channel(out)]),
	"key": categories,
	"incidental": facts.incidental(entries),
	"witness": {"node": m.ref, "category": "untrusted"},
} if {
	some m in input.model
	_exposed(m.ref)
	out := input.derived.model[m.ref].outbound
	entries := protected.at(m.ref)
	categories := facts.categories(entries)
}

deny contains {
	"path": ["tool", t.name, "outbound"],
	"message": sprintf("private data and untrusted input meet in %s, which can call %s, and whether that sends data out is not declared", [models[0], t.ref]),
	"kind": "gap",
	"witness": {"node": t.ref, "category": "untrusted"},
} if {
	some t in input.tool
	not _declared(t)
	not t.approval == "human"
	models := [m | some m in t.used_by; _exposed(m); not input.derived.model[m].outbound]
}

_declared(t) if t.outbound in {true, false}

# Private data and untrusted input meet in the model.
_exposed(model) if {
	node := input.derived.node[model]
	node.untrusted
	true in {node.personal, node.confidential}
}

_channel(out) := sprintf("%s to %s", [out, _ends[out]])

_channel(out) := out if not _ends[out]

_ends := {f.ref: f.to | some f in input.flow}
