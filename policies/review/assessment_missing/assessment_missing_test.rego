package aicomply.policies.review.assessment_missing_test

import data.aicomply.policies.review.assessment_missing as policy

_assessment(kind, status) := {"name": kind, "ref": sprintf("assessment.%s", [kind]), "kind": kind, "status": status}

_deny(stage, assessments) := found if {
	found := policy.deny with input as {"stage": stage, "assessment": assessments}
}

_approved(kinds) := [_assessment(kind, "approved") | some kind in kinds]

_missing(stage, text, kinds) := {{"path": ["assessment"], "message": sprintf("stage %s requires %s, and none is declared", [stage, text]), "key": kinds}}

test_none_declared if {
	_deny("pilot", []) == _missing("pilot", "a security review and a threat model", ["security_review", "threat_model"])
	_deny("production", []) == _missing("production", "a red team exercise and a security review and a threat model", ["red_team", "security_review", "threat_model"])
	_deny("poc", []) == set()
	_deny("retired", []) == set()
}

test_others_do_not_count if {
	count(_deny("pilot", _approved(["dpia", "security_review"]))) == 1
}

test_all_approved if {
	_deny("production", _approved(["threat_model", "security_review", "red_team"])) == set()
	_deny("pilot", _approved(["threat_model", "security_review"])) == set()
}

test_one_missing if {
	_deny("production", _approved(["threat_model", "security_review"])) == _missing("production", "a red team exercise", ["red_team"])
	_deny("production", _approved(["red_team", "security_review"])) == _missing("production", "a threat model", ["threat_model"])
	_deny("production", _approved(["red_team", "threat_model"])) == _missing("production", "a security review", ["security_review"])
}

test_impact_assessment_of_a_voluntary_profile if {
	asked := {"stage": "production", "aicomply": {"profiles": ["iso-42001"]}, "assessment": _approved(["threat_model", "security_review", "red_team"])}
	policy.deny == _missing("production", "an AI impact assessment", ["aiia"]) with input as asked
	policy.deny == set() with input as object.union(asked, {"aicomply": {"profiles": ["soc2"]}})
	policy.deny == set() with input as json.patch(asked, [{"op": "replace", "path": "/stage", "value": "pilot"}, {"op": "remove", "path": "/assessment/2"}])
}

test_not_approved[status] if {
	some status, words in {"planned": "only planned", "in_progress": "not finished", "rejected": "rejected"}
	_deny("pilot", [_assessment("security_review", "approved"), _assessment("threat_model", status)]) == {{
		"path": ["assessment", "threat_model", "status"],
		"message": sprintf("assessment.threat_model is %s; stage pilot requires a threat model that is approved", [words]),
	}}
	_deny("production", array.concat(_approved(["threat_model", "red_team"]), [_assessment("security_review", status)])) == {{
		"path": ["assessment", "security_review", "status"],
		"message": sprintf("assessment.security_review is %s; stage production requires a security review that is approved", [words]),
	}}
}

test_one_approved_is_enough if {
	renewed := object.union(_assessment("threat_model", "in_progress"), {"name": "next", "ref": "assessment.next"})
	_deny("pilot", array.concat(_approved(["threat_model", "security_review"]), [renewed])) == set()
}

test_before_its_stage if {
	every status in ["planned", "in_progress"] {
		_deny("pilot", [_assessment("threat_model", "approved"), _assessment("security_review", status)]) == set()
	}
	_deny("pilot", [_assessment("threat_model", "approved"), _assessment("security_review", "rejected")]) == {{
		"path": ["assessment", "security_review", "status"],
		"message": "assessment.security_review is rejected; stage pilot requires a security review that is under way",
	}}
	again := object.union(_assessment("security_review", "planned"), {"name": "again", "ref": "assessment.again"})
	_deny("pilot", [_assessment("threat_model", "approved"), _assessment("security_review", "rejected"), again]) == set()
	_deny("pilot", array.concat(_approved(["threat_model", "security_review"]), [_assessment("red_team", "rejected")])) == set()
}

test_status_not_declared_is_reported_elsewhere if {
	unknown := object.remove(_assessment("threat_model", ""), ["status"])
	_deny("pilot", array.concat(_approved(["security_review"]), [unknown])) == set()
}

test_applies_at_pilot_and_production if {
	every stage, want in {"poc": false, "pilot": true, "production": true, "retired": false} {
		policy.applies == want with input as {"stage": stage}
	}
}
