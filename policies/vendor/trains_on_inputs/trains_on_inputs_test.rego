package aicomply.policies.vendor.trains_on_inputs_test

import data.aicomply.policies.vendor.trains_on_inputs as policy

_entry(category, personal, purposes) := {"category": category, "dataset": "dataset.d", "incidental": false, "personal": personal, "purposes": purposes}

_names := _entry("user.name", true, ["purpose.support"])

_input(party, role, entries) := {
	"party": [object.union({"name": "llmco", "ref": "party.llmco"}, party)],
	"purpose": [
		{"ref": "purpose.support", "data_use": "essential.service", "retention_max": "90d"},
		{"ref": "purpose.short", "data_use": "train_ai_systems", "retention_max": "2w"},
		{"ref": "purpose.train", "data_use": "train_ai_system.x", "retention_max": "365d"},
		{"ref": "purpose.open"},
	],
	"dataset": [{"ref": "dataset.d", "collected_for": ["purpose.short"]}],
	"derived": {"node": {
		"component.a": {"operator": "party.llmco", "operator_role": role, "receives": []},
		"model.llm": {"operator": "party.llmco", "operator_role": role, "receives": entries},
	}},
}

_terms(trains, kept) := {"data_terms": {"trains_on_inputs": trains, "input_retention": kept}}

_fine := _terms(false, "90d")

_finding(attribute, message, kind) := {
	"path": array.concat(["party", "llmco", "data_terms"], attribute),
	"message": concat(" ", ["party.llmco (user.name)", message]),
	"kind": kind,
	"incidental": false,
	"witness": {"node": "model.llm", "category": "user.name"},
}

test_passes[role] if {
	some role in ["processor", "sub_processor", "third_party"]
	in_ := _input(_fine, role, [_names])
	policy.applies with input as in_
	policy.deny == set() with input as in_
}

test_about_vendors_that_personal_data_reaches if {
	not policy.applies with input as _input({}, "controller", [_names])
	not policy.applies with input as _input({}, "processor", [_entry("user.name", false, [])])
	policy.deny == set() with input as _input({}, "processor", [_entry("user.name", false, [])])
}

test_terms_absent[i] if {
	parties := [{}, {"data_terms": {"unknown": ["trains_on_inputs", "input_retention"]}}]
	some i, party in parties
	found := policy.deny with input as _input(party, "third_party", [_names])
	found == {_finding([], "does not declare how long it keeps inputs; it does not declare whether it trains on inputs", "gap")}
}

test_one_term_absent if {
	silent := policy.deny with input as _input({"data_terms": {"input_retention": "0d"}}, "processor", [_names])
	silent == {_finding(["trains_on_inputs"], "does not declare whether it trains on inputs", "gap")}
	endless := policy.deny with input as _input({"data_terms": {"trains_on_inputs": false}}, "processor", [_names])
	endless == {_finding(["input_retention"], "does not declare how long it keeps inputs", "gap")}
}

test_training_without_a_purpose if {
	found := policy.deny with input as _input(_terms(true, "1d"), "processor", [_names, _entry("system.operations", false, ["purpose.support"]), _entry("user.contact", true, ["purpose.train", "purpose.support"])])
	found == {object.union(_finding(["trains_on_inputs"], "", "violation"), {
		"message": "party.llmco (user.contact, user.name) trains on inputs, without a purpose of training (train_ai_system) for user.name",
		"witness": {"node": "model.llm", "category": "user.contact"},
		"fix": false,
	})}
}

test_training_with_its_purpose if {
	policy.deny == set() with input as _input(_terms(true, "365d"), "processor", [_entry("user.name", true, ["purpose.train"])])
}

test_a_purpose_that_only_begins_like_training if {
	found := policy.deny with input as _input(_terms(true, "1d"), "processor", [_entry("user.name", true, ["purpose.short"])])
	count(found) == 1
}

test_kept_for_longer_than_the_shortest_purpose if {
	entries := [_names, _entry("user.name", true, ["purpose.train"])]
	policy.deny == set() with input as _input(_terms(false, "2160h"), "processor", entries)
	found := policy.deny with input as _input(_terms(false, "2161h"), "processor", entries)
	found == {_finding(["input_retention"], "keeps inputs for 2161h; purpose.support allows 90d", "violation")}
}

test_data_that_enters_there if {
	found := policy.deny with input as _input(_terms(false, "15d"), "processor", [_entry("user.name", true, [])])
	found == {_finding(["input_retention"], "keeps inputs for 15d; purpose.short allows 2w", "violation")}
	policy.deny == set() with input as _input(_terms(false, "14d"), "processor", [_entry("user.name", true, [])])
}

test_purpose_without_a_limit if {
	policy.deny == set() with input as _input(_terms(false, "9000d"), "processor", [_entry("user.name", true, ["purpose.open"])])
}

test_incidental if {
	found := policy.deny with input as _input({}, "processor", [object.union(_names, {"incidental": true})])
	[f.incidental | some f in found] == [true]
}
