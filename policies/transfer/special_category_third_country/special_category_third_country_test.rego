package aicomply.policies.transfer.special_category_third_country_test

import data.aicomply.policies.transfer.special_category_third_country as policy

_flow := {"name": "prompt", "ref": "flow.prompt", "from": "component.api", "to": "model.llm"}

_health := {"category": "user.health_and_medical", "incidental": true, "personal": true, "special": true}

_input := {
	"now": "2026-11-23",
	"party": [{"ref": "party.llmco", "country": "US", "role": "processor"}],
	"flow": [_flow],
	"derived": {
		"jurisdictions": ["EU", "EEA"],
		"personal_data": true,
		"flow": {"flow.prompt": {"receives": [_health, {"category": "user.name", "incidental": false, "personal": true, "special": false}]}},
		"node": {
			"component.api": {"country": "DE"},
			"model.llm": {"operator": "party.llmco", "country": "US"},
		},
	},
}

_finding := {
	"path": ["flow", "prompt", "transfer"],
	"message": "flow.prompt carries user.health_and_medical from component.api in DE to model.llm in US: no transfer mechanism is declared, and no adequacy decision on US covers party.llmco",
	"kind": "violation",
	"key": ["user.health_and_medical"],
	"incidental": true,
	"witness": {"flow": "flow.prompt", "category": "user.health_and_medical"},
}

_patched(ops) := json.patch(_input, ops)

_transfer(t) := object.union(_input, {"flow": [object.union(_flow, {"transfer": t})]})

test_fails_without_safeguard if {
	policy.deny == {_finding} with input as _input
}

test_fails_for_every_outside_recipient if {
	every role in ["processor", "sub_processor", "third_party"] {
		policy.deny == {_finding} with input as _patched([{"op": "replace", "path": "/party/0/role", "value": role}])
	}
}

test_passes_for_the_organisation_itself if {
	every role in ["controller", "joint_controller"] {
		policy.deny == set() with input as _patched([{"op": "replace", "path": "/party/0/role", "value": role}])
	}
}

test_declared_content_is_not_incidental if {
	some f in policy.deny with input as _patched([{"op": "replace", "path": "/derived/flow/flow.prompt/receives/0/incidental", "value": false}])
	f.incidental == false
}

test_passes_without_special_categories if {
	policy.deny == set() with input as _patched([{"op": "remove", "path": "/derived/flow/flow.prompt/receives/0"}])
}

test_passes_for_an_adequate_recipient if {
	policy.deny == set() with input as _patched([{"op": "add", "path": "/party/0/certifications", "value": ["eu_us_dpf"]}])
}

test_passes_with_a_mechanism if {
	every m in ["adequacy", "adequacy_dpf", "ad_hoc_clauses", "derogation_49"] {
		policy.deny == set() with input as _transfer({"mechanism": m})
	}
}

test_clauses_and_rules_need_an_assessment if {
	every m in ["scc", "bcr"] {
		policy.deny == set() with input as _transfer({"mechanism": m, "tia": "assessment.tia"})
		expected := object.union(_finding, {"message": replace(_finding.message, "no transfer mechanism is declared", "its clauses or rules have no transfer impact assessment")})
		policy.deny == {expected} with input as _transfer({"mechanism": m})
	}
}

test_assessment_alone_is_no_mechanism if {
	policy.deny == {_finding} with input as _transfer({"tia": "assessment.tia"})
}

test_unknown_safeguard_is_a_gap if {
	some f in policy.deny with input as _transfer({"mechanism": "scc", "unknown": ["tia"]})
	f.kind == "gap"
	some g in policy.deny with input as _transfer({"unknown": ["mechanism"]})
	g.kind == "gap"
	contains(g.message, "the transfer mechanism is declared unknown")
}

test_support_staff_of_a_vendor_abroad if {
	grant := object.union(_input, {
		"flow": [],
		"principal": [{"ref": "principal.support", "kind": "vendor_support"}],
		"access": [{"name": "support", "ref": "access.support", "principal": "principal.support", "resource": "store.crm"}],
		"derived": {
			"access": {"access.support": {"receives": [_health]}},
			"node": {
				"principal.support": {"type": "principal", "country": "IN"},
				"store.crm": {"type": "store", "operator": "party.llmco", "country": "DE"},
			},
		},
	})
	{f.path | some f in policy.deny} == {["access", "support", "principal"]} with input as grant
}

test_applies_under_the_gdpr_to_personal_data if {
	policy.applies with input as _input
	not policy.applies with input as _patched([{"op": "replace", "path": "/derived/jurisdictions", "value": ["US"]}])
	not policy.applies with input as _patched([{"op": "replace", "path": "/derived/personal_data", "value": false}])
}

test_block_without_mechanism_is_none if {
	policy.deny == {_finding} with input as _transfer({"signed": "2026-06-01"})
	policy.deny == {_finding} with input as _transfer({"unknown": ["tia"]})
}

_support(transfer) := object.union(_input, {
	"flow": [{"name": "desk", "ref": "flow.desk", "from": "store.crm", "to": "principal.support", "transfer": transfer}],
	"principal": [{"ref": "principal.support", "kind": "vendor_support"}],
	"access": [{"name": "support", "ref": "access.support", "principal": "principal.support", "resource": "store.crm"}],
	"derived": {
		"access": {"access.support": {"receives": [_health]}},
		"node": {
			"principal.support": {"type": "principal", "country": "IN"},
			"store.crm": {"type": "store", "operator": "party.llmco", "country": "DE"},
		},
	},
})

test_grant_has_the_mechanism_of_a_flow_to_its_principal if {
	policy.deny == set() with input as _support({"mechanism": "ad_hoc_clauses"})
	some f in policy.deny with input as _support({"mechanism": "scc"})
	f.kind == "violation"
	contains(f.message, "its clauses or rules have no transfer impact assessment")
	some g in policy.deny with input as _support({"mechanism": "scc", "unknown": ["tia"]})
	g.kind == "gap"
}
