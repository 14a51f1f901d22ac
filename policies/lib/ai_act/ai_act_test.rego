package aicomply.lib.ai_act_test

import data.aicomply.lib.ai_act

_system(system) := {"system": system, "derived": {"jurisdictions": ["EU"]}}

test_high_risk if {
	ai_act.high_risk with input as _system({"eu_ai_act": {"risk_level": "high"}})
	not ai_act.high_risk with input as _system({"eu_ai_act": {"risk_level": "minimal"}})
	not ai_act.high_risk with input as _system({})
	not ai_act.high_risk with input as {"system": {"eu_ai_act": {"risk_level": "high"}}, "derived": {"jurisdictions": ["US"]}}
}

test_roles if {
	ai_act.has_role("provider") with input as _system({"operator_roles": ["deployer", "provider"]})
	not ai_act.has_role("provider") with input as _system({"operator_roles": ["deployer"]})
}

test_roles_not_declared_may_be_any[i] if {
	systems := [{}, {"operator_roles": []}, {"unknown": ["operator_roles"]}]
	some i, system in systems
	ai_act.has_role("provider") with input as _system(system)
	ai_act.has_role("deployer") with input as _system(system)
	not ai_act.roles_declared with input as _system(system)
}

test_points if {
	act := _system({"eu_ai_act": {"annex_iii": ["5(b)", "5", "4(a)", "51"]}})
	ai_act.points == {"5(b)", "5", "4(a)", "51"} with input as act
	below := ai_act.below("5") with input as act
	below == {"5(b)", "5"}
	none := ai_act.below("2") with input as act
	none == set()
	ai_act.points == set() with input as _system({})
}

test_dates[i] if {
	cases := [
		[{"annex_iii": ["4(a)"]}, "9(1)", "2027-12-02"],
		[{"annex_i": true}, "9(1)", "2028-08-02"],
		[{"annex_i": true, "annex_iii": []}, "9(1)", "2028-08-02"],
		[{"annex_i": true, "annex_iii": ["4(a)"]}, "9(1)", "2027-12-02"],
		[{"annex_i": false}, "9(1)", "2027-12-02"],
		[{}, "9(1)", "2027-12-02"],
		[{"annex_i": true}, "26(11)", "2027-12-02"],
		[{}, "50(1)", "2026-08-02"],
	]
	some i, c in cases
	found := ai_act.from(c[1]) with input as _system({"eu_ai_act": c[0]})
	found == c[2]
}

test_transition if {
	before := ai_act.after_transition("50(2)") with input as _system({"eu_ai_act": {"first_placed_on_market": "2026-08-01"}})
	before == "2026-12-02"
	not ai_act.after_transition("50(2)") with input as _system({"eu_ai_act": {"first_placed_on_market": "2026-08-02"}})
	not ai_act.after_transition("50(2)") with input as _system({"eu_ai_act": {}})
	not ai_act.after_transition("50(1)") with input as _system({"eu_ai_act": {"first_placed_on_market": "2026-08-01"}})
}
