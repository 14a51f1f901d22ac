package aicomply.lib.protected_test

import data.aicomply.lib.protected

_datasets := [
	{"ref": "dataset.plans", "classification": "confidential"},
	{"ref": "dataset.leaflet", "classification": "public"},
	{"ref": "dataset.keys", "classification": "strictly_confidential"},
]

_entry(category, dataset, personal) := {"category": category, "dataset": dataset, "personal": personal}

test_entries if {
	found := protected.entries([
		_entry("user.name", "dataset.people", true),
		_entry("system.operations", "dataset.plans", false),
		_entry("system.authentication", "dataset.keys", false),
		_entry("system", "dataset.leaflet", false),
	]) with input as {"dataset": _datasets}
	found == [
		_entry("user.name", "dataset.people", true),
		_entry("system.operations", "dataset.plans", false),
		_entry("system.authentication", "dataset.keys", false),
	]
}

_nodes := {
	"store.people": {"personal": true, "confidential": false, "receives": [_entry("user.name", "dataset.people", true)]},
	"store.plans": {"personal": false, "confidential": true, "receives": [_entry("system.operations", "dataset.plans", false)]},
	"store.leaflets": {"personal": false, "confidential": false, "receives": [_entry("system", "dataset.leaflet", false)]},
}

test_at[ref] if {
	some ref, want in {"store.people": ["user.name"], "store.plans": ["system.operations"]}
	found := protected.at(ref) with input as {"dataset": _datasets, "derived": {"node": _nodes}}
	[e.category | some e in found] == want
}

test_at_undefined if {
	in_ := {"dataset": _datasets, "derived": {"node": _nodes}}
	not protected.at("store.leaflets") with input as in_
	not protected.at("store.nowhere") with input as in_
}
