package aicomply.lib.purposes_test

import data.aicomply.lib.purposes

_e(category, under) := {"category": category, "dataset": "dataset.d", "purposes": under}

# customer -> api (a) -> desk (a) -> set (b) -> api (b)
_input := {
	"dataset": [{"ref": "dataset.d", "collected_for": ["purpose.a"], "origin": ["principal.customer", "store.crm"]}],
	"purpose": [
		{"ref": "purpose.a"},
		{"ref": "purpose.b", "compatible_with": ["purpose.a"], "compatibility": "assessment.ok"},
		{"ref": "purpose.c", "compatible_with": ["purpose.a"], "compatibility": "assessment.open"},
		{"ref": "purpose.d", "compatible_with": ["purpose.b"], "compatibility": "assessment.ok"},
		{"ref": "purpose.e", "compatible_with": ["purpose.a"]},
	],
	"assessment": [{"ref": "assessment.ok", "status": "approved"}, {"ref": "assessment.open", "status": "in_progress"}],
	"store": [{"name": "set", "ref": "store.set"}, {"name": "crm", "ref": "store.crm"}, {"name": "other", "ref": "store.other"}],
	"flow": [
		{"name": "in", "ref": "flow.in", "from": "principal.customer", "to": "component.api", "purpose": "purpose.a"},
		{"name": "on", "ref": "flow.on", "from": "component.api", "to": "component.desk", "purpose": "purpose.a"},
		{"name": "train", "ref": "flow.train", "from": "component.desk", "to": "store.set", "purpose": "purpose.b"},
		{"name": "back", "ref": "flow.back", "from": "store.set", "to": "component.desk", "purpose": "purpose.b"},
		{"name": "plain", "ref": "flow.plain", "from": "component.api", "to": "store.set"},
	],
	"access": [
		{"name": "look", "ref": "access.look", "resource": "audit_log.log", "principal": "principal.x", "purpose": "purpose.c"},
		{"name": "bare", "ref": "access.bare", "resource": "store.set", "principal": "principal.x"},
	],
	"audit_log": [{"ref": "audit_log.log", "store": "store.crm"}],
	"derived": {
		"access": {"access.look": {"receives": [_e("user.name", ["purpose.c"])]}, "access.bare": {"receives": []}},
		"flow": {
			"flow.in": {"receives": [_e("user.name", ["purpose.a"])]},
			"flow.on": {"receives": [_e("user.name", ["purpose.a"])]},
			"flow.train": {"receives": [_e("user.name", ["purpose.b"])]},
			"flow.back": {"receives": [_e("user.name", ["purpose.b"])]},
			"flow.plain": {"receives": [_e("user.name", ["purpose.a"])]},
		},
		"node": {
			"principal.customer": {"receives": [_e("user.name", [])]},
			"component.api": {"receives": [_e("user.name", ["purpose.a"])]},
			"component.desk": {"receives": [_e("user.name", ["purpose.a", "purpose.b"])]},
			"store.set": {"receives": [_e("user.name", ["purpose.a", "purpose.b"])]},
			"store.crm": {"receives": [_e("user.name", [])]},
			"store.other": {"receives": []},
		},
	},
}

test_moves_declare_a_purpose if {
	object.keys(purposes.moves) == {"flow.in", "flow.on", "flow.train", "flow.back", "access.look"} with input as _input
	purposes.moves["access.look"] == {"path": ["access", "look", "purpose"], "from": "store.crm", "purpose": "purpose.c", "receives": [_e("user.name", ["purpose.c"])]} with input as _input
	purposes.moves["flow.in"] == {"path": ["flow", "in", "purpose"], "from": "principal.customer", "purpose": "purpose.a", "receives": [_e("user.name", ["purpose.a"])]} with input as _input
}

test_beginning_is_the_first_flow_under_a_purpose if {
	name := [_e("user.name", ["purpose.a"])]
	purposes.beginnings({"flow.in": name, "flow.on": name}) == {"flow.in": name} with input as _input
}

# customer -> api -> customer: the answer goes back to the person who asked.
test_beginning_is_where_data_enters_even_if_it_comes_back if {
	name := [_e("user.name", ["purpose.a"])]
	purposes.beginnings({"flow.in": name, "flow.on": name, "flow.answer": name}) == {"flow.in": name} with input as object.union(_input, {
		"flow": array.concat(_input.flow, [{"name": "answer", "ref": "flow.answer", "from": "component.api", "to": "principal.customer", "purpose": "purpose.a"}]),
		"derived": object.union(_input.derived, {
			"flow": object.union(_input.derived.flow, {"flow.answer": {"receives": name}}),
			"node": object.union(_input.derived.node, {"principal.customer": {"receives": name}}),
		}),
	})
}

test_beginnings_of_another_dataset_count if {
	other := [object.union(_e("user.name", ["purpose.a"]), {"dataset": "dataset.other"})]
	purposes.beginnings({"flow.on": other}) == {"flow.on": other} with input as _input
}

test_cycle_without_a_beginning_counts_whole if {
	name := [_e("user.name", ["purpose.b"])]
	purposes.beginnings({"flow.train": name, "flow.back": name}) == {"flow.train": name, "flow.back": name} with input as _input
}

test_collected_for if {
	purposes.collected_for("purpose.a", "dataset.d") with input as _input
	not purposes.collected_for("purpose.b", "dataset.d") with input as _input
}

test_compatible_with_an_approved_assessment if {
	purposes.compatible("purpose.b", "dataset.d") with input as _input
	not purposes.compatible("purpose.a", "dataset.d") with input as _input
	not purposes.compatible("purpose.c", "dataset.d") with input as _input
	not purposes.compatible("purpose.d", "dataset.d") with input as _input
	not purposes.compatible("purpose.e", "dataset.d") with input as _input
}

test_declared_compatible if {
	purposes.declared_compatible("purpose.e", "dataset.d") with input as _input
	not purposes.declared_compatible("purpose.d", "dataset.d") with input as _input
}

test_arrivals_over_flows if {
	{a.address | some a in purposes.arrivals({"store.set"})} == {"flow.train", "flow.plain", "store.set"} with input as _input
	{
		"path": ["flow", "train"], "address": "flow.train", "witness": {"flow": "flow.train"},
		"store": "store.set", "entries": [_e("user.name", ["purpose.b"])],
	} in purposes.arrivals({"store.set"}) with input as _input
}

test_arrivals_by_origin if {
	purposes.arrivals({"store.crm"}) == [{
		"path": ["store", "crm"], "address": "store.crm", "witness": {"node": "store.crm"},
		"store": "store.crm", "entries": [_e("user.name", ["purpose.a"])],
	}] with input as _input
	purposes.arrivals({"store.other"})[0].entries == [] with input as _input
	{a.entries | some a in purposes.arrivals({"store.set"}); a.address == "store.set"} == {[]} with input as _input
}

# api (a) -> other (c) -> model (c): what is there under another purpose begins anew.
test_beginning_is_where_data_comes_under_another_purpose if {
	name := [_e("user.name", ["purpose.c"])]
	purposes.beginnings({"flow.share": name, "flow.next": name}) == {"flow.share": name} with input as object.union(_input, {
		"flow": array.concat(_input.flow, [
			{"name": "share", "ref": "flow.share", "from": "component.api", "to": "store.other", "purpose": "purpose.c"},
			{"name": "next", "ref": "flow.next", "from": "store.other", "to": "model.m", "purpose": "purpose.c"},
		]),
		"derived": {
			"flow": {"flow.share": {"receives": name}, "flow.next": {"receives": name}},
			"node": {"store.other": {"receives": name}},
		},
	})
}
