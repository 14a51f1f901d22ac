package aicomply.lib.serving_test

import data.aicomply.lib.serving

_models := [
	{"name": "a", "ref": "model.a", "kind": "llm", "hosting": "api"},
	{"name": "b", "ref": "model.b", "kind": "embedding"},
	{"name": "c", "ref": "model.c"},
]

_input := {
	"system": {"controller": "party.acme"},
	"model": _models,
	"monitor": [
		{"name": "m", "ref": "monitor.m", "covers": ["model.a", "component.x"]},
		{"name": "n", "ref": "monitor.n", "covers": ["model.a"]},
		{"name": "o", "ref": "monitor.o"},
	],
	"derived": {"node": {"model.a": {"operator": "party.acme"}, "model.b": {"operator": "party.llmco"}, "model.c": {"operator": "party.acme"}}},
}

test_models if {
	[m.ref | some m in serving.models] == ["model.a", "model.c"] with input as _input
	serving.models == [] with input as {}
}

test_metered if {
	{m.ref | some m in serving.metered} == {"model.a", "model.b"} with input as _input
}

test_not_metered_while_nobody_is_known if {
	{m.ref | some m in serving.metered} == {"model.a"} with input as object.union(_input, {"system": {"title": "x"}, "derived": {"node": {"model.b": {"operator": "party.acme"}}}})
	{m.ref | some m in serving.metered} == {"model.a"} with input as {"system": {}, "model": _models, "derived": {"node": {"model.b": {"operator": "party.llmco"}}}}
	{m.ref | some m in serving.metered} == {"model.a"} with input as {"system": {"controller": "party.acme"}, "model": _models, "derived": {"node": {"model.b": {}}}}
}

test_monitors if {
	[n.ref | some n in serving.monitors(_models[0])] == ["monitor.m", "monitor.n"] with input as _input
	serving.monitors(_models[2]) == [] with input as _input
}

test_unaimed if {
	serving.unaimed == {"monitor.o"} with input as _input
}
