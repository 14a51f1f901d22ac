package aicomply.policies.explainability.notice_missing_test

import data.aicomply.policies.explainability.notice_missing as policy

_eu := {"jurisdictions": ["EU"]}

_notice(name, extra) := object.union({"name": name, "ref": sprintf("notice.%s", [name]), "kind": "privacy"}, extra)

# Personal data flows from Germany to a processor in the US, and to one in Germany.
_personal(notices) := {
	"now": "2026-11-23",
	"system": {"controller": "party.acme"},
	"notice": notices,
	"party": [{"ref": "party.acme", "country": "DE"}],
	"flow": [{"name": "out", "ref": "flow.out", "from": "component.api", "to": "model.llm"}],
	"derived": {
		"jurisdictions": ["EU"],
		"personal_data": true,
		"flow": {"flow.out": {"receives": [{"personal": true}]}},
		"node": {
			"component.api": {"operator": "party.acme", "operator_role": "controller", "personal": true, "country": "DE"},
			"model.llm": {"operator": "party.llmco", "operator_role": "processor", "personal": true, "country": "US"},
			"store.crm": {"operator": "party.crmco", "operator_role": "third_party", "personal": true, "country": "DE"},
			"model.local": {"operator": "party.other", "operator_role": "processor", "personal": false, "country": "DE"},
		},
	},
}

_deny(manifest) := found if {
	found := policy.deny with input as manifest
}

_recipients := "recipients, though personal data reaches party.crmco, party.llmco"

_transfers := "transfers, though personal data goes to US"

test_privacy_notice_passes if {
	policy.applies with input as _personal([_notice("web", {"mentions": ["recipients", "transfers"]})])
	_deny(_personal([_notice("web", {"mentions": ["recipients", "transfers"]})])) == set()
	_deny(_personal([_notice("web", {"mentions": ["recipients"]}), _notice("app", {"mentions": ["transfers"]})])) == set()
	_deny(_personal([_notice("web", {"mentions": ["recipients", "transfers"]}), _notice("app", {})])) == set()
}

test_no_privacy_notice if {
	_deny(_personal([_notice("staff", {"kind": "worker", "mentions": ["recipients"]})])) == {{
		"path": ["notice"],
		"message": "the system holds personal data, and no notice of kind privacy is declared",
		"key": "privacy",
	}}
}

test_privacy_notice_lacks[i] if {
	cases := [
		[["purposes"], concat("; nor ", [_recipients, _transfers])],
		[["recipients"], _transfers],
		[["transfers"], _recipients],
		[[], concat("; nor ", [_recipients, _transfers])],
	]
	some i, c in cases
	_deny(_personal([_notice("web", {"mentions": c[0]})])) == {{
		"path": ["notice", "web", "mentions"],
		"message": sprintf("notice.web does not mention %s", [c[1]]),
	}}
}

test_mentions_not_declared if {
	_deny(_personal([_notice("web", {"mentions": ["recipients"]}), _notice("app", {})])) == {{
		"path": ["notice", "app", "mentions"],
		"message": sprintf("whether notice.app mentions %s is not declared", [_transfers]),
		"kind": "gap",
	}}
	{f.message | some f in _deny(_personal([_notice("web", {})]))} == {sprintf("whether notice.web mentions %s and %s is not declared", [_recipients, _transfers])}
}

test_recipients_that_count[role] if {
	some role, want in {"joint_controller": 1, "processor": 1, "sub_processor": 1, "third_party": 1, "controller": 0}
	node := {"model.llm": {"operator": "party.x", "operator_role": role, "personal": true, "country": "DE"}}
	manifest := object.union(_personal([_notice("web", {"mentions": ["purposes"]})]), {"flow": []})
	changed := object.union(object.remove(manifest, ["derived"]), {"derived": {"jurisdictions": ["EU"], "personal_data": true, "node": node}})
	count(_deny(changed)) == want
}

test_transfer_of_other_data_is_not_mentioned if {
	manifest := object.union(_personal([_notice("web", {"mentions": ["recipients"]})]), {"derived": {"flow": {"flow.out": {"receives": [{"personal": false}]}}}})
	_deny(manifest) == set()
}

test_privacy_not_applicable[i] if {
	changes := [{"personal_data": false}, {"jurisdictions": ["US"]}]
	some i, change in changes
	manifest := object.union(_personal([]), {"derived": change})
	not policy.applies with input as manifest
	_deny(manifest) == set()
	_deny(object.union(manifest, {"notice": [_notice("web", {"mentions": []})]})) == set()
	_deny(object.union(manifest, {"notice": [_notice("web", {})]})) == set()
}

test_privacy_in_the_eea if {
	count(_deny(object.union(_personal([]), {"derived": {"jurisdictions": ["EEA", "NO"]}}))) == 1
}

_act(system) := {"system": object.union({"operator_roles": ["deployer"]}, system), "derived": _eu}

_high(points, sector) := _act({"sector": sector, "eu_ai_act": {"risk_level": "high", "annex_iii": points}})

_with_kind(manifest, kind) := object.union(manifest, {"notice": [_notice("n", {"kind": kind})]})

_worker := {
	"path": ["system", "eu_ai_act", "risk_level"],
	"message": "the system is high-risk and used at work, and no notice of kind worker is declared",
	"key": "worker",
	"applies_from": "2027-12-02",
}

_adm(points) := {
	"path": ["system", "eu_ai_act", "annex_iii"],
	"message": sprintf("the system is high-risk under Annex III %s, so persons are told that it is used on them, and no notice of kind adm is declared", [points]),
	"key": "adm",
	"applies_from": "2027-12-02",
}

test_workers_and_persons_concerned[i] if {
	cases := [
		[["4(b)"], "employment", {_worker, _adm("4(b)")}],
		[["4"], "other", {_worker, _adm("4")}],
		[["4(a)"], "employment", {_adm("4(a)")}],
		[["1(c)"], "employment", {_worker, _adm("1(c)")}],
		[["2"], "employment", {_worker}],
		[["2"], "critical_infrastructure", set()],
		[["2", "5(a)"], "public_administration", {_adm("2, 5(a)")}],
		[["6(a)"], "law_enforcement", set()],
		[[], "health", set()],
	]
	some i, c in cases
	_deny(_high(c[0], c[1])) == c[2]
	applies := policy.applies with input as _high(c[0], c[1])
	{applies} == {count(c[2]) > 0}
}

test_each_notice_settles_its_case if {
	_deny(_with_kind(_high(["4(b)"], "employment"), "adm")) == {_worker}
	_deny(_with_kind(_high(["4(b)"], "employment"), "worker")) == {_adm("4(b)")}
}

test_product_at_work_later if {
	manifest := _act({"sector": "employment", "eu_ai_act": {"risk_level": "high", "annex_i": true}})
	_deny(manifest) == {object.union(_worker, {"applies_from": "2028-08-02"})}
}

test_only_high_risk if {
	not policy.applies with input as object.union(_high(["4(b)"], "employment"), {"system": {"eu_ai_act": {"risk_level": "minimal"}}})
}

test_emotion_and_biometrics if {
	_deny(_act({"sector": "retail", "capabilities": ["emotion_recognition", "biometric_categorisation", "face_scraping"]})) == {{
		"path": ["system", "capabilities"],
		"message": "the system is capable of biometric_categorisation, emotion_recognition, and no notice of kind emotion_biometric is declared",
		"key": "emotion_biometric",
		"applies_from": "2026-08-02",
	}}
	_deny(_with_kind(_act({"capabilities": ["emotion_recognition"]}), "emotion_biometric")) == set()
	_deny(_act({"sector": "law_enforcement", "capabilities": ["emotion_recognition"]})) == set()
	_deny(_act({"capabilities": ["face_scraping"]})) == set()
}

_fake(attribute, what) := {
	"path": ["system", "eu_ai_act", attribute],
	"message": sprintf("the system makes %s, and no notice of kind deep_fake is declared", [what]),
	"key": "deep_fake",
	"applies_from": "2026-08-02",
}

test_deep_fakes if {
	_deny(_act({"eu_ai_act": {"deep_fakes": true}})) == {_fake("deep_fakes", "deep fakes")}
	_deny(_act({"eu_ai_act": {"public_interest_text": true}})) == {_fake("public_interest_text", "texts on matters of public interest")}
	_deny(_act({"eu_ai_act": {"deep_fakes": true, "public_interest_text": true}})) == {_fake("deep_fakes", "deep fakes and texts on matters of public interest")}
	_deny(_with_kind(_act({"eu_ai_act": {"deep_fakes": true}}), "deep_fake")) == set()
	not policy.applies with input as _act({"eu_ai_act": {"deep_fakes": false, "public_interest_text": false}})
}

_open(attribute, message) := {{"path": ["system", "eu_ai_act", attribute], "message": message, "kind": "gap"}}

test_deep_fakes_are_open[content] if {
	some content in ["image", "audio", "video"]
	policy.applies with input as _act({"eu_ai_act": {"synthetic_content": [content]}})
	_deny(_act({"eu_ai_act": {"synthetic_content": [content]}})) == _open("deep_fakes", "the system generates images, audio or video, and whether they are deep fakes is not declared")
	_deny(_act({"eu_ai_act": {"synthetic_content": [content], "deep_fakes": false}})) == set()
	_deny(_with_kind(_act({"eu_ai_act": {"synthetic_content": [content]}}), "deep_fake")) == set()
}

test_text_is_open_only_in_media if {
	text := {"eu_ai_act": {"synthetic_content": ["text"]}}
	_deny(_act(object.union(text, {"sector": "media"}))) == _open("public_interest_text", "the system generates text in sector media, and whether that is published on matters of public interest is not declared")
	not policy.applies with input as _act(object.union(text, {"sector": "retail"}))
	not policy.applies with input as _act({"sector": "media", "eu_ai_act": {"synthetic_content": []}})
}

test_who_has_the_duty[i] if {
	cases := [[["EU"], ["deployer"], 1], [["EU"], [], 1], [["EU"], ["provider"], 0], [["UK"], ["deployer"], 0]]
	some i, c in cases
	manifest := {"system": {"operator_roles": c[1], "eu_ai_act": {"deep_fakes": true}}, "derived": {"jurisdictions": c[0]}}
	count(_deny(manifest)) == c[2]
	open := {"system": {"operator_roles": c[1], "eu_ai_act": {"synthetic_content": ["image"]}}, "derived": {"jurisdictions": c[0]}}
	count(_deny(open)) == c[2]
}
