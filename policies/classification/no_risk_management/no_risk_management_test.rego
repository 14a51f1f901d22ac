package aicomply.policies.classification.no_risk_management_test

import data.aicomply.policies.classification.no_risk_management as policy

_risk := {"name": "bias", "ref": "risk.bias", "owner": "hr", "treatment": "mitigate", "reviewed": "2026-11-01"}

_input(risks, profiles, act) := {
	"aicomply": {"profiles": profiles},
	"system": {"eu_ai_act": act, "operator_roles": ["provider"]},
	"risk": risks,
	"now": "2026-11-23",
	"params": {"risk_review_interval": "365d"},
	"derived": {"jurisdictions": ["EU"]},
}

_deny(risks) := found if {
	found := policy.deny with input as _input(risks, ["gdpr", "soc2"], {})
}

_high := {"risk_level": "high", "annex_iii": ["4(a)"]}

test_passes if {
	policy.applies with input as _input([_risk], ["soc2"], {})
	_deny([_risk]) == set()
}

test_no_risk_for_a_profile if {
	_deny([]) == {{"path": ["risk"], "message": "no risk is recorded, although profile soc2 asks for it"}}
	none := policy.deny with input as object.remove(_input([], ["soc2", "nist-ai-rmf"], {}), ["risk"])
	none == {{"path": ["risk"], "message": "no risk is recorded, although profiles nist-ai-rmf, soc2 ask for it"}}
}

test_no_risk_for_the_law if {
	found := policy.deny with input as _input([], ["gdpr"], _high)
	found == {{"path": ["risk"], "message": "no risk is recorded, although the system is high-risk", "applies_from": "2027-12-02"}}
	product := policy.deny with input as _input([], [], {"risk_level": "high", "annex_i": true})
	{f.applies_from | some f in product} == {"2028-08-02"}
}

test_a_profile_does_not_wait_for_the_law[i] if {
	profiles := [["iso-42001"], ["iso-42001", "soc2"]]
	some i, asked in profiles
	found := policy.deny with input as _input([], asked, _high)
	found == {{"path": ["risk"], "message": "no risk is recorded, although the system is high-risk"}}
}

test_what_a_risk_lacks[attribute] if {
	some attribute, text in {
		"owner": "does not declare its owner",
		"treatment": "does not declare what is done about it (treatment)",
		"reviewed": "does not declare when it was last reviewed",
	}
	_deny([object.remove(_risk, [attribute])]) == {{"path": ["risk", "bias", attribute], "message": sprintf("risk.bias %s", [text]), "kind": "gap"}}
}

test_what_a_risk_lacks_is_one_finding if {
	_deny([object.remove(_risk, ["owner", "treatment"])]) == {{
		"path": ["risk", "bias"],
		"message": "risk.bias does not declare its owner; it does not declare what is done about it (treatment)",
		"kind": "gap",
	}}
	waiting := policy.deny with input as _input([object.remove(_risk, ["owner"])], [], _high)
	{f.applies_from | some f in waiting} == {"2027-12-02"}
}

test_review_in_time if {
	_deny([object.union(_risk, {"reviewed": "2025-11-23"})]) == set()
}

test_review_a_day_late if {
	late := object.union(_risk, {"reviewed": "2025-11-22"})
	stale := {
		"path": ["risk", "bias", "reviewed"],
		"message": "risk.bias was last reviewed on 2025-11-22, 366 days ago; risks are reviewed every 365 days",
		"kind": "stale",
	}
	_deny([late, object.union(_risk, {"name": "b", "ref": "risk.b"})]) == {stale}
	waiting := policy.deny with input as _input([late], [], _high)
	waiting == {object.union(stale, {"applies_from": "2027-12-02"})}
}

test_who_asks[i] if {
	cases := [
		[["nist-ai-rmf"], {}, ["EU"], ["provider"], true],
		[["iso-42001"], {}, [], [], true],
		[["soc2"], {}, [], [], true],
		[["nist-800-53"], {}, [], [], true],
		[["gdpr", "eu-ai-act", "owasp-llm-2025"], {}, ["EU"], ["provider"], false],
		[[], {"risk_level": "minimal"}, ["EU"], ["provider"], false],
		[[], _high, ["EU"], ["provider"], true],
		[[], _high, ["EU"], [], true],
		[[], _high, ["EU"], ["deployer"], false],
		[[], _high, ["US"], ["provider"], false],
	]
	some i, c in cases
	changes := {"derived": {"jurisdictions": c[2]}, "system": {"operator_roles": c[3], "eu_ai_act": c[1]}}
	found := policy.applies with input as object.union(_input([], c[0], c[1]), changes)
	found == c[4]
}
