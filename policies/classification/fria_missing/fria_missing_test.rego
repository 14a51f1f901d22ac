package aicomply.policies.classification.fria_missing_test

import data.aicomply.policies.classification.fria_missing as policy

_system(points, extra) := {
	"system": object.union({"operator_roles": ["deployer"], "eu_ai_act": {"risk_level": "high", "annex_iii": points}}, extra),
	"derived": {"jurisdictions": ["EU"]},
}

_public := {"deployer_type": "public_body"}

_fria := {"name": "fria", "ref": "assessment.fria", "kind": "fria", "status": "approved", "notified": "2026-10-01"}

_with(assessments) := object.union(_system(["5(a)"], _public), {"assessment": assessments})

test_passes if {
	policy.applies with input as _with([_fria])
	found := policy.deny with input as _with([_fria])
	found == set()
}

test_who_is_bound[i] if {
	cases := [
		["5(a)", {"deployer_type": "public_body"}, "is a public body"],
		["4(a)", {"deployer_type": "private_public_service"}, "gives public services"],
		["5(b)", {"deployer_type": "private"}, "uses it for point 5(b)"],
		["5(c)", {}, "uses it for point 5(c)"],
		["5(b)", {"deployer_type": "public_body"}, "is a public body and uses it for point 5(b)"],
	]
	some i, c in cases
	policy.applies with input as _system([c[0]], c[1])
	found := policy.deny with input as _system([c[0]], c[1])
	found == {{
		"path": ["system", "eu_ai_act", "annex_iii"],
		"message": sprintf("the system is high-risk under Annex III %s, the deployer %s, and no assessment of kind fria is declared", [c[0], c[2]]),
	}}
}

test_who_is_not_bound[i] if {
	systems := [
		_system(["4(a)"], {"deployer_type": "private"}),
		_system(["5(a)", "5(d)"], {"deployer_type": "private"}),
		_system(["2"], _public),
		_system([], _public),
		_system(["5(b)"], {"operator_roles": ["provider"]}),
		_system(["4(a)"], {"operator_roles": ["provider"]}),
		_system(["5(b)"], {"eu_ai_act": {"risk_level": "minimal"}}),
		object.union(_system(["5(b)"], _public), {"derived": {"jurisdictions": ["US"]}}),
	]
	some i, system in systems
	not policy.applies with input as system
	not policy.applies with input as object.union(system, {"assessment": [_fria]})
}

test_point_2_beside_another if {
	policy.applies with input as _system(["2", "5(a)"], _public)
}

test_deployer_not_declared if {
	policy.applies with input as _system(["4(a)"], {})
	found := policy.deny with input as _system(["4(a)"], {})
	found == {{
		"path": ["system", "deployer_type"],
		"message": "whether the deployer of a high-risk system under Annex III 4(a) is a public body, or gives public services, is not declared",
		"kind": "gap",
	}}
	with_fria := policy.deny with input as object.union(_system(["4(a)"], {}), {"assessment": [object.remove(_fria, ["notified"])]})
	with_fria == found
}

test_not_approved if {
	draft := object.remove(object.union(_fria, {"status": "planned"}), ["notified"])
	found := policy.deny with input as _with([draft])
	found == {{"path": ["assessment", "fria", "status"], "message": "fundamental rights impact assessment (assessment.fria) is planned, not approved"}}
	unbound := policy.deny with input as object.union(_system(["4(a)"], {"deployer_type": "private"}), {"assessment": [draft]})
	unbound == set()
}

test_not_notified if {
	found := policy.deny with input as _with([object.remove(_fria, ["notified"])])
	found == {{
		"path": ["assessment", "fria", "notified"],
		"message": "when the authority was told the result of assessment.fria is not declared",
		"kind": "gap",
	}}
}
