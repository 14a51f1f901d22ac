package aicomply.policies.accuracy.self_training_loop_test

import data.aicomply.policies.accuracy.self_training_loop as policy

_way := ["model.m", "flow.out", "component.x", "flow.back", "store.set"]

_input(trained_on, unchecked) := {
	"model": [{"name": "m", "ref": "model.m", "trained_on": trained_on}, {"name": "n", "ref": "model.n"}],
	"store": [{"name": "set", "ref": "store.set", "kind": "training_set"}, {"name": "log", "ref": "store.log", "kind": "log"}],
	"derived": {
		"node": {"store.set": {"receives": [{"dataset": "dataset.tickets", "category": "user.name"}]}},
		"store": {"store.set": {"unchecked": unchecked}, "store.log": {"unchecked": []}},
	},
}

_loop := {"model": "model.m", "last": "flow.back", "way": _way}

test_fails_for_a_store_or_a_dataset_of_its_training if {
	every source in ["store.set", "dataset.tickets"] {
		policy.applies with input as _input([source], [_loop])
		policy.deny == {{
			"path": ["flow", "back"],
			"key": ["model.m"],
			"message": "output of model.m reaches store.set, on which it is trained, without a check (model.m → flow.out → component.x → flow.back → store.set)",
		}} with input as _input([source], [_loop])
	}
}

test_a_way_too_long_to_show if {
	policy.deny == {{
		"path": ["flow", "back"],
		"key": ["model.m"],
		"message": "output of model.m reaches store.set, on which it is trained, without a check",
	}} with input as _input(["store.set"], [object.remove(_loop, ["way"])])
}

test_passes_with_a_check if {
	policy.applies with input as _input(["store.set"], [])
	count(policy.deny) == 0 with input as _input(["store.set"], [])
}

test_output_of_another_model if {
	count(policy.deny) == 0 with input as _input(["store.set"], [object.union(_loop, {"model": "model.n"})])
}

test_gap_where_nobody_says_who_is_trained_on_it if {
	policy.deny == {{
		"path": ["flow", "back"],
		"key": ["model.m", "model.n"],
		"message": "output of model.m, model.n reaches store.set without a check (model.m → flow.out → component.x → flow.back → store.set); which model is trained on that store is not declared",
		"kind": "gap",
	}} with input as _input(["dataset.other"], [_loop, {"model": "model.n", "last": "flow.back"}])
}

test_models_on_one_flow_are_one_finding if {
	two := object.union(_input([], [_loop, {"model": "model.n", "last": "flow.back"}, {"model": "model.o", "last": "flow.other"}]), {"model": [
		{"name": "m", "ref": "model.m", "trained_on": ["store.set"]},
		{"name": "n", "ref": "model.n", "trained_on": ["store.set"]},
		{"name": "o", "ref": "model.o", "trained_on": ["store.log"]},
	]})
	{f.key | some f in policy.deny} == {["model.m", "model.n"]} with input as two
}

test_not_applicable_without_a_model_or_a_training_set if {
	not policy.applies with input as object.union(_input([], []), {"model": []})
	not policy.applies with input as object.union(_input([], []), {"store": [{"name": "log", "ref": "store.log", "kind": "log"}]})
	not policy.applies with input as {}
}

test_each_flow_is_a_finding if {
	two := object.union(_input(["store.set"], [_loop, {"model": "model.n", "last": "flow.other"}]), {"model": [
		{"name": "m", "ref": "model.m", "trained_on": ["store.set"]},
		{"name": "n", "ref": "model.n", "trained_on": ["store.set"]},
	]})
	{[f.path, f.key] | some f in policy.deny} == {[["flow", "back"], ["model.m"]], [["flow", "other"], ["model.n"]]} with input as two
}

test_applies_to_one_model_and_one_training_set if {
	policy.applies with input as object.union(_input([], []), {"model": [{"name": "m", "ref": "model.m"}]})
}

test_each_flow_is_a_gap_with_its_own_models_and_way if {
	other := {"model": "model.n", "last": "flow.other", "way": ["model.n", "flow.other", "store.set"]}
	text := "output of %s reaches store.set without a check (%s); which model is trained on that store is not declared"
	policy.deny == {
		{"path": ["flow", "back"], "key": ["model.m"], "message": sprintf(text, ["model.m", concat(" → ", _way)]), "kind": "gap"},
		{"path": ["flow", "other"], "key": ["model.n"], "message": sprintf(text, ["model.n", "model.n → flow.other → store.set"]), "kind": "gap"},
	} with input as _input([], [_loop, other])
}
