package aicomply.policies.privacy.personal_data_in_training_test

import data.aicomply.policies.privacy.personal_data_in_training as policy

_entry := {"category": "user.name", "dataset": "dataset.d", "incidental": false, "personal": true, "purposes": ["purpose.p"]}

_good := {"name": "p", "ref": "purpose.p", "data_use": "train_ai_system", "legal_basis": "gdpr_6_1_f", "notice": "notice.n"}

_input := {
	"purpose": [_good],
	"rights": {"opt_out": "a form"},
	"store": [{"name": "set", "ref": "store.set", "kind": "training_set"}],
	"flow": [{"name": "train", "ref": "flow.train", "to": "store.set"}],
	"dataset": [{"name": "d", "ref": "dataset.d", "data_categories": ["user.name"], "collected_for": ["purpose.p"], "origin": ["principal.c"]}],
	"derived": {
		"flow": {"flow.train": {"receives": [_entry, {"category": "system.operations", "dataset": "dataset.d", "incidental": false, "personal": false, "purposes": ["purpose.p"]}]}},
		"node": {"store.set": {"receives": [_entry]}},
	},
}

_finding(fault) := {
	"path": ["flow", "train"],
	"message": sprintf("flow.train brings user.name into store.set: purpose.p %s", [fault]),
	"key": ["user.name"],
	"incidental": false,
	"witness": {"flow": "flow.train", "category": "user.name"},
}

_patched(ops) := json.patch(_input, ops)

test_passes_for_a_purpose_of_training if {
	policy.deny == set() with input as _input
}

test_fails_for_each_lack if {
	policy.deny == {_finding("is not train_ai_system")} with input as _patched([{"op": "replace", "path": "/purpose/0/data_use", "value": "train_ai_systems"}])
	policy.deny == {_finding("has no legal basis")} with input as _patched([{"op": "remove", "path": "/purpose/0/legal_basis"}])
	policy.deny == {_finding("has no notice")} with input as _patched([{"op": "remove", "path": "/purpose/0/notice"}])
	policy.deny == {_finding("has no way to object in rights.opt_out")} with input as _patched([{"op": "remove", "path": "/rights/opt_out"}])
	policy.deny == {_finding("has no way to object in rights.opt_out")} with input as _patched([{"op": "remove", "path": "/rights"}])
}

test_names_all_lacks if {
	bare := _patched([{"op": "replace", "path": "/purpose/0", "value": {"name": "p", "ref": "purpose.p", "data_use": "analytics"}}])
	policy.deny == {_finding("has no legal basis, has no notice, is not train_ai_system")} with input as bare
}

_without_notice := _patched([{"op": "remove", "path": "/purpose/0/notice"}])

test_passes_without_personal_data if {
	policy.deny == set() with input as json.patch(_without_notice, [{"op": "remove", "path": "/derived/flow/flow.train/receives/0"}])
}

test_dataset_that_enters_in_the_set if {
	there := json.patch(_without_notice, [
		{"op": "replace", "path": "/flow", "value": []},
		{"op": "replace", "path": "/dataset/0/origin", "value": ["store.set"]},
	])
	policy.deny == {object.union(object.remove(_finding(""), ["witness"]), {
		"path": ["store", "set"],
		"message": "store.set brings user.name into store.set: purpose.p has no notice",
		"witness": {"node": "store.set", "category": "user.name"},
	})} with input as there
}

_model(source) := json.patch(_without_notice, [
	{"op": "replace", "path": "/flow", "value": []},
	{"op": "add", "path": "/model", "value": [{"name": "m", "ref": "model.m", "trained_on": ["dataset.none", source]}]},
])

_trained := {
	"path": ["model", "m", "trained_on", 1],
	"message": "dataset.d brings user.name into model.m: purpose.p has no notice",
	"key": ["user.name"],
	"incidental": false,
	"witness": {"node": "principal.c", "category": "user.name"},
}

test_model_trained_on_a_dataset if {
	policy.deny == {_trained} with input as _model("dataset.d")
	policy.deny == {_trained} with input as json.patch(_model("dataset.d"), [{"op": "add", "path": "/dataset/0/identifiability", "value": "pseudonymised"}])
}

test_model_trained_on_data_about_nobody if {
	policy.deny == set() with input as json.patch(_model("dataset.d"), [{"op": "add", "path": "/dataset/0/identifiability", "value": "anonymised"}])
	policy.deny == set() with input as json.patch(_model("dataset.d"), [{"op": "replace", "path": "/dataset/0/data_categories", "value": ["system.operations"]}])
}

test_model_trained_on_what_may_be_in_a_dataset if {
	may := json.patch(_model("dataset.d"), [
		{"op": "remove", "path": "/dataset/0/data_categories"},
		{"op": "add", "path": "/dataset/0/may_contain", "value": ["user.name"]},
	])
	policy.deny == {object.union(_trained, {"incidental": true})} with input as may
}

test_model_trained_on_a_store if {
	store := json.patch(_model("store.lake"), [
		{"op": "add", "path": "/store/-", "value": {"name": "lake", "ref": "store.lake", "kind": "warehouse"}},
		{"op": "add", "path": "/derived/node/store.lake", "value": {"receives": [_entry]}},
	])
	policy.deny == {object.union(_trained, {
		"message": "store.lake brings user.name into model.m: purpose.p has no notice",
		"witness": {"node": "store.lake", "category": "user.name"},
	})} with input as store
}

test_model_trained_on_a_training_set_is_judged_there if {
	policy.deny == set() with input as _model("store.set")
}

test_applies_where_something_is_trained if {
	policy.applies with input as _input
	policy.applies with input as json.patch(_model("dataset.d"), [{"op": "remove", "path": "/store"}])
	not policy.applies with input as {"store": [{"ref": "store.x", "kind": "log"}], "model": [{"ref": "model.m"}]}
}

test_model_trained_on_a_dataset_that_enters_nowhere if {
	somewhere := json.remove(_model("dataset.d"), ["/dataset/0/origin"])
	{f.witness | some f in policy.deny} == {{"category": "user.name"}} with input as somewhere
}

test_faults_of_other_purposes_are_not_named if {
	two := json.patch(_without_notice, [{"op": "add", "path": "/purpose/-", "value": {"name": "q", "ref": "purpose.q", "data_use": "analytics"}}])
	policy.deny == {_finding("has no notice")} with input as two
}

test_what_else_a_dataset_says_is_no_category if {
	checked := json.patch(_model("dataset.d"), [{"op": "add", "path": "/dataset/0/quality_checks", "value": ["user.contact is complete"]}])
	policy.deny == {_trained} with input as checked
}
