package aicomply.policies.monitoring.incident_deadline_unmeetable_test

import data.aicomply.policies.monitoring.incident_deadline_unmeetable as policy

_plan := {"document": "docs/incident.md", "authority_notice": "24h", "last_exercise": "2026-05-10"}

_base := {
	"now": "2026-11-23",
	"stage": "production",
	"params": {"incident_notice_limit": "72h", "incident_exercise_interval": "365d", "serious_incident_notice_limit": "48h"},
	"system": {"operator_roles": ["provider"]},
	"incident_plan": _plan,
	"derived": {
		"jurisdictions": ["EU", "EEA"], "personal_data": true,
		"node": {"model.m": {"operator": "party.llmco", "personal": true}, "component.x": {"operator": "party.cloud", "personal": false}},
	},
}

_with(changes) := object.union(_base, changes)

_planned(changes) := _with({"incident_plan": changes})

_without(attributes) := object.union(object.remove(_base, ["incident_plan"]), {"incident_plan": object.remove(_plan, attributes)})

_high_risk := {"system": {"eu_ai_act": {"risk_level": "high"}}}

_not_personal := {"derived": {"personal_data": false}}

_party(name, role, notice) := {"name": name, "ref": sprintf("party.%s", [name]), "role": role, "data_terms": {"incident_notice": notice}}

_silent(name) := {"name": name, "ref": sprintf("party.%s", [name]), "role": "processor"}

_controls := {"73(3)": {"applies_from": "2027-12-02"}}

test_passes if {
	policy.applies with input as _base
	count(policy.deny) == 0 with input as _base
}

test_gap_without_a_plan_at_production if {
	policy.applies with input as object.remove(_base, ["incident_plan"])
	policy.deny == {{
		"path": ["incident_plan"],
		"message": "what happens after an incident is not declared: there is no incident_plan block",
		"kind": "gap",
	}} with input as object.remove(_base, ["incident_plan"])
	not policy.applies with input as object.union(object.remove(_base, ["incident_plan"]), {"stage": "pilot"})
	count(policy.deny) == 0 with input as object.union(object.remove(_base, ["incident_plan"]), {"stage": "pilot"})
	policy.applies with input as _with({"stage": "pilot"})
}

test_gap_for_each_fact_of_the_plan if {
	every attribute in ["document", "authority_notice", "last_exercise"] {
		policy.deny == {{
			"path": ["incident_plan", attribute],
			"message": sprintf("the incident plan does not declare %s", [attribute]),
			"kind": "gap",
		}} with input as _without([attribute])
	}
}

test_exercise_is_stale_from_the_day_after if {
	count(policy.deny) == 0 with input as _planned({"last_exercise": "2025-11-23"})
	policy.deny == {{
		"path": ["incident_plan", "last_exercise"],
		"message": "the incident plan was last exercised on 2025-11-22, 366 days ago; 365 days are the most",
		"kind": "stale",
	}} with input as _planned({"last_exercise": "2025-11-22"})
}

test_own_notice_may_take_as_long_as_the_limit if {
	count(policy.deny) == 0 with input as _planned({"authority_notice": "72h"})
	policy.deny == {{
		"path": ["incident_plan", "authority_notice"],
		"message": "the authority is notified within 73h, and 72h is the limit (GDPR Art. 33(1))",
	}} with input as _planned({"authority_notice": "73h"})
	count(policy.deny) == 1 with input as _planned({"authority_notice": "4d"})
}

test_no_limit_of_the_gdpr_without_personal_data_or_outside_it if {
	count(policy.deny) == 0 with input as object.union(_planned({"authority_notice": "10d"}), _not_personal)
	count(policy.deny) == 0 with input as object.union(_planned({"authority_notice": "10d"}), {"derived": {"jurisdictions": ["US"]}})
}

test_limit_of_the_ai_act_is_to_come if {
	policy.deny == {{
		"path": ["incident_plan", "authority_notice"],
		"applies_from": "2027-12-02",
		"message": "the authority is notified within 49h, and 48h is the limit (AI Act Art. 73(3))",
	}} with input as object.union(_planned({"authority_notice": "49h"}), _high_risk) with data.data.frameworks["eu-ai-act"].controls as _controls
	count(policy.deny) == 0 with input as object.union(_planned({"authority_notice": "48h"}), _high_risk) with data.data.frameworks["eu-ai-act"].controls as _controls
	count(policy.deny) == 0 with input as _planned({"authority_notice": "49h"}) with data.data.frameworks["eu-ai-act"].controls as _controls
	count(policy.deny) == 0 with input as object.union(_planned({"authority_notice": "49h"}), {"system": {"operator_roles": ["deployer"], "eu_ai_act": {"risk_level": "high"}}}) with data.data.frameworks["eu-ai-act"].controls as _controls
}

test_limit_in_force_comes_first if {
	policy.deny == {{
		"path": ["incident_plan", "authority_notice"],
		"message": "the authority is notified within 73h, and 72h is the limit (GDPR Art. 33(1))",
	}} with input as object.union(_planned({"authority_notice": "73h"}), _high_risk) with data.data.frameworks["eu-ai-act"].controls as _controls
}

test_notice_of_a_processor_must_leave_time if {
	every role in ["processor", "sub_processor"] {
		policy.deny == {{
			"path": ["party", "llmco", "data_terms", "incident_notice"],
			"message": "party.llmco reports an incident within 72h, which uses up the 72h in which it has to be notified (GDPR Art. 33(1))",
		}} with input as _with({"party": [_party("llmco", role, "72h")]})
		count(policy.deny) == 0 with input as _with({"party": [_party("llmco", role, "71h")]})
	}
	count(policy.deny) == 0 with input as _with({"party": [_party("llmco", "third_party", "72h"), _party("cloud", "processor", "72h")]})
}

test_notice_of_a_processor_under_the_ai_act if {
	policy.deny == {{
		"path": ["party", "cloud", "data_terms", "incident_notice"],
		"applies_from": "2027-12-02",
		"message": "party.cloud reports an incident within 48h, which uses up the 48h in which it has to be notified (AI Act Art. 73(3))",
	}} with input as object.union(_with({"party": [_party("cloud", "processor", "48h")]}), _high_risk) with data.data.frameworks["eu-ai-act"].controls as _controls
	count(policy.deny) == 0 with input as object.union(_with({"party": [_party("elsewhere", "processor", "48h")]}), _high_risk) with data.data.frameworks["eu-ai-act"].controls as _controls
}

test_gap_for_a_processor_that_does_not_say if {
	policy.deny == {{
		"path": ["party", "llmco", "data_terms", "incident_notice"],
		"message": "within which time party.llmco reports an incident is not declared, and 72h is the limit (GDPR Art. 33(1))",
		"kind": "gap",
	}} with input as _with({"party": [_silent("llmco"), _silent("cloud")]})
	count(policy.deny) == 0 with input as object.union(_with({"party": [_silent("llmco")]}), _not_personal)
	policy.deny == {{
		"path": ["party", "cloud", "data_terms", "incident_notice"],
		"applies_from": "2027-12-02",
		"message": "within which time party.cloud reports an incident is not declared, and 48h is the limit (AI Act Art. 73(3))",
		"kind": "gap",
	}} with input as object.union(_with({"party": [_silent("cloud")]}), _high_risk) with data.data.frameworks["eu-ai-act"].controls as _controls
}
