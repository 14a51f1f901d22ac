package aicomply.policies.transfer.no_mechanism_test

import data.aicomply.policies.transfer.no_mechanism as policy

_entry := {"category": "user.name", "incidental": false, "personal": true}

_flow := {"name": "prompt", "ref": "flow.prompt", "from": "component.api", "to": "model.llm"}

_input := {
	"now": "2026-11-23",
	"party": [{"ref": "party.llmco", "country": "US"}],
	"principal": [],
	"flow": [_flow],
	"derived": {
		"jurisdictions": ["EU", "EEA"],
		"personal_data": true,
		"flow": {"flow.prompt": {"personal": true, "receives": [
			_entry,
			{"category": "user.contact", "incidental": true, "personal": true},
			{"category": "system.operations", "incidental": false, "personal": false},
		]}},
		"node": {
			"component.api": {"type": "component", "name": "api", "operator": "party.acme", "country": "DE", "personal": true, "receives": [_entry]},
			"model.llm": {"type": "model", "name": "llm", "operator": "party.llmco", "country": "US", "unknown_region": false, "personal": true, "receives": [_entry]},
		},
	},
}

_finding := {
	"path": ["flow", "prompt", "transfer"],
	"message": "flow.prompt carries user.contact, user.name from component.api in DE to model.llm in US: no transfer mechanism is declared, and no adequacy decision on US covers party.llmco",
	"kind": "violation",
	"key": ["user.contact", "user.name"],
	"incidental": false,
	"witness": {"flow": "flow.prompt", "category": "user.contact"},
}

_patched(ops) := json.patch(_input, ops)

_transfer(t) := object.union(_input, {"flow": [object.union(_flow, {"transfer": t})]})

test_fails_without_mechanism if {
	policy.deny == {_finding} with input as _input
}

test_passes_with_any_mechanism if {
	every m in ["adequacy", "adequacy_dpf", "scc", "bcr", "ad_hoc_clauses", "derogation_49"] {
		policy.deny == set() with input as _transfer({"mechanism": m})
	}
}

test_passes_for_an_adequate_recipient if {
	certified := _patched([{"op": "add", "path": "/party/0/certifications", "value": ["eu_us_dpf"]}])
	policy.deny == set() with input as certified
}

test_fails_before_a_decision if {
	certified := _patched([
		{"op": "add", "path": "/party/0/certifications", "value": ["eu_us_dpf"]},
		{"op": "replace", "path": "/now", "value": "2023-07-09"},
	])
	policy.deny == {_finding} with input as certified
}

test_unknown_mechanism_is_a_gap if {
	some f in policy.deny with input as _transfer({"unknown": ["mechanism"]})
	f.kind == "gap"
	endswith(f.message, "the transfer mechanism is declared unknown, and no adequacy decision on US covers party.llmco")
}

test_passes_without_personal_data_on_the_flow if {
	other := _patched([{"op": "replace", "path": "/derived/flow/flow.prompt/receives", "value": [{"category": "system.operations", "incidental": false, "personal": false}]}])
	policy.deny == set() with input as other
}

test_incidental_if_all_is if {
	all := _patched([{"op": "replace", "path": "/derived/flow/flow.prompt/receives", "value": [{"category": "user.contact", "incidental": true, "personal": true}]}])
	some f in policy.deny with input as all
	f.incidental
}

_nowhere(type) := _patched([
	{"op": "remove", "path": "/derived/node/model.llm/country"},
	{"op": "replace", "path": "/derived/node/model.llm/type", "value": type},
])

test_unknown_place_is_a_gap if {
	policy.deny == {{
		"path": ["model", "llm", "region"],
		"message": "model.llm receives personal data, and neither its region nor the country of its operator is declared",
		"kind": "gap",
		"incidental": false,
		"witness": {"node": "model.llm"},
	}} with input as _nowhere("model")
}

test_unknown_place_of_a_person_is_a_gap if {
	some f in policy.deny with input as _nowhere("principal")
	f.path == ["principal", "llm", "country"]
}

test_unknown_place_without_personal_data_is_none if {
	clean := json.patch(_nowhere("model"), [{"op": "replace", "path": "/derived/flow/flow.prompt/personal", "value": false}])
	policy.deny == set() with input as clean
}

test_unknown_place_of_a_data_subject_is_none if {
	customer := json.patch(_nowhere("principal"), [{"op": "add", "path": "/principal/-", "value": {"ref": "model.llm", "kind": "data_subject"}}])
	policy.deny == set() with input as customer
}

test_unknown_start_of_a_transfer_is_a_gap if {
	somewhere := _patched([{"op": "remove", "path": "/derived/node/component.api/country"}])
	{f.path | some f in policy.deny} == {["component", "api", "region"]} with input as somewhere
}

_grant(country) := object.union(_input, {
	"flow": [],
	"principal": [{"name": "ops", "ref": "principal.ops", "kind": "human_group"}],
	"access": [{"name": "ops", "ref": "access.ops", "principal": "principal.ops", "resource": "component.api"}],
	"derived": {
		"access": {"access.ops": {"receives": [_entry]}},
		"node": {"principal.ops": object.union({"type": "principal", "name": "ops", "personal": true, "receives": [_entry]}, country)},
	},
})

test_grant_abroad if {
	policy.deny == {{
		"path": ["access", "ops", "principal"],
		"message": "principal.ops in IN can read user.name in component.api in DE through access.ops: no transfer mechanism is declared, and no adequacy decision on IN covers principal.ops",
		"kind": "violation",
		"key": ["user.name"],
		"incidental": false,
		"witness": {"flow": "access.ops", "category": "user.name"},
	}} with input as _grant({"country": "IN"})
}

test_grant_covered_by_a_flow_to_the_principal if {
	covered := json.patch(_grant({"country": "IN"}), [{"op": "add", "path": "/flow/-", "value": {
		"name": "export", "ref": "flow.export", "from": "component.api", "to": "principal.ops",
		"transfer": {"mechanism": "scc"},
	}}])
	policy.deny == set() with input as covered
}

test_grant_at_home if {
	policy.deny == set() with input as _grant({"country": "PT"})
}

test_grant_from_an_unknown_country_is_a_gap if {
	{[f.path, f.kind] | some f in policy.deny} == {[["principal", "ops", "country"], "gap"]} with input as _grant({})
}

test_placed_tool_without_a_place_is_a_gap if {
	tool := object.union(_input, {
		"flow": [],
		"tool": [{"name": "t", "ref": "tool.t", "used_by": ["model.llm"], "unknown": ["region"]}],
		"derived": {"node": {"tool.t": {"type": "tool", "name": "t", "unknown_region": false, "personal": true, "receives": [_entry]}}},
	})
	{f.path | some f in policy.deny} == {["tool", "t", "region"]} with input as tool
	inherited := json.remove(tool, ["/tool/0/unknown"])
	policy.deny == set() with input as inherited
}

test_applies_under_the_gdpr_to_personal_data if {
	policy.applies with input as _input
	not policy.applies with input as _patched([{"op": "replace", "path": "/derived/jurisdictions", "value": ["US"]}])
	not policy.applies with input as _patched([{"op": "replace", "path": "/derived/personal_data", "value": false}])
}

test_unknown_place_matters_where_personal_data_goes if {
	reads_other := json.patch(_grant({}), [{"op": "replace", "path": "/derived/access/access.ops/receives/0/personal", "value": false}])
	policy.deny == set() with input as reads_other
	somewhere := _patched([
		{"op": "remove", "path": "/derived/node/component.api/country"},
		{"op": "replace", "path": "/derived/node/model.llm/country", "value": "FR"},
	])
	policy.deny == set() with input as somewhere
	nothing := _patched([
		{"op": "remove", "path": "/derived/node/component.api/country"},
		{"op": "replace", "path": "/derived/flow/flow.prompt/personal", "value": false},
	])
	policy.deny == set() with input as nothing
	tool := object.union(_input, {
		"flow": [],
		"tool": [{"name": "t", "ref": "tool.t", "unknown": ["region"]}],
		"derived": {"node": {"tool.t": {"type": "tool", "name": "t", "unknown_region": false, "personal": false, "receives": []}}},
	})
	policy.deny == set() with input as tool
}

test_unknown_place_is_incidental_if_its_personal_data_is if {
	entries := [object.union(_entry, {"incidental": true}), {"category": "system.operations", "incidental": false, "personal": false}]
	there := json.patch(_nowhere("model"), [{"op": "replace", "path": "/derived/node/model.llm/receives", "value": entries}])
	{f.incidental | some f in policy.deny} == {true} with input as there
}
