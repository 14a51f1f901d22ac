package aicomply.policies.transfer.region_not_allowed_test

import data.aicomply.policies.transfer.region_not_allowed as policy

_receives := [
	{"category": "user.name", "incidental": false, "personal": true},
	{"category": "system.operations", "incidental": false, "personal": false},
]

_node := {"type": "store", "name": "crm", "personal": true, "unknown_region": false, "receives": _receives}

_input(allowed, place) := {
	"system": {"allowed_regions": allowed},
	"derived": {"node": {"store.crm": object.union(_node, place)}},
}

test_fails_outside if {
	policy.deny == {{
		"path": ["store", "crm", "region"],
		"message": "store.crm, which receives user.name, is in US; allowed are DE, EEA",
		"kind": "violation",
		"key": ["user.name"],
		"incidental": false,
		"witness": {"node": "store.crm", "category": "user.name"},
	}} with input as _input(["EEA", "DE"], {"region": "us-east-1", "country": "US"})
}

_inside := [
	[["DE"], {"region": "eu-central-1", "country": "DE"}],
	[["EU"], {"region": "eu-central-1", "country": "DE"}],
	[["EEA"], {"region": "NO", "country": "NO"}],
	[["EEA"], {"region": "eu-central-1", "country": "DE"}],
	[["eu-central-1"], {"region": "eu-central-1", "country": "DE"}],
	[["EU"], {"region": "eu", "area": "EU"}],
	[["EEA"], {"region": "eu", "area": "EU"}],
	[["US"], {"region": "us", "area": "US"}],
	[["our-cellar"], {"region": "our-cellar", "unknown_region": true}],
]

_outside := [
	[["DE"], {"region": "FR", "country": "FR"}],
	[["EU"], {"region": "NO", "country": "NO"}],
	[["EU"], {"region": "eea", "area": "EEA"}],
	[["EEA"], {"region": "GB", "country": "GB"}],
	[["DE"], {"region": "eu", "area": "EU"}],
	[["eu-central-1"], {"region": "DE", "country": "DE"}],
	[["eu-central-1"], {"country": "DE"}],
	[[], {"region": "DE", "country": "DE"}],
]

test_inside if {
	every case in _inside {
		policy.deny == set() with input as _input(case[0], case[1])
	}
}

test_outside if {
	every case in _outside {
		{f.kind | some f in policy.deny} == {"violation"} with input as _input(case[0], case[1])
	}
}

test_unknown_is_a_gap if {
	policy.deny == {{
		"path": ["store", "crm", "region"],
		"message": "store.crm receives user.name, and neither its region nor the country of its operator is declared; allowed are EEA",
		"kind": "gap",
		"key": ["user.name"],
		"incidental": false,
		"witness": {"node": "store.crm", "category": "user.name"},
	}} with input as _input(["EEA"], {})
}

test_not_judged_without_personal_data if {
	policy.deny == set() with input as _input(["EEA"], {"country": "US", "personal": false})
}

_person(kind, place) := {
	"system": {"allowed_regions": ["eu-central-1"]},
	"principal": [{"ref": "principal.p", "kind": kind}],
	"derived": {"node": {"principal.p": object.union({"type": "principal", "name": "p", "personal": true, "receives": _receives}, place)}},
}

test_people_count_by_country if {
	policy.deny == set() with input as _person("human_group", {"country": "DE"})
	{[f.path, f.kind] | some f in policy.deny} == {[["principal", "p", "country"], "violation"]} with input as _person("human_group", {"country": "FR"})
	{[f.path, f.kind] | some f in policy.deny} == {[["principal", "p", "country"], "gap"]} with input as _person("service", {})
}

test_data_subjects_and_the_public_are_not_judged if {
	policy.deny == set() with input as _person("data_subject", {"country": "US"})
	policy.deny == set() with input as _person("public", {})
}

_tool(attributes) := {
	"system": {"allowed_regions": ["EEA"]},
	"tool": [object.union({"name": "t", "ref": "tool.t"}, attributes)],
	"derived": {"node": {"tool.t": {"type": "tool", "name": "t", "country": "US", "personal": true, "receives": _receives}}},
}

test_tool_is_judged_where_it_says_where_it_is if {
	policy.deny == set() with input as _tool({})
	{f.path | some f in policy.deny} == {["tool", "t", "region"]} with input as _tool({"region": "us-east-1"})
}

test_applies_where_regions_are_declared if {
	policy.applies with input as _input(["EEA"], {})
	policy.applies with input as _input([], {})
	not policy.applies with input as {"system": {}}
}
