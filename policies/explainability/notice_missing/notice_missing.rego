# METADATA
# title: Notices to affected people missing
# description: |
#   People can only exercise rights of which they have been told. Each case that applies needs a `notice` of its kind:
#   - privacy, under the GDPR, where the system holds personal data (Art. 13, 14). Its `mentions` must hold recipients if
#     personal data reaches a node that a processor, joint controller or third party operates, and transfers if personal
#     data moves into a country outside the EEA. What several notices mention counts together; that one does not declare
#     `mentions`, and the others do not cover it, is a gap;
#   - worker, for a deployer of a high-risk system at work: Annex III point 4(b), or sector employment with no part of
#     point 4 declared (AI Act Art. 26(7)). Point 4(a) alone is about applicants;
#   - adm, for a deployer of a high-risk system under Annex III other than point 2, outside law enforcement: the other
#     points are about decisions on persons (Art. 26(11));
#   - emotion_biometric, for a deployer, where `system.capabilities` holds emotion_recognition or
#     biometric_categorisation, outside law enforcement (Art. 50(3));
#   - deep_fake, for a deployer, where `eu_ai_act.deep_fakes` or `public_interest_text` is true (Art. 50(4)). That
#     deep_fakes is not declared while images, audio or video are generated, or public_interest_text while text is
#     generated in sector media, is a gap.
#
#   An organisation that declares no role counts as a deployer. Findings under Art. 26 are upcoming until it applies.
#   What a notice says beyond `mentions` is not read. The notice that California asks for before automated decisions is
#   checked by review/california_admt.
#
#   A false positive is a case that the law excepts, such as a transfer that persons already know of (GDPR Art. 13(4)) or
#   a deep fake that is evidently art (Art. 50(4)), which needs a notice of its existence only: waive it with that reason.
# related_resources:
#   - description: GDPR Art. 13 and 14
#     ref: https://eur-lex.europa.eu/eli/reg/2016/679/oj
#   - description: AI Act, Regulation (EU) 2024/1689, Art. 26(7), 26(11), 50(3) and 50(4)
#     ref: https://eur-lex.europa.eu/eli/reg/2024/1689/oj
# custom:
#   severity: medium
#   blocks_from: production
#   method: attr
#   jurisdictions: [EU, EEA]
#   remediation: Publish the notice named in the finding, and declare it with its kind and what it mentions.
#   controls:
#     - gdpr:13(1)(e)
#     - gdpr:13(1)(f)
#     - gdpr:14(1)
#     - gdpr:14(2)
#     - eu-ai-act:26(7)
#     - eu-ai-act:26(11)
#     - eu-ai-act:50(3)
#     - eu-ai-act:50(4)
package aicomply.policies.explainability.notice_missing

import data.aicomply.lib.ai_act
import data.aicomply.lib.jurisdiction
import data.aicomply.lib.text
import data.aicomply.lib.transfers

default applies := false

applies if _privacy

applies if count(_cases) > 0

applies if count(_undecided) > 0

deny contains {
	"path": ["notice"],
	"message": "the system holds personal data, and no notice of kind privacy is declared",
	"key": "privacy",
} if {
	_privacy
	count(_of("privacy")) == 0
}

deny contains {
	"path": ["notice", first.name, "mentions"],
	"message": sprintf("%s does not mention %s", [text.list([n.ref | some n in notices]), concat("; nor ", _lacks)]),
} if {
	_privacy
	notices := _of("privacy")
	first := notices[0]
	count(_lacks) > 0
	count(_silent) == 0
}

deny contains {
	"path": ["notice", _silent[0].name, "mentions"],
	"message": sprintf("whether %s mentions %s is not declared", [text.list([n.ref | some n in _silent]), concat(" and ", _lacks)]),
	"kind": "gap",
} if {
	_privacy
	count(_lacks) > 0
}

deny contains {
	"path": c.path,
	"message": sprintf("%s, and no notice of kind %s is declared", [c.why, kind]),
	"key": kind,
	"applies_from": ai_act.from(c.control),
} if {
	some kind, c in _cases
	count(_of(kind)) == 0
}

deny contains {
	"path": ["system", "eu_ai_act", attribute],
	"message": message,
	"kind": "gap",
} if {
	some attribute, message in _undecided
	count(_of("deep_fake")) == 0
}

_of(kind) := [n | some n in input.notice; n.kind == kind]

_privacy if {
	jurisdiction.gdpr
	input.derived.personal_data
}

_mentioned := {item | some n in _of("privacy"); some item in n.mentions}

# Privacy notices that do not say what they mention.
_silent := [n | some n in _of("privacy"); not n.mentions]

# What privacy notices have to mention and do not, and why.
_lacks := [words | some item in ["recipients", "transfers"]; words := _needed[item]; not item in _mentioned]

_needed := {item: words | some [item, words] in (_recipients | _transfers)}

_recipients contains ["recipients", sprintf("recipients, though personal data reaches %s", [text.list(parties)])] if {
	parties := {node.operator |
		some node in input.derived.node
		node.personal
		node.operator_role in {"joint_controller", "processor", "sub_processor", "third_party"}
	}
	count(parties) > 0
}

_transfers contains ["transfers", sprintf("transfers, though personal data goes to %s", [text.list(places)])] if {
	places := {transfers.place[hop.to] |
		some hop in transfers.hops
		some e in transfers.entries(hop)
		e.personal
	}
	count(places) > 0
}

# Cases of the AI Act that need a notice, by its kind: {"path", "why", "control"}.
_cases := {kind: c | some [kind, c] in _deployer_cases; _deployer}

_deployer if {
	jurisdiction.eu_ai_act
	ai_act.has_role("deployer")
}

_deployer_cases contains ["worker", {
	"path": ["system", "eu_ai_act", "risk_level"],
	"why": "the system is high-risk and used at work",
	"control": "26(7)",
}] if {
	ai_act.high_risk
	_at_work
}

_deployer_cases contains ["adm", {
	"path": ["system", "eu_ai_act", "annex_iii"],
	"why": sprintf("the system is high-risk under Annex III %s, so persons are told that it is used on them", [text.list(ai_act.points)]),
	"control": "26(11)",
}] if {
	ai_act.high_risk
	count(ai_act.points - ai_act.below("2")) > 0
	not _law_enforcement
}

_deployer_cases contains ["emotion_biometric", {
	"path": ["system", "capabilities"],
	"why": sprintf("the system is capable of %s", [text.list(found)]),
	"control": "50(3)",
}] if {
	found := {c | some c in input.system.capabilities} & {"biometric_categorisation", "emotion_recognition"}
	count(found) > 0
	not _law_enforcement
}

_deployer_cases contains ["deep_fake", {
	"path": ["system", "eu_ai_act", reasons[0][0]],
	"why": sprintf("the system makes %s", [concat(" and ", [r[1] | some r in reasons])]),
	"control": "50(4)",
}] if {
	reasons := [[attribute, words] |
		some attribute, words in {"deep_fakes": "deep fakes", "public_interest_text": "texts on matters of public interest"}
		input.system.eu_ai_act[attribute] == true
	]
	count(reasons) > 0
}

# The same, where it is open whether the case applies: a sentence for each attribute.
_undecided := {attribute: message |
	some attribute, message in {
		"deep_fakes": "the system generates images, audio or video, and whether they are deep fakes is not declared",
		"public_interest_text": "the system generates text in sector media, and whether that is published on matters of public interest is not declared",
	}
	_deployer
	_generates[attribute]
	not attribute in object.keys(input.system.eu_ai_act)
}

_generates contains "deep_fakes" if {
	some content in input.system.eu_ai_act.synthetic_content
	content in {"audio", "image", "video"}
}

_generates contains "public_interest_text" if {
	"text" in input.system.eu_ai_act.synthetic_content
	input.system.sector == "media"
}

_at_work if {
	some point in ai_act.points
	point in {"4", "4(b)"}
}

_at_work if {
	input.system.sector == "employment"
	count(ai_act.below("4")) == 0
}

_law_enforcement if input.system.sector == "law_enforcement"
