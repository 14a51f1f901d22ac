package aicomply.policies.integration.manual_step_test

import data.aicomply.policies.integration.manual_step as policy

_input(integrations, flows) := {"params": {"manual_share": 0}, "integration": integrations, "flow": flows}

_crm(changes) := object.union({"name": "crm", "ref": "integration.crm", "with": "component.desk"}, changes)

_flow(trigger) := {"name": "export", "ref": "flow.export", "from": "component.desk", "to": "component.api", "trigger": trigger}

_owned := {"mode": "manual", "owner": "sales-ops", "sla": "1d"}

test_fails_for_a_step_by_hand_without_owner_and_sla if {
	every mode in ["manual", "file_export"] {
		policy.deny == {{
			"path": ["integration", "crm", "mode"],
			"message": sprintf("integration.crm is a step by hand (%s) that does not declare owner and sla; steps by hand: 1 of 1", [mode]),
		}} with input as _input([_crm({"mode": mode})], [])
	}
}

test_needs_both if {
	policy.deny == {{
		"path": ["integration", "crm", "mode"],
		"message": "integration.crm is a step by hand (manual) that does not declare sla; steps by hand: 1 of 1",
	}} with input as _input([_crm({"mode": "manual", "owner": "sales-ops"})], [])
	policy.deny == {{
		"path": ["integration", "crm", "mode"],
		"message": "integration.crm is a step by hand (manual) that does not declare owner; steps by hand: 1 of 1",
	}} with input as _input([_crm({"mode": "manual", "sla": "1d"})], [])
}

test_owner_and_sla_are_enough if {
	policy.applies with input as _input([_crm(_owned)], [])
	count(policy.deny) == 0 with input as _input([_crm(_owned)], [])
}

test_other_modes_pass if {
	every mode in ["webhook", "api", "stream"] {
		count(policy.deny) == 0 with input as _input([_crm({"mode": mode})], [])
	}
}

test_fails_for_a_flow_that_nobody_owns if {
	every trigger in ["manual", "file_export"] {
		policy.deny == {{
			"path": ["flow", "export", "trigger"],
			"message": sprintf("flow.export is a step by hand (%s), and no integration with owner and sla covers it; steps by hand: 1 of 2", [trigger]),
		}} with input as _input([_crm({"mode": "api", "owner": "sales-ops"})], [_flow(trigger)])
	}
}

test_an_integration_at_either_end_covers_a_flow if {
	policy.applies with input as _input([], [_flow("manual")])
	count(policy.deny) == 0 with input as _input([_crm(_owned)], [_flow("manual")])
	count(policy.deny) == 0 with input as _input([_crm(object.union(_owned, {"with": "component.api"}))], [_flow("manual")])
	count(policy.deny) == 1 with input as _input([_crm(object.union(_owned, {"with": "component.other"}))], [_flow("manual")])
}

test_other_triggers_pass if {
	every trigger in ["webhook", "stream", "poll", "batch"] {
		count(policy.deny) == 0 with input as _input([], [_flow(trigger)])
	}
}

test_a_share_of_steps_may_be_accepted if {
	half := _input([_crm({"mode": "api"})], [_flow("manual")])
	count(policy.deny) == 0 with input as object.union(half, {"params": {"manual_share": 0.5}})
	count(policy.deny) == 1 with input as object.union(half, {"params": {"manual_share": 0.4}})
	other_half := _input([_crm({"mode": "manual"})], [_flow("webhook")])
	count(policy.deny) == 0 with input as object.union(other_half, {"params": {"manual_share": 0.5}})
	count(policy.deny) == 1 with input as object.union(other_half, {"params": {"manual_share": 0.4}})
}

test_fails_for_missing_events if {
	policy.deny == {{
		"path": ["integration", "crm", "events_available"],
		"message": "integration.crm does not send the events closed, merged, which the process needs",
	}} with input as _input([_crm({"mode": "webhook", "events_needed": ["created", "merged", "closed"], "events_available": ["created"]})], [])
	count(policy.deny) == 0 with input as _input([_crm({"mode": "webhook", "events_needed": ["created"], "events_available": ["created", "closed"]})], [])
}

test_gap_for_undeclared_events if {
	policy.deny == {{
		"path": ["integration", "crm", "events_available"],
		"message": "which events integration.crm sends is not declared; the process needs created",
		"kind": "gap",
	}} with input as _input([_crm({"mode": "webhook", "events_needed": ["created"]})], [])
	count(policy.deny) == 0 with input as _input([_crm({"mode": "webhook", "events_needed": []})], [])
}

test_gap_for_an_undeclared_mode if {
	policy.deny == {{
		"path": ["integration", "crm", "mode"],
		"message": "whether integration.crm is a step by hand is not declared",
		"kind": "gap",
	}} with input as _input([_crm({})], [])
	count(policy.deny) == 0 with input as _input([_crm({"owner": "sales-ops", "sla": "1d"})], [])
}

test_not_applicable_without_steps if {
	not policy.applies with input as {"flow": [{"name": "f", "ref": "flow.f"}]}
	not policy.applies with input as {"integration": []}
	not policy.applies with input as {}
}

test_only_steps_by_hand_are_counted if {
	{f.message | some f in policy.deny} == {"integration.crm is a step by hand (manual) that does not declare owner and sla; steps by hand: 1 of 2"} with input as _input([_crm({"mode": "manual"})], [_flow("webhook")])
}
