package aicomply.policies.explainability.no_contest_route_test

import data.aicomply.policies.explainability.no_contest_route as policy

_input(rights, oversight) := {"system": {"decision_effect": "similarly_significant"}, "rights": rights, "oversight": oversight}

_able := [{"can_override": false}, {"can_override": true}]

_deny(rights, oversight) := found if {
	found := policy.deny with input as _input(rights, oversight)
}

test_passes if {
	_deny({"contest": "appeals@acme.example"}, _able) == set()
}

test_no_channel[i] if {
	without := [{}, {"contest": ""}, {"contest": " "}, {"unknown": ["contest"]}]
	some i, rights in without
	want := {{
		"path": ["rights", "contest"],
		"message": "decisions have a similarly significant effect on persons, and how one is contested is not declared",
		"kind": "gap",
	}}
	_deny(rights, _able) == want
	_deny(rights, [{"can_override": false}]) == want
}

test_no_rights_block if {
	found := policy.deny with input as {"system": {"decision_effect": "legal"}}
	{f.message | some f in found} == {"decisions have a legal effect on persons, and how one is contested is not declared"}
}

test_channel_that_leads_nowhere if {
	_deny({"contest": "appeals@acme.example"}, [{"can_override": false}, {"can_override": false}]) == {{
		"path": ["rights", "contest"],
		"message": "decisions with a similarly significant effect on persons can be contested, but no overseer can change one",
	}}
}

test_what_is_open_is_left_to_others[i] if {
	cases := [[], [{}], [{"can_override": false}, {}]]
	some i, oversight in cases
	_deny({"contest": "appeals@acme.example"}, oversight) == set()
}

test_applies[i] if {
	cases := [[{"decision_effect": "legal"}, true], [{"decision_effect": "similarly_significant"}, true], [{"decision_effect": "none"}, false], [{}, false]]
	some i, c in cases
	found := policy.applies with input as {"system": c[0]}
	found == c[1]
}
