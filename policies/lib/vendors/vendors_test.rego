package aicomply.lib.vendors_test

import data.aicomply.lib.vendors

_input := {
	"dataset": [{"ref": "dataset.d", "collected_for": ["purpose.own"]}],
	"derived": {"node": {
		"model.a": {"operator": "party.p", "operator_role": "processor", "receives": [{"category": "user.name", "dataset": "dataset.d", "purposes": ["purpose.x"]}]},
		"store.b": {"operator": "party.p", "operator_role": "processor", "receives": [{"category": "user.name", "dataset": "dataset.d", "purposes": []}, {"category": "user.contact", "dataset": "dataset.d", "purposes": ["purpose.y"]}]},
		"model.s": {"operator": "party.s", "operator_role": "sub_processor", "receives": []},
		"model.t": {"operator": "party.t", "operator_role": "third_party", "receives": []},
		"model.own": {"operator": "party.acme", "operator_role": "controller", "receives": []},
		"model.joint": {"operator": "party.joint", "operator_role": "joint_controller", "receives": []},
		"model.nobody": {"receives": []},
	}},
}

test_nodes if {
	vendors.nodes == {"party.p": {"model.a": true, "store.b": true}, "party.s": {"model.s": true}, "party.t": {"model.t": true}} with input as _input
	vendors.nodes == {} with input as {"derived": {"node": {}}}
}

test_receives if {
	sort([e.category | some e in vendors.receives("party.p")]) == ["user.contact", "user.name", "user.name"] with input as _input
	vendors.receives("party.s") == [] with input as _input
	vendors.receives("party.acme") == [] with input as _input
}

test_first if {
	vendors.first("party.p", ["user.name"]) == "model.a" with input as _input
	vendors.first("party.p", ["user.contact"]) == "store.b" with input as _input
}

test_purposes if {
	vendors.purposes(vendors.receives("party.p")) == {"purpose.own", "purpose.x", "purpose.y"} with input as _input
}
