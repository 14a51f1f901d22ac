# METADATA
# title: Untrusted input can trigger a write or irreversible tool
# description: |
#   A model cannot tell instructions from data. Who can put text before it can try to have it call its tools, and a
#   call that writes, or cannot be undone, then happens in the name of the organisation.
#
#   Reported is each tool with effect write or irreversible and `approval = "none"` that a model can call which
#   untrusted input reaches (`input.derived.node[model].untrusted`). Untrusted input comes from principals of kind
#   data_subject or public, and from models with `untrusted_input = true`, and moves over flows and tools; it ends at a
#   component of kind validator, filter or human_task. At stage poc, an approval that is not declared is a gap; later
#   stages require it anyway.
#
#   `model.untrusted_input = false` is a claim that the graph may contradict: such a model is still reported, and the
#   message says so. If the text cannot in fact reach the model, there is a guard on the way that the manifest lacks.
# related_resources:
#   - description: OWASP LLM01:2025 Prompt Injection
#     ref: https://genai.owasp.org/llmrisk/llm01-prompt-injection/
#   - description: OWASP LLM06:2025 Excessive Agency
#     ref: https://genai.owasp.org/llmrisk/llm062025-excessive-agency/
# custom:
#   severity: critical
#   blocks_from: poc
#   method: graph
#   remediation: Require human approval of the tool's calls, narrow the tool to reading, or let a model that untrusted input does not reach call it.
#   controls:
#     - owasp-llm-2025:LLM01:2025
#     - owasp-llm-2025:LLM06:2025
#     - mitre-atlas:AML.T0051.001
#     - mitre-atlas:AML.T0053
#     - eu-ai-act:15(5)
#     - nist-800-53:AC-6
#     - nist-800-53:SI-10
package aicomply.policies.security.untrusted_input_to_tool

default applies := false

applies if {
	some _ in input.tool
}

deny contains {
	"path": ["tool", t.name, "approval"],
	"message": sprintf(
		"untrusted input reaches %s, which can call %s (effect %s) %s%s",
		[_few(models), t.ref, t.effect, _how(kind), _contradiction(models)],
	),
	"kind": kind,
	"witness": {"node": t.ref, "category": "untrusted"},
} if {
	some t in input.tool
	t.effect in {"write", "irreversible"}
	kind := _kind(t)
	models := [m | some m in t.used_by; input.derived.node[m].untrusted]
	count(models) > 0
}

_kind(t) := "violation" if t.approval == "none"

# From pilot on manifest/required_fact_missing reports it.
_kind(t) := "gap" if {
	not t.approval
	input.stage == "poc"
}

_how("violation") := "without approval"

_how("gap") := "and does not declare who approves a call"

default _contradiction(_) := ""

_contradiction(models) := sprintf("; %s declares untrusted_input = false, which the flows contradict", [_few(claims)]) if {
	claims := [m | some m in models; _claims_trusted[m]]
	count(claims) > 0
}

_claims_trusted := {m.ref: true | some m in input.model; m.untrusted_input == false}

# A tool may serve any number of models.
_few(refs) := concat(", ", refs) if count(refs) <= 5

_few(refs) := sprintf("%s and %d more", [concat(", ", array.slice(refs, 0, 5)), count(refs) - 5]) if count(refs) > 5
