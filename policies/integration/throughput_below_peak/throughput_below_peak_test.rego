package aicomply.policies.integration.throughput_below_peak_test

import data.aicomply.policies.integration.throughput_below_peak as policy

_crm(changes) := object.union({"name": "crm", "ref": "integration.crm"}, changes)

_llm(changes) := object.union({"name": "llm", "ref": "model.llm"}, changes)

_input(integration, model) := {
	"params": {"throughput_headroom": 1},
	"system": {"volume": {"peak_per_minute": 40}},
	"integration": [integration],
	"model": [model],
}

test_fails_for_integrations_and_models if {
	both := _input(_crm({"limit_per_minute": 20}), _llm({"limit_per_minute": 39}))
	policy.applies with input as both
	policy.deny == {
		{"path": ["integration", "crm", "limit_per_minute"], "message": "integration.crm takes 20 a minute, the peak is 40"},
		{"path": ["model", "llm", "limit_per_minute"], "message": "model.llm takes 39 a minute, the peak is 40"},
	} with input as both
}

test_equal_is_enough if {
	policy.applies with input as _input(_crm({"limit_per_minute": 40}), _llm({}))
	count(policy.deny) == 0 with input as _input(_crm({"mode": "api", "limit_per_minute": 40}), _llm({"hosting": "api", "limit_per_minute": 41}))
}

test_headroom_counts if {
	policy.deny == {{
		"path": ["integration", "crm", "limit_per_minute"],
		"message": "integration.crm takes 50 a minute, the peak of 40 needs 60",
	}} with input as object.union(_input(_crm({"limit_per_minute": 50}), _llm({})), {"params": {"throughput_headroom": 1.5}})
	count(policy.deny) == 0 with input as object.union(_input(_crm({"limit_per_minute": 44}), _llm({})), {"params": {"throughput_headroom": 1.1}})
}

test_gap_for_an_undeclared_limit if {
	every mode in ["api", "webhook", "manual"] {
		policy.deny == {{
			"path": ["integration", "crm", "limit_per_minute"],
			"message": "how many requests a minute integration.crm takes is not declared; the peak needs 40",
			"kind": "gap",
		}} with input as _input(_crm({"mode": mode}), _llm({}))
	}
	policy.deny == {{
		"path": ["model", "llm", "limit_per_minute"],
		"message": "how many requests a minute model.llm takes is not declared",
		"kind": "gap",
	}} with input as {"params": {"throughput_headroom": 1}, "model": [_llm({"hosting": "api"})]}
}

test_what_waits_needs_no_limit if {
	every mode in ["stream", "file_export"] {
		not policy.applies with input as _input(_crm({"mode": mode}), _llm({"hosting": "self_hosted"}))
	}
}

test_gap_for_an_undeclared_peak if {
	policy.deny == {{
		"path": ["system", "volume", "peak_per_minute"],
		"message": "whether integration.crm, model.llm can take the peak is not known: system.volume.peak_per_minute is not declared",
		"kind": "gap",
	}} with input as object.remove(_input(_crm({"limit_per_minute": 20}), _llm({"limit_per_minute": 39})), ["system"])
}

test_gap_for_an_undeclared_peak_beside_one_limit if {
	{f.path | some f in policy.deny} == {["system", "volume", "peak_per_minute"]} with input as object.remove(_input(_crm({"limit_per_minute": 20}), _llm({})), ["system"])
}
