package aicomply.policies.monitoring.no_plan_test

import data.aicomply.policies.monitoring.no_plan as policy

_monitor := {"name": "q", "ref": "monitor.q", "covers": ["model.m"], "signals": ["latency", "agreement"], "alert": {"channel": "pager", "owner": "team"}}

_input(monitors) := {
	"model": [{"name": "m", "ref": "model.m", "kind": "llm"}, {"name": "e", "ref": "model.e", "kind": "embedding"}],
	"monitor": monitors,
	"derived": {"jurisdictions": ["EU"]},
}

_lacking(text, kind) := {{
	"path": ["model", "m"],
	"message": sprintf("no monitor of model.m measures its quality and alerts somebody: monitor.q %s", [text]),
	"kind": kind,
}}

test_passes if {
	policy.applies with input as _input([_monitor])
	count(policy.deny) == 0 with input as _input([_monitor])
}

test_fails_without_a_monitor if {
	expected := {{"path": ["model", "m"], "message": "no monitor covers model.m"}}
	policy.deny == expected with input as _input([])
	policy.deny == expected with input as _input([object.union(_monitor, {"covers": ["model.e"]})])
}

test_gap_while_a_monitor_does_not_say_what_it_covers if {
	policy.deny == {{
		"path": ["model", "m"],
		"message": "no monitor is known to cover model.m: what monitor.q covers is not declared",
		"kind": "gap",
	}} with input as _input([object.remove(_monitor, ["covers"])])
}

test_fails_without_a_signal_of_quality if {
	every signal in ["availability", "cost", "error_rate", "input_drift", "latency", "output_drift", "volume"] {
		policy.deny == _lacking("measures no signal of quality", "violation") with input as _input([object.union(_monitor, {"signals": [signal]})])
	}
	policy.deny == _lacking("measures no signal of quality", "violation") with input as _input([object.union(_monitor, {"signals": []})])
}

test_signals_of_quality if {
	every signal in ["accuracy", "override_rate", "refusal_rate", "hallucination_rate", "toxicity_rate", "user_feedback", "cases_reopened"] {
		count(policy.deny) == 0 with input as _input([object.union(_monitor, {"signals": [signal]})])
	}
}

test_gap_for_what_is_not_declared if {
	policy.deny == _lacking("does not declare signals", "gap") with input as _input([object.remove(_monitor, ["signals"])])
	silent := object.union(object.remove(_monitor, ["alert"]), {"alert": {"owner": "team"}})
	policy.deny == _lacking("does not declare alert.channel", "gap") with input as _input([silent])
	unowned := object.union(object.remove(_monitor, ["alert"]), {"alert": {"channel": "pager"}})
	policy.deny == _lacking("does not declare alert.owner", "gap") with input as _input([unowned])
	policy.deny == _lacking("does not declare alert.channel and does not declare alert.owner", "gap") with input as _input([object.remove(_monitor, ["alert"])])
}

test_who_is_on_call_owns_alerts if {
	unowned := object.union(object.remove(_monitor, ["alert"]), {"alert": {"channel": "pager"}})
	count(policy.deny) == 0 with input as object.union(_input([unowned]), {"ownership": {"on_call": "team"}})
	count(policy.deny) == 1 with input as object.union(_input([unowned]), {"ownership": {"business": "team"}})
}

test_violation_outweighs_gaps_of_the_same_monitor if {
	policy.deny == _lacking("measures no signal of quality and does not declare alert.channel and does not declare alert.owner", "violation") with input as _input([object.union(
		object.remove(_monitor, ["alert"]),
		{"signals": ["cost"]},
	)])
}

test_one_complete_monitor_is_enough if {
	technical := object.union(_monitor, {"name": "t", "ref": "monitor.t", "signals": ["latency"]})
	count(policy.deny) == 0 with input as _input([technical, _monitor])
}

test_gap_if_one_of_several_may_be_complete if {
	technical := object.union(_monitor, {"name": "t", "ref": "monitor.t", "signals": ["latency"]})
	policy.deny == {{
		"path": ["model", "m"],
		"message": "no monitor of model.m measures its quality and alerts somebody: monitor.q does not declare signals; monitor.t measures no signal of quality",
		"kind": "gap",
	}} with input as _input([technical, object.remove(_monitor, ["signals"])])
}

_high_risk(roles, plans) := object.union(_input([_monitor]), {
	"system": {"operator_roles": roles, "eu_ai_act": {"risk_level": "high"}},
	"assessment": plans,
})

_plan := {"name": "p", "ref": "assessment.p", "kind": "post_market_plan", "status": "approved"}

_no_plan(kind) := {{
	"path": ["system", "eu_ai_act"],
	"applies_from": "2027-12-02",
	"message": "no approved assessment of kind post_market_plan is declared, and the provider of a high-risk system needs one from 2027-12-02",
	"kind": kind,
}}

_controls := {"72(3)": {"applies_from": "2027-12-02"}}

test_provider_of_a_high_risk_system_needs_a_plan if {
	policy.deny == _no_plan("violation") with input as _high_risk(["provider"], []) with data.data.frameworks["eu-ai-act"].controls as _controls
	policy.deny == _no_plan("violation") with input as _high_risk(["provider"], [object.union(_plan, {"status": "in_progress"})]) with data.data.frameworks["eu-ai-act"].controls as _controls
	policy.deny == _no_plan("violation") with input as _high_risk(["provider"], [object.union(_plan, {"kind": "dpia"})]) with data.data.frameworks["eu-ai-act"].controls as _controls
	policy.deny == _no_plan("gap") with input as _high_risk([], []) with data.data.frameworks["eu-ai-act"].controls as _controls
	count(policy.deny) == 0 with input as _high_risk(["provider"], [_plan]) with data.data.frameworks["eu-ai-act"].controls as _controls
}

test_others_need_no_plan if {
	count(policy.deny) == 0 with input as _high_risk(["deployer"], []) with data.data.frameworks["eu-ai-act"].controls as _controls
	count(policy.deny) == 0 with input as object.union(_high_risk(["provider"], []), {"derived": {"jurisdictions": ["UK"]}}) with data.data.frameworks["eu-ai-act"].controls as _controls
	count(policy.deny) == 0 with input as object.union(_high_risk(["provider"], []), {"system": {"eu_ai_act": {"risk_level": "minimal"}}}) with data.data.frameworks["eu-ai-act"].controls as _controls
}

test_not_applicable_without_a_model_that_serves if {
	not policy.applies with input as {"model": [{"name": "e", "ref": "model.e", "kind": "embedding"}]}
	not policy.applies with input as {}
}

test_no_gap_beside_a_monitor_that_covers_it if {
	count(policy.deny) == 0 with input as _input([_monitor, object.remove(object.union(_monitor, {"name": "u", "ref": "monitor.u"}), ["covers"])])
}
