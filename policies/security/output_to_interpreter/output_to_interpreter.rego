# METADATA
# title: Model output reaches an interpreter without validation
# description: |
#   Text that a model wrote may hold what an attacker put into its input. Where it is run as SQL, shell or code, shown as
#   HTML or sent as mail, it acts.
#
#   Reported is each flow on which a model's output reaches a component with `sink` sql, shell, code, html or email
#   without passing a component of kind validator or human_task, or a person (`input.derived.flow[ref].output_of`); on
#   the way it may pass other components, stores and tools. A component that is itself a validator or a human_task is
#   not reported. A component of kind ui, service, job, decision or external_service that such output reaches and that
#   does not declare `sink` is a gap: declare `sink = "none"` where it interprets nothing.
#
#   A page that shows output as plain text, or a query whose values are bound as parameters, interprets nothing: its
#   sink is none.
# related_resources:
#   - description: OWASP LLM05:2025 Improper Output Handling
#     ref: https://genai.owasp.org/llmrisk/llm052025-improper-output-handling/
# custom:
#   severity: high
#   blocks_from: pilot
#   method: graph
#   remediation: Put a validator between the model and what interprets its output, encode the output for where it goes, or let it fill a typed schema.
#   controls: ["owasp-llm-2025:LLM05:2025", "nist-800-53:SI-10", "nist-800-53:SI-15"]
package aicomply.policies.security.output_to_interpreter

import data.aicomply.lib.facts

default applies := false

applies if {
	some f in input.flow
	input.derived.flow[f.ref].output_of
}

deny contains {
	"path": ["flow", f.name],
	"message": sprintf("%s brings output of %s to %s, which feeds it into %s, and nothing validates it on the way", [f.ref, model, c.ref, c.sink]),
} if {
	some f in input.flow
	model := input.derived.flow[f.ref].output_of
	c := facts.components[f.to]
	c.sink in {"sql", "shell", "code", "html", "email"}
	not _checks(c)
}

deny contains {
	"path": ["component", c.name, "sink"],
	"message": sprintf("output of a model reaches %s without validation, and what it feeds that into is not declared", [c.ref]),
	"kind": "gap",
} if {
	some f in input.flow
	input.derived.flow[f.ref].output_of
	c := facts.components[f.to]
	not c.sink
	c.kind in {"ui", "service", "job", "decision", "external_service"}
}

_checks(c) if c.kind in {"validator", "human_task"}
