# METADATA
# title: Model output feeds its own training without a check
# description: |
#   A model that learns from its own answers learns its own errors, and whoever can steer an answer can steer the next
#   model. Followed are all flows and tools that lead from a model to a store of kind training_set. There must be a person
#   or a component of kind human_task or validator on every such way, if the model was trained on that store: trained_on
#   names the store, or a dataset that reaches it. Where no model says that it is trained on the store, this is a gap.
#
#   A false positive is a way on which people correct the output in a part declared otherwise, such as a ui: declare their
#   step as a component of kind human_task. A service that passes on only what did not come from the model is two
#   components.
# related_resources:
#   - description: OWASP LLM04:2025 Data and Model Poisoning
#     ref: https://genai.owasp.org/llmrisk/llm042025-data-and-model-poisoning/
#   - description: EU AI Act Art. 15(4), third subparagraph
#     ref: https://eur-lex.europa.eu/eli/reg/2024/1689/oj
# custom:
#   severity: medium
#   blocks_from: production
#   method: graph
#   remediation: Have people verify what goes into the training set, or leave the model's own output out of it.
#   controls: ["eu-ai-act:15(4)", "owasp-llm-2025:LLM04:2025", "mitre-atlas:AML.T0020"]
package aicomply.policies.accuracy.self_training_loop

import data.aicomply.lib.learning
import data.aicomply.lib.text

default applies := false

applies if {
	count(input.model) > 0
	count(_training_sets) > 0
}

deny contains {"path": _path(last), "key": models, "message": msg} if {
	some ref in _training_sets
	some last in {u.last | some u in _unchecked(ref)}
	loops := [u | some u in _unchecked(ref); u.last == last; ref in _learns_from[u.model]]
	models := sort({u.model | some u in loops})
	msg := sprintf("output of %s reaches %s, on which it is trained, without a check%s", [text.list(models), ref, _way(loops[0])])
}

deny contains {"path": _path(last), "key": models, "message": msg, "kind": "gap"} if {
	some ref in (_training_sets - _learnt_from)
	some last in {u.last | some u in _unchecked(ref)}
	ways := [u | some u in _unchecked(ref); u.last == last]
	models := sort({u.model | some u in ways})
	msg := sprintf("output of %s reaches %s without a check%s; which model is trained on that store is not declared", [text.list(models), ref, _way(ways[0])])
}

_training_sets := {s.ref | some s in input.store; s.kind == "training_set"}

_unchecked(ref) := input.derived.store[ref].unchecked

# By address of a model, the training sets that it learns from.
_learns_from := {m.ref: sets |
	some m in input.model
	datasets := learning.trained_on(m)
	sets := {ref | some ref in _training_sets; _feeds(ref, m, datasets)}
}

_learnt_from := union({sets | some _, sets in _learns_from})

_feeds(ref, model, _) if ref in model.trained_on

_feeds(ref, _, datasets) if count(_held[ref] & datasets) > 0

_held := {ref: learning.held(ref) | some ref in _training_sets}

_path(address) := split(address, ".")

default _way(_) := ""

_way(u) := sprintf(" (%s)", [concat(" → ", u.way)])
