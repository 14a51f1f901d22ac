package aicomply.policies.manifest.required_fact_missing_test

import data.aicomply.policies.manifest.required_fact_missing as policy

# A deployment that declares every block that production requires.
_complete := {
	"stage": "production",
	"system": {"volume": {}, "scope": {}, "automation_level": "partial"},
	"dataset": [{"ref": "dataset.d"}],
	"purpose": [{"ref": "purpose.p"}],
	"principal": [{"ref": "principal.c"}],
	"store": [{"name": "crm", "ref": "store.crm"}, {"name": "cache", "ref": "store.cache"}],
	"model": [{"name": "llm", "ref": "model.llm", "kind": "llm"}, {"name": "vectors", "ref": "model.vectors", "kind": "embedding"}],
	"flow": [{"name": "in", "ref": "flow.in"}],
	"access": [{"ref": "access.a", "resource": "store.crm"}],
	"evaluation": [{"ref": "evaluation.e", "subject": "model.llm"}],
	"fallback": [{"ref": "fallback.f", "covers": ["model.llm"]}],
	"oversight": [{}],
	"audit_log": [{}],
	"explainability": [{}],
	"pipeline": [{}],
	"monitor": [{}],
	"maintenance": [{}],
	"assessment": [{"kind": "security_review"}],
	"notice": [{"kind": "privacy"}],
	"ownership": {"business": "a"},
	"incident_plan": {"owner": "a"},
	"rights": {"contact": "a"},
	"cost": {"cap": {"monthly": 1}},
	"derived": {
		"jurisdictions": ["US"],
		"personal_data": true,
		"missing": [],
		"flow": {"flow.in": {"personal": true}},
		"node": {
			"model.llm": {"personal": true, "country": "US"},
			"store.crm": {"personal": true, "country": "US"},
			"store.cache": {"personal": false},
		},
	},
}

_patched(ops) := json.patch(_complete, ops)

_without(block) := json.remove(_complete, [block])

# Findings with the input at a stage: path and message.
_found(manifest, stage) := {[concat(".", f.path), f.message] |
	some f in policy.deny with input as object.union(manifest, {"stage": stage})
		with data.aicomply.policies.audit.decision_not_logged.applies as false
		with data.aicomply.policies.explainability.no_explanation.applies as false
		with data.aicomply.policies.cost.no_cap.applies as false
		with data.aicomply.policies.cost.growth_unapproved.applies as false
		with data.aicomply.policies.audit.retention_too_short.applies as false
		with data.aicomply.policies.oversight.no_human_oversight.applies as false
		with data.aicomply.policies.oversight.no_human_oversight.deny as set()
		with data.aicomply.policies.monitoring.no_plan.deny as set()
}

_missing(path, attribute, stage) := {"ref": concat(".", array.slice(path, 0, 2)), "path": path, "attribute": attribute, "stage": stage, "unknown": false}

_lacking(entries) := _patched([{"op": "replace", "path": "/derived/missing", "value": entries}])

test_passes_with_everything if {
	every stage in ["poc", "pilot", "production"] {
		_found(_complete, stage) == set()
	}
}

test_finding_is_a_gap if {
	policy.deny == {{"path": ["maintenance"], "message": "how models are kept current is not declared: there is no maintenance block", "kind": "gap"}} with input as _without("/maintenance")
}

# From which stage a block is required.
_required := {
	"poc": {"flow": "no flow is declared", "dataset": "no dataset is declared, so it is not known what data there is", "purpose": "personal data moves, and no purpose is declared"},
	"pilot": {
		"pipeline": "how input is prepared is not declared: there is no pipeline block",
		"oversight": "who watches the system is not declared: there is no oversight block",
		"audit_log": "what the system records is not declared: there is no audit_log block",
		"explainability": "how results are explained is not declared: there is no explainability block",
	},
	"production": {
		"maintenance": "how models are kept current is not declared: there is no maintenance block",
		"notice": "no notice of kind privacy is declared",
	},
}

_before := {"pilot": "poc", "production": "pilot"}

test_blocks_by_stage if {
	every stage, blocks in _required {
		every block, message in blocks {
			_found(_without(sprintf("/%s", [block])), stage) == {[block, message]}
		}
	}
	every stage, earlier in _before {
		every block, _ in _required[stage] {
			_found(_without(sprintf("/%s", [block])), earlier) == set()
		}
	}
}

test_no_node if {
	_found(_patched([{"op": "replace", "path": "/derived/node", "value": {}}]), "poc") == {["component", "no principal, component, store, model or tool is declared"]}
}

test_purpose_is_reported_elsewhere_or_not_needed if {
	european := json.patch(_without("/purpose"), [{"op": "replace", "path": "/derived/jurisdictions", "value": ["EU"]}])
	_found(european, "production") == set()
	impersonal := json.patch(_without("/purpose"), [{"op": "replace", "path": "/derived/flow/flow.in/personal", "value": false}])
	_found(impersonal, "production") == set()
}

test_blocks_of_system_and_cost if {
	_found(_without("/system/volume"), "pilot") == {["system.volume", "there is no volume block in system"]}
	_found(_without("/system/volume"), "poc") == set()
	_found(_without("/cost/cap"), "production") == {["cost.cap", "there is no cap block in cost"]}
	_found(_without("/cost/cap"), "pilot") == set()
	_found(_without("/cost"), "production") == set()
}

test_not_automated_needs_no_oversight if {
	manual := json.patch(_without("/oversight"), [{"op": "replace", "path": "/system/automation_level", "value": "not_automated"}])
	_found(manual, "pilot") == set()
	undeclared := json.remove(_without("/oversight"), ["/system/automation_level"])
	count(_found(undeclared, "pilot")) == 1
}

test_left_to_the_policies_that_judge_decisions if {
	policy.deny == set() with input as json.remove(_complete, ["/audit_log", "/explainability"])
		with data.aicomply.policies.audit.decision_not_logged.applies as true
		with data.aicomply.policies.explainability.no_explanation.applies as true
}

# Blocks that other policies ask for, whatever else is declared.
test_blocks_of_other_policies[block] if {
	some block in ["/ownership", "/assessment", "/fallback", "/incident_plan", "/rights", "/system/scope"]
	_found(_without(block), "production") == set()
}

test_monitor_where_no_model_serves if {
	_found(_without("/monitor"), "production") == set()
	embedding := json.patch(_without("/monitor"), [{"op": "remove", "path": "/model/0"}])
	_found(embedding, "production") == {["monitor", "what is watched in production is not declared: there is no monitor block"]}
	_found(embedding, "pilot") == set()
	_found(json.patch(_complete, [{"op": "remove", "path": "/model/0"}]), "production") == set()
}

# What is left to a policy only where that policy applies.
test_blocks_left_where_a_policy_applies if {
	policy.deny == set() with input as json.remove(_complete, ["/oversight", "/cost/cap"])
		with data.aicomply.policies.oversight.no_human_oversight.applies as true
		with data.aicomply.policies.cost.no_cap.applies as true
		with data.aicomply.policies.audit.decision_not_logged.applies as false
}

test_notice_under_the_gdpr_is_left_to_another_policy if {
	european := json.patch(_without("/notice"), [{"op": "replace", "path": "/derived/jurisdictions", "value": ["EU"]}])
	_found(european, "production") == set()
}

test_retention_of_logs if {
	lacking := _lacking([
		_missing(["audit_log", "l"], "retention", "production"),
		_missing(["audit_log", "m"], "store", "production"),
		_missing(["fallback", "f"], "retention", "production"),
	])
	{f[0] | some f in _found(lacking, "production")} == {"audit_log.l", "audit_log.m", "fallback.f"}
	found := policy.deny with input as lacking with data.aicomply.policies.audit.retention_too_short.applies as true
	{f.path[1] | some f in found} == {"m", "f"}
}

test_cost_of_the_proof_of_concept if {
	lacking := _lacking([_missing(["cost"], "poc_monthly", "pilot"), _missing(["cost"], "currency", "pilot")])
	_found(lacking, "pilot") == {["cost", "cost does not declare currency, poc_monthly"]}
	found := policy.deny with input as object.union(lacking, {"stage": "pilot"}) with data.aicomply.policies.cost.growth_unapproved.applies as true
	{f.message | some f in found} == {"cost does not declare currency"}
}

test_powers_of_overseers if {
	lacking := _lacking([_missing(["oversight", "o"], "can_stop", "pilot"), _missing(["oversight", "p"], "can_override", "pilot"), _missing(["component", "c"], "can_stop", "pilot")])
	{f[0] | some f in _found(lacking, "pilot")} == {"oversight.o", "oversight.p", "component.c"}
	found := policy.deny with input as lacking
		with data.aicomply.policies.oversight.no_human_oversight.deny as {{"path": ["oversight", "o", "can_stop"]}}
	{f.path[1] | some f in found} == {"p", "c"}
	others := policy.deny with input as lacking
		with data.aicomply.policies.oversight.no_human_oversight.deny as {{"path": ["notice", "o", "can_stop"]}}
	count(others) == 3
}

test_test_of_a_fallback if {
	entries := [_missing(["fallback", "f"], "last_tested", "production"), _missing(["fallback", "g"], "last_tested", "production"), _missing(["fallback", "f"], "covers", "production")]
	lacking := json.patch(_lacking(entries), [{"op": "add", "path": "/fallback/-", "value": {"ref": "fallback.g", "covers": ["component.c", "model.vectors"]}}])
	_found(lacking, "production") == {["fallback.f", "fallback.f does not declare covers"], ["fallback.g", "fallback.g does not declare last_tested"]}
}

test_what_is_covered if {
	covers := [_missing([type, "x"], "covers", "pilot") | some type in ["fallback", "monitor", "component"]]
	entries := array.concat(covers, [_missing(["fallback", "y"], "triggers", "pilot")])
	lacking := json.patch(_lacking(entries), [{"op": "replace", "path": "/monitor", "value": [{"ref": "monitor.m", "covers": ["model.llm"]}]}])
	{f[0] | some f in _found(lacking, "pilot")} == {"fallback.x", "fallback.y", "monitor.x", "component.x"}
	without_fallback := json.patch(lacking, [{"op": "replace", "path": "/fallback/0/covers", "value": ["model.vectors"]}])
	{f[0] | some f in _found(without_fallback, "pilot")} == {"fallback.y", "monitor.x", "component.x"}
	without_monitor := json.patch(lacking, [{"op": "replace", "path": "/monitor/0/covers", "value": ["model.vectors"]}])
	{f[0] | some f in _found(without_monitor, "pilot")} == {"fallback.x", "fallback.y", "component.x"}
}

test_signals_of_a_monitor if {
	entries := [_missing(["monitor", "m"], "signals", "production"), _missing(["monitor", "n"], "signals", "production"), _missing(["monitor", "m"], "covers", "production")]
	lacking := json.patch(_lacking(entries), [{"op": "replace", "path": "/monitor", "value": [
		{"ref": "monitor.m", "covers": ["model.llm"]},
		{"ref": "monitor.n", "covers": ["component.c"]},
	]}])
	{f[0] | some f in _found(lacking, "production")} == {"monitor.m", "monitor.n"}
	found := policy.deny with input as lacking with data.aicomply.policies.monitoring.no_plan.deny as {{"path": ["model", "llm"]}}
	{f.message | some f in found} == {"monitor.m does not declare covers", "monitor.n does not declare signals"}
	other := policy.deny with input as lacking
		with data.aicomply.policies.monitoring.no_plan.deny as {{"path": ["model", "second"]}, {"path": ["system", "llm"]}}
	{f.path[1] | some f in other} == {"m", "n"}
	every f in other { contains(f.message, "signals") }
}

test_no_personal_data_needs_no_notice if {
	impersonal := json.patch(json.remove(_complete, ["/notice"]), [{"op": "replace", "path": "/derived/personal_data", "value": false}])
	_found(impersonal, "production") == set()
}

test_other_notices_do_not_count if {
	count(_found(_patched([{"op": "replace", "path": "/notice/0/kind", "value": "worker"}]), "production")) == 1
}

test_models_need_an_evaluation if {
	_found(_without("/evaluation/0/subject"), "pilot") == {["model.llm", "no evaluation has model.llm as its subject"]}
	_found(_without("/evaluation"), "pilot") == {["model.llm", "no evaluation has model.llm as its subject"]}
	_found(_without("/evaluation"), "poc") == set()
}

test_stores_of_personal_data_need_access if {
	_found(_without("/access"), "pilot") == {["store.crm", "no access block says who can use store.crm"]}
	_found(_without("/access"), "poc") == set()
}

test_attributes_of_a_block_in_one_finding if {
	entries := [
		_missing(["flow", "in"], "encryption_in_transit", "pilot"),
		_missing(["flow", "in"], "carries", "pilot"),
		_missing(["system", "volume"], "per_week", "pilot"),
		_missing(["cost"], "currency", "production"),
		_missing(["system"], "title", "poc"),
	]
	at_poc := {["system", "system does not declare title"]}
	at_pilot := at_poc | {
		["flow.in", "flow.in does not declare carries, encryption_in_transit"],
		["system.volume", "system.volume does not declare per_week"],
	}
	_found(_lacking(entries), "poc") == at_poc
	_found(_lacking(entries), "pilot") == at_pilot
	_found(_lacking(entries), "production") == at_pilot | {["cost", "cost does not declare currency"]}
}

test_attributes_and_blocks_in_one_finding if {
	lacking := json.remove(_lacking([_missing(["model", "llm"], "operator", "pilot")]), ["/evaluation"])
	_found(lacking, "pilot") == {["model.llm", "model.llm does not declare operator; no evaluation has model.llm as its subject"]}
}

# What other policies report.
_elsewhere := [
	_missing(["access", "a"], "last_review", "production"),
	_missing(["access", "a"], "review_every", "production"),
	_missing(["audit_log", "l"], "covers", "pilot"),
	_missing(["audit_log", "l"], "events", "production"),
	_missing(["audit_log", "l"], "fields", "production"),
	_missing(["audit_log", "l"], "integrity", "production"),
	_missing(["audit_log", "l"], "reviewed_by", "production"),
	_missing(["cost"], "budget_monthly", "pilot"),
	_missing(["evaluation", "e"], "max_errors_per_week", "production"),
	_missing(["evaluation", "e"], "threshold", "pilot"),
	_missing(["explainability", "x"], "covers", "pilot"),
	_missing(["explainability", "x"], "method", "pilot"),
	_missing(["maintenance", "m"], "cadence", "production"),
	_missing(["maintenance", "m"], "last_done", "production"),
	_missing(["model", "llm"], "model_card", "production"),
	_missing(["model", "llm"], "version", "pilot"),
	_missing(["oversight", "o"], "hours_per_week", "production"),
	_missing(["oversight", "o"], "minutes_per_review", "production"),
	_missing(["oversight", "o"], "review_share", "pilot"),
	_missing(["ownership"], "business", "pilot"),
	_missing(["ownership"], "on_call", "production"),
	_missing(["ownership"], "runbook", "production"),
	_missing(["ownership"], "security", "pilot"),
	_missing(["ownership"], "technical", "pilot"),
	_missing(["pipeline", "p", "input_format", "f"], "share", "pilot"),
	_missing(["purpose", "p"], "legal_basis", "pilot"),
	_missing(["store", "crm"], "retention", "pilot"),
	_missing(["system"], "intended_purpose", "poc"),
	_missing(["system", "scope"], "change_control", "pilot"),
	_missing(["system", "scope"], "in_scope", "pilot"),
	_missing(["system", "scope"], "out_of_scope", "pilot"),
]

test_left_to_other_policies if {
	_found(_lacking(_elsewhere), "production") == set()
}

test_retention_of_other_stores if {
	count(_found(_lacking([_missing(["store", "cache"], "retention", "pilot")]), "pilot")) == 1
}

test_purpose_of_a_flow if {
	lacking := _lacking([_missing(["flow", "in"], "purpose", "pilot")])
	_found(lacking, "pilot") == {["flow.in", "flow.in does not declare purpose"]}
	european := json.patch(lacking, [{"op": "replace", "path": "/derived/jurisdictions", "value": ["EU"]}])
	_found(european, "pilot") == set()
	impersonal := json.patch(european, [{"op": "replace", "path": "/derived/flow/flow.in/personal", "value": false}])
	count(_found(impersonal, "pilot")) == 1
}

test_region if {
	lacking := _lacking([_missing(["model", "llm"], "region", "pilot")])
	count(_found(lacking, "pilot")) == 1
	count(_found(json.patch(lacking, [{"op": "add", "path": "/system/allowed_regions", "value": ["EU"]}]), "pilot")) == 1
	nowhere := json.remove(lacking, ["/derived/node/model.llm/country"])
	count(_found(nowhere, "pilot")) == 1
	_found(json.patch(nowhere, [{"op": "add", "path": "/system/allowed_regions", "value": ["EU"]}]), "pilot") == set()
	_found(json.patch(nowhere, [{"op": "replace", "path": "/derived/jurisdictions", "value": ["EU"]}]), "pilot") == set()
	impersonal := json.patch(nowhere, [
		{"op": "add", "path": "/system/allowed_regions", "value": ["EU"]},
		{"op": "replace", "path": "/derived/node/model.llm/personal", "value": false},
	])
	count(_found(impersonal, "pilot")) == 1
}

test_peak_and_sample if {
	peak := _lacking([_missing(["system", "volume"], "peak_per_minute", "production")])
	count(_found(peak, "production")) == 1
	_found(json.patch(peak, [{"op": "add", "path": "/model/0/limit_per_minute", "value": 20}]), "production") == set()
	_found(json.patch(peak, [{"op": "add", "path": "/integration", "value": [{"limit_per_minute": 20}]}]), "production") == set()
	sample := _lacking([_missing(["evaluation", "e"], "sample_size", "pilot")])
	count(_found(sample, "pilot")) == 1
	measured := json.patch(sample, [
		{"op": "add", "path": "/evaluation/0/value", "value": 0.9},
		{"op": "add", "path": "/evaluation/0/threshold", "value": 0.9},
	])
	_found(measured, "pilot") == set()
}

test_applies_until_it_is_retired if {
	policy.applies with input as _complete
	not policy.applies with input as object.union(_complete, {"stage": "retired"})
}

test_other_attributes_of_the_same_blocks if {
	lacking := json.patch(
		_lacking([
			_missing(["flow", "in"], "carries", "pilot"),
			_missing(["store", "crm"], "kind", "pilot"),
			_missing(["model", "llm"], "operator", "pilot"),
			_missing(["system", "volume"], "per_week", "pilot"),
			_missing(["evaluation", "e"], "metric", "pilot"),
		]),
		[
			{"op": "replace", "path": "/derived/jurisdictions", "value": ["EU"]},
			{"op": "remove", "path": "/derived/node/model.llm/country"},
			{"op": "add", "path": "/model/0/limit_per_minute", "value": 20},
			{"op": "add", "path": "/evaluation/0/value", "value": 0.9},
			{"op": "add", "path": "/evaluation/0/threshold", "value": 0.9},
		],
	)
	{f[0] | some f in _found(lacking, "pilot")} == {"flow.in", "store.crm", "model.llm", "system.volume", "evaluation.e"}
}

test_sample_that_no_policy_asks_for if {
	sample := json.patch(_lacking([_missing(["evaluation", "e"], "sample_size", "pilot")]), [
		{"op": "add", "path": "/evaluation/0/value", "value": 0.9},
		{"op": "add", "path": "/evaluation/0/threshold", "value": 0.9},
	])
	every change in [
		{"op": "replace", "path": "/evaluation/0/ref", "value": "evaluation.other"},
		{"op": "add", "path": "/evaluation/0/metric", "value": "latency"},
		{"op": "remove", "path": "/evaluation/0/value"},
		{"op": "remove", "path": "/evaluation/0/threshold"},
	] {
		count(_found(json.patch(sample, [change]), "pilot")) == 1
	}
}

test_integration_without_a_limit if {
	peak := _lacking([_missing(["system", "volume"], "peak_per_minute", "production")])
	count(_found(json.patch(peak, [{"op": "add", "path": "/integration", "value": [{"mode": "api"}]}]), "production")) == 1
}
