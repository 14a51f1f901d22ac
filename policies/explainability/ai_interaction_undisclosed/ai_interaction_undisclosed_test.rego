package aicomply.policies.explainability.ai_interaction_undisclosed_test

import data.aicomply.policies.explainability.ai_interaction_undisclosed as policy

_input(act, notices) := {
	"system": {"operator_roles": ["provider"], "eu_ai_act": act},
	"notice": notices,
	"derived": {"jurisdictions": ["EU"]},
}

_direct := {"interacts_directly": true}

_notice(extra) := object.union({"name": "bot", "ref": "notice.bot", "kind": "ai_interaction"}, extra)

_deny(act, notices) := found if {
	found := policy.deny with input as _input(act, notices)
}

test_passes[at] if {
	some at in ["first_interaction", "always"]
	policy.applies with input as _input(_direct, [_notice({"at": at})])
	_deny(_direct, [_notice({"at": at})]) == set()
	_deny(_direct, [_notice({"at": "decision"}), _notice({}), _notice({"at": at})]) == set()
}

test_no_notice[i] if {
	others := [[], [{"name": "p", "ref": "notice.p", "kind": "privacy", "at": "first_interaction"}]]
	some i, notices in others
	_deny(_direct, notices) == {{
		"path": ["system", "eu_ai_act", "interacts_directly"],
		"message": "persons interact with the system directly, and no notice of kind ai_interaction tells them that it is AI",
	}}
}

test_too_late[at] if {
	some at in ["decision", "collection", "checkout"]
	_deny(_direct, [_notice({"at": at})]) == {{
		"path": ["notice", "bot", "at"],
		"message": sprintf("notice.bot tells persons that they interact with AI at %s, not at the first interaction", [at]),
	}}
}

test_time_not_declared if {
	_deny(_direct, [_notice({})]) == {{
		"path": ["notice", "bot", "at"],
		"message": "when notice.bot tells persons that they interact with AI is not declared",
		"kind": "gap",
	}}
}

test_directness_not_declared[i] if {
	cases := [
		[{}, []],
		[{}, [_notice({})]],
		[{}, [_notice({"at": "decision"})]],
		[{"unknown": ["interacts_directly"]}, []],
	]
	some i, c in cases
	policy.applies with input as _input(c[0], c[1])
	_deny(c[0], c[1]) == {{
		"path": ["system", "eu_ai_act", "interacts_directly"],
		"message": "whether persons interact with the system directly is not declared",
		"kind": "gap",
	}}
}

test_applies[i] if {
	cases := [
		[["EU"], ["provider", "deployer"], true, true],
		[["EU"], [], true, true],
		[["EU"], ["deployer"], true, false],
		[["US"], ["provider"], true, false],
		[["EU"], ["provider"], false, false],
	]
	some i, c in cases
	found := policy.applies with input as {"system": {"operator_roles": c[1], "eu_ai_act": {"interacts_directly": c[2]}}, "derived": {"jurisdictions": c[0]}}
	found == c[3]
}

test_no_finding_where_nobody_interacts if {
	_deny({"interacts_directly": false}, [_notice({"at": "decision"})]) == set()
}
