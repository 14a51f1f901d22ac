package aicomply.lib.learning_test

import data.aicomply.lib.learning

_classifier := {"name": "a", "ref": "model.a", "trained_on": ["dataset.orders", "store.set"]}

_llm := {"name": "b", "ref": "model.b"}

_input := {
	"model": [_classifier, _llm],
	"store": [
		{"name": "set", "ref": "store.set", "kind": "training_set"},
		{"name": "index", "ref": "store.index", "kind": "vector_index"},
		{"name": "idle", "ref": "store.idle", "kind": "vector_index"},
		{"name": "log", "ref": "store.log", "kind": "log"},
	],
	"flow": [
		{"name": "lookup", "ref": "flow.lookup", "from": "store.index", "to": "model.b"},
		{"name": "log", "ref": "flow.log", "from": "store.log", "to": "model.b"},
		{"name": "fill", "ref": "flow.fill", "from": "model.a", "to": "store.index"},
	],
	"evaluation": [{"name": "e", "ref": "evaluation.e", "dataset": "dataset.sample"}, {"name": "f", "ref": "evaluation.f"}],
	"derived": {"node": {
		"store.set": {"receives": [{"dataset": "dataset.tickets", "category": "user.name"}, {"dataset": "dataset.tickets", "category": "user.contact"}]},
		"store.index": {"receives": [{"dataset": "dataset.manuals", "category": "system"}]},
		"store.idle": {"receives": [{"dataset": "dataset.wiki", "category": "system"}]},
		"store.log": {"receives": [{"dataset": "dataset.traces", "category": "system"}]},
	}},
}

test_held if {
	learning.held("store.set") == {"dataset.tickets"} with input as _input
	learning.held("store.nowhere") == set() with input as _input
}

test_trained_on if {
	learning.trained_on(_classifier) == {"dataset.orders", "dataset.tickets"} with input as _input
	learning.trained_on(_llm) == set() with input as _input
}

test_looks_up if {
	learning.looks_up(_llm) == {"dataset.manuals"} with input as _input
	learning.looks_up(_classifier) == set() with input as _input
}

test_used if {
	learning.training == {"dataset.orders", "dataset.tickets"} with input as _input
	learning.retrieval == {"dataset.manuals", "dataset.wiki"} with input as _input
	learning.evaluating == {"dataset.sample"} with input as _input
	learning.used == {"dataset.orders", "dataset.tickets", "dataset.manuals", "dataset.wiki", "dataset.sample"} with input as _input
}

test_nothing if {
	learning.used == set() with input as {}
}
