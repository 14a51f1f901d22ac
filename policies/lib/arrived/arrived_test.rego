package aicomply.lib.arrived_test

import data.aicomply.lib.arrived

_entry(dataset, purposes, personal) := {"dataset": dataset, "purposes": purposes, "personal": personal}

_input := {
	"dataset": [{"ref": "dataset.d", "collected_for": ["purpose.own"]}, {"ref": "dataset.silent"}],
	"derived": {"node": {
		"store.a": {"receives": [_entry("dataset.d", ["purpose.x", "purpose.y"], true), _entry("dataset.other", ["purpose.z"], false)]},
		"store.b": {"receives": [_entry("dataset.d", [], true), _entry("dataset.silent", [], true)]},
	}},
}

test_purposes if {
	arrived.purposes(_entry("dataset.d", ["purpose.x"], true)) == ["purpose.x"] with input as _input
	arrived.purposes(_entry("dataset.d", [], true)) == ["purpose.own"] with input as _input
	arrived.purposes(_entry("dataset.silent", [], true)) == [] with input as _input
}

test_personal if {
	arrived.personal == {"purpose.own", "purpose.x", "purpose.y"} with input as _input
	arrived.personal_datasets == {"dataset.d", "dataset.silent"} with input as _input
}
