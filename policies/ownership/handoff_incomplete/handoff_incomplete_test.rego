package aicomply.policies.ownership.handoff_incomplete_test

import data.aicomply.policies.ownership.handoff_incomplete as policy

_handoff := {"from": "data-science", "to": "team-triage", "engaged_at": "poc", "accepted": "2026-11-23"}

_input(handoff) := {
	"now": "2026-11-23",
	"stage": "production",
	"params": {"review_lead_time": "60d"},
	"ownership": {"handoff": handoff},
}

_with(changes) := _input(object.union(_handoff, changes))

_without(attributes) := _input(object.remove(_handoff, attributes))

test_passes if {
	policy.applies with input as _with({})
	count(policy.deny) == 0 with input as _with({})
}

test_gap_without_a_handoff if {
	policy.deny == {{
		"path": ["ownership", "handoff"],
		"message": "the handoff from those who built the system to those who run it is not declared",
		"kind": "gap",
	}} with input as object.union(object.remove(_input({}), ["ownership"]), {"ownership": {"business": "vp"}})
}

test_gap_for_each_undeclared_fact if {
	every attribute in ["from", "to", "engaged_at"] {
		policy.deny == {{
			"path": ["ownership", "handoff", attribute],
			"message": sprintf("the handoff does not declare %s", [attribute]),
			"kind": "gap",
		}} with input as _without([attribute])
	}
	policy.deny == {{
		"path": ["ownership", "handoff", "accepted"],
		"message": "the handoff is not declared accepted",
		"kind": "gap",
	}} with input as _without(["accepted"])
}

test_fails_when_accepted_later if {
	policy.deny == {{
		"path": ["ownership", "handoff", "accepted"],
		"message": "the handoff is accepted only on 2026-11-24",
		"kind": "violation",
	}} with input as _with({"accepted": "2026-11-24"})
}

test_fails_within_one_team if {
	policy.deny == {{
		"path": ["ownership", "handoff", "to"],
		"message": "the handoff goes from data-science to itself",
		"kind": "violation",
	}} with input as _with({"to": "Data-Science "})
}

test_fails_when_engaged_late if {
	every stage in ["pilot", "production"] {
		policy.deny == {{
			"path": ["ownership", "handoff", "engaged_at"],
			"message": sprintf("the handoff engages those who run the system only at %s", [stage]),
			"kind": "violation",
		}} with input as _with({"engaged_at": stage})
	}
}

test_one_finding_for_several_faults if {
	policy.deny == {{
		"path": ["ownership", "handoff"],
		"message": "the handoff is not declared accepted; it engages those who run the system only at pilot",
		"kind": "violation",
	}} with input as _input({"from": "data-science", "to": "team-triage", "engaged_at": "pilot"})
}

test_applies_to_pilots_close_to_go_live if {
	pilot := object.union(_with({}), {"stage": "pilot"})
	policy.applies with input as object.union(pilot, {"derived": {"go_live_in_days": 60}})
	policy.applies with input as object.union(pilot, {"derived": {"go_live_in_days": -10}})
	not policy.applies with input as object.union(pilot, {"derived": {"go_live_in_days": 61}})
	not policy.applies with input as object.union(pilot, {"derived": {}})
}

test_not_applicable_to_a_proof_of_concept_or_without_ownership if {
	not policy.applies with input as object.union(_with({}), {"stage": "poc", "derived": {"go_live_in_days": 10}})
	not policy.applies with input as object.remove(_with({}), ["ownership"])
	not policy.applies with input as object.union(object.remove(_with({}), ["ownership"]), {"stage": "pilot", "derived": {"go_live_in_days": 10}})
}
