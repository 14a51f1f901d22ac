# METADATA
# title: Provenance or governance of training, test or retrieval data missing
# description: |
#   A model is what its data made of it: where the data comes from, whether it may be used, how old it is, what was
#   checked and whom it leaves out decide what the model does. Judged is every dataset that a model is trained on (named
#   in trained_on, or in a store named there), that reaches a vector index, or that an evaluation measures on. It needs
#   provenance, licence, collected and at least one of quality_checks; if it is about persons (data_subjects) and serves
#   training or evaluation, also bias_examination. What is not declared is a gap.
#
#   A false positive is data of your own, which has no licence: say so in licence, with the contract or the terms under
#   which you hold it.
# related_resources:
#   - description: EU AI Act Art. 10(2), 10(3)
#     ref: https://eur-lex.europa.eu/eli/reg/2024/1689/oj
#   - description: OWASP LLM03:2025 Supply Chain
#     ref: https://genai.owasp.org/llmrisk/llm032025-supply-chain/
# custom:
#   severity: medium
#   blocks_from: production
#   method: attr
#   remediation: Record where the data comes from, under which licence, when it was collected, and what was checked.
#   controls: ["eu-ai-act:10(2)(b)", "eu-ai-act:10(2)(c)", "eu-ai-act:10(2)(d)", "eu-ai-act:10(2)(e)", "eu-ai-act:10(2)(f)", "eu-ai-act:10(2)(g)", "eu-ai-act:10(2)(h)", "eu-ai-act:10(3)", "iso-42001:A.7.3", "iso-42001:A.7.4", "iso-42001:A.7.5", "nist-ai-rmf:MAP 4.1", "owasp-llm-2025:LLM03:2025", "owasp-llm-2025:LLM04:2025", "nist-800-53:SR-4"]
package aicomply.policies.pipeline.provenance_missing

import data.aicomply.lib.learning
import data.aicomply.lib.parts
import data.aicomply.lib.text

default applies := false

applies if count(learning.used) > 0

deny contains parts.finding(["dataset", d.name], address, faults) if {
	some d in input.dataset
	d.ref in learning.used
	faults := _undeclared(d) | _unchecked(d)
	count(faults) > 0
	address := sprintf("%s serves %s and", [d.ref, text.list(_uses(d))])
}

_uses(d) := {use | some use, datasets in _datasets; d.ref in datasets}

_datasets := {"training": learning.training, "retrieval": learning.retrieval, "evaluation": learning.evaluating}

_undeclared(d) := {{"attribute": attribute, "text": sprintf("does not declare %s", [attribute]), "gap": true} |
	some attribute in _needed(d)
	not d[attribute]
}

_unchecked(d) := {{"attribute": "quality_checks", "text": "declares that nothing was checked", "gap": false} |
	count(d.quality_checks) == 0
}

_needed(d) := ["provenance", "licence", "collected", "quality_checks"] if not _examinable(d)

_needed(d) := ["provenance", "licence", "collected", "quality_checks", "bias_examination"] if _examinable(d)

# Persons can be put at a disadvantage by what is learnt or measured on it.
_examinable(d) if {
	d.ref in (learning.training | learning.evaluating)
	count(d.data_subjects) > 0
}
