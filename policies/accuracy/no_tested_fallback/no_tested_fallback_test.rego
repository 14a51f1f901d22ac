package aicomply.policies.accuracy.no_tested_fallback_test

import data.aicomply.policies.accuracy.no_tested_fallback as policy

_all := ["low_confidence", "timeout", "provider_outage"]

_fallback(attributes) := object.union({"name": "f", "ref": "fallback.f", "covers": ["model.m"], "triggers": _all, "last_tested": "2026-10-20"}, attributes)

_input(fallbacks) := {
	"stage": "pilot",
	"now": "2026-11-23",
	"params": {"fallback_test_interval": "180d"},
	"model": [{"name": "m", "ref": "model.m", "kind": "llm"}, {"name": "e", "ref": "model.e", "kind": "embedding"}],
	"fallback": fallbacks,
}

_maintained(blocks) := object.union(_input([_fallback({})]), {"maintenance": blocks})

test_passes if {
	policy.applies with input as _input([_fallback({})])
	count(policy.deny) == 0 with input as _input([_fallback({})])
}

test_fails_without_a_fallback if {
	policy.deny == {{"path": ["model", "m"], "message": "no fallback covers model.m"}} with input as _input([])
	policy.deny == {{"path": ["model", "m"], "message": "no fallback covers model.m"}} with input as _input([_fallback({"covers": ["model.e"]})])
}

test_gap_while_a_fallback_does_not_say_what_it_covers if {
	policy.deny == {{
		"path": ["model", "m"],
		"message": "no fallback is known to cover model.m: what fallback.f covers is not declared",
		"kind": "gap",
	}} with input as _input([object.remove(_fallback({}), ["covers"])])
}

test_fails_where_a_trigger_is_missing if {
	policy.deny == {{
		"path": ["model", "m"],
		"key": ["low_confidence", "provider_outage"],
		"message": "no fallback covers model.m on low_confidence, provider_outage",
	}} with input as _input([_fallback({"triggers": ["timeout", "policy_block"]})])
	every trigger in _all {
		policy.deny == {{
			"path": ["model", "m"],
			"key": [trigger],
			"message": sprintf("no fallback covers model.m on %s", [trigger]),
		}} with input as _input([_fallback({"triggers": [t | some t in _all; t != trigger]})])
	}
}

test_triggers_of_several_fallbacks_count_together if {
	second := _fallback({"name": "g", "ref": "fallback.g", "triggers": ["low_confidence"]})
	count(policy.deny) == 0 with input as _input([_fallback({"triggers": ["timeout", "provider_outage"]}), second])
	count(policy.deny) == 0 with input as _input([_fallback({"triggers": ["timeout"]}), object.remove(second, ["triggers"])])
}

test_stale_from_the_day_after if {
	count(policy.deny) == 0 with input as _input([_fallback({"last_tested": "2026-05-27"})])
	policy.deny == {{
		"path": ["fallback", "f", "last_tested"],
		"message": "fallback.f was last tested on 2026-05-26, 181 days ago; 180 days are the most",
		"kind": "stale",
	}} with input as _input([_fallback({"last_tested": "2026-05-26"})])
}

test_untested_is_a_gap_at_production if {
	untested := _input([object.remove(_fallback({}), ["last_tested"])])
	count(policy.deny) == 0 with input as untested
	policy.deny == {{
		"path": ["fallback", "f", "last_tested"],
		"message": "when fallback.f was last tested is not declared",
		"kind": "gap",
	}} with input as object.union(untested, {"stage": "production"})
}

test_fallbacks_of_other_parts_are_not_judged if {
	other := {"name": "o", "ref": "fallback.o", "covers": ["component.x"], "last_tested": "2020-01-01"}
	count(policy.deny) == 0 with input as _input([_fallback({}), other])
	count(policy.deny) == 0 with input as object.union(_input([_fallback({}), object.remove(other, ["last_tested"])]), {"stage": "production"})
}

test_gap_without_a_rollback if {
	policy.deny == {{
		"path": ["maintenance", "n", "rollback"],
		"message": "how a change of model.m is undone is not declared",
		"kind": "gap",
	}} with input as _maintained([{"name": "n", "ref": "maintenance.n", "subject": "model.m"}])
	count(policy.deny) == 0 with input as _maintained([{"name": "n", "ref": "maintenance.n", "subject": "model.m", "rollback": "blue-green"}])
	count(policy.deny) == 0 with input as _maintained([{"name": "n", "ref": "maintenance.n", "subject": "store.s"}])
}

test_one_block_with_a_rollback_is_enough if {
	count(policy.deny) == 0 with input as _maintained([
		{"name": "n", "ref": "maintenance.n", "subject": "model.m"},
		{"name": "o", "ref": "maintenance.o", "subject": "model.m", "rollback": "blue-green"},
	])
}

test_not_applicable_without_a_model_that_serves if {
	not policy.applies with input as {"model": [{"name": "e", "ref": "model.e", "kind": "embedding"}]}
	not policy.applies with input as {}
}

test_no_gap_beside_a_fallback_that_covers_it if {
	unaimed := {"name": "g", "ref": "fallback.g", "triggers": _all, "last_tested": "2026-10-20"}
	count(policy.deny) == 0 with input as _input([_fallback({}), unaimed])
}
