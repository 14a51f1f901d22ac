# METADATA
# title: Personal data reaches a training set
# description: |
#   What a model has learnt it can repeat, and it cannot be made to forget one person. Training is a purpose of its
#   own: it needs a legal basis, people have to be told, and they can object.
#
#   Checked is what arrives in stores of kind `training_set`, by a flow or because a dataset enters there, and what
#   models declare in `trained_on`. Where data of identified or pseudonymised persons is among it, the purpose under
#   which it arrives has `data_use` train_ai_system, a legal basis and a notice, and `rights.opt_out` says how to
#   object. A dataset in `trained_on` counts under the purposes it was collected for. Data without any purpose is
#   reported by `privacy/no_legal_basis`.
#
#   A false positive is data that is no longer about anyone: declare the de-identification on the flow.
# related_resources:
#   - description: GDPR Art. 5(1)(b), 6 and 21
#     ref: https://eur-lex.europa.eu/eli/reg/2016/679/oj
# custom:
#   severity: high
#   blocks_from: pilot
#   method: graph
#   remediation: De-identify the data before the set, or give training a purpose with its own legal basis and notice and a way to object.
#   controls: ["gdpr:5(1)(b)", "gdpr:6(1)", "gdpr:6(4)", "eu-ai-act:10(2)(b)", "owasp-llm-2025:LLM02:2025", "owasp-llm-2025:LLM04:2025", "iso-42001:A.7.2", "iso-42001:A.7.5", "nist-800-53:PM-25", "mitre-atlas:AML.T0057"]
package aicomply.policies.privacy.personal_data_in_training

import data.aicomply.lib.facts
import data.aicomply.lib.purposes
import data.aicomply.lib.text

default applies := false

applies if count(_training_sets) > 0

applies if count(_trained) > 0

deny contains finding if {
	some arrival in array.concat(purposes.arrivals(_training_sets), _trained)
	entries := [e | some e in arrival.entries; e.personal; some p in e.purposes; _faults[p]]
	categories := facts.categories(entries)
	faults := {_faults[p] | some e in entries; some p in e.purposes}
	finding := {
		"path": arrival.path,
		"message": sprintf("%s brings %s into %s: %s", [arrival.address, text.list(categories), arrival.store, concat("; ", sort(faults))]),
		"key": categories,
		"incidental": facts.incidental(entries),
		"witness": object.union(arrival.witness, {"category": categories[0]}),
	}
}

_training_sets := {s.ref | some s in input.store; s.kind == "training_set"}

# What models were trained on that is not in a training set: that is judged where it arrives.
_trained := [arrival |
	some m in input.model
	some i, source in m.trained_on
	not source in _training_sets
	arrival := {"path": ["model", m.name, "trained_on", i], "address": source, "store": m.ref, "witness": _witness(source), "entries": _content(source)}
]

_witness(source) := {"node": source} if input.derived.node[source]

_witness(source) := {"node": facts.datasets[source].origin[0]} if facts.datasets[source].origin

_witness(source) := {} if {
	not input.derived.node[source]
	not facts.datasets[source].origin
}

_content(source) := input.derived.node[source].receives

_content(source) := [entry |
	dataset := facts.datasets[source]
	some attribute in ["data_categories", "may_contain"]
	some category in dataset[attribute]
	_personal(dataset, category)
	entry := {"category": category, "dataset": source, "incidental": attribute == "may_contain", "personal": true, "purposes": dataset.collected_for}
] if facts.datasets[source]

_personal(dataset, category) if {
	startswith(sprintf("%s.", [category]), "user.")
	object.get(dataset, "identifiability", "identified") in {"identified", "pseudonymised"}
}

# By purpose, what it lacks as a purpose of training.
_faults := {p.ref: fault |
	some p in input.purpose
	lacks := _lacks(p)
	count(lacks) > 0
	fault := sprintf("%s %s", [p.ref, concat(", ", sort(lacks))])
}

_lacks(p) := ((_other_use(p) | _without(p, "legal_basis", "has no legal basis")) | _without(p, "notice", "has no notice")) | _no_objection

_other_use(p) := {"is not train_ai_system"} if not startswith(sprintf("%s.", [p.data_use]), "train_ai_system.")

_other_use(p) := set() if startswith(sprintf("%s.", [p.data_use]), "train_ai_system.")

_without(p, attribute, fault) := {fault} if not p[attribute]

_without(p, attribute, _) := set() if p[attribute]

_no_objection := {"has no way to object in rights.opt_out"} if not input.rights.opt_out

_no_objection := set() if input.rights.opt_out
