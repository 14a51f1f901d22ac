# METADATA
# title: Fundamental rights impact assessment missing
# description: |
#   Public bodies, and those who decide on credit and insurance, must assess before use what a high-risk system does to
#   the rights of the people concerned, and tell the authority the result (AI Act Art. 27). The policy applies to a
#   deployer (also where no role is declared) of a high-risk system that falls under Annex III other than point 2, if
#   - `system.deployer_type` is public_body or private_public_service, or
#   - the system falls under point 5(b) (creditworthiness) or 5(c) (life and health insurance).
#
#   There must be an `assessment` of kind fria that is approved, and the authority must have been told the result: an
#   approved one that does not say when (`notified`) is a gap. So is a deployer_type that is not declared, where it
#   decides. All findings are upcoming until the day from which Art. 27 applies.
#
#   The assessment under the GDPR counts as far as it goes (Art. 27(4)): the fria may refer to it, but is declared by
#   itself. A false positive is a deployer that Art. 27(2) lets rely on the assessment of the provider, or of an earlier
#   like use: declare that one as the fria.
# related_resources:
#   - description: AI Act, Regulation (EU) 2024/1689, Art. 27
#     ref: https://eur-lex.europa.eu/eli/reg/2024/1689/oj
# custom:
#   severity: high
#   blocks_from: production
#   method: attr
#   jurisdictions: [EU]
#   remediation: Carry out the fundamental rights impact assessment, refer to the data protection impact assessment where that covers the same, and notify the authority.
#   controls:
#     - eu-ai-act:27(1)
#     - eu-ai-act:27(2)
#     - eu-ai-act:27(3)
#     - eu-ai-act:27(4)
#     - iso-42001:A.5.2
#     - iso-42001:A.5.4
#     - iso-42001:A.5.5
#     - nist-ai-rmf:MAP 5.1
package aicomply.policies.classification.fria_missing

import data.aicomply.lib.ai_act
import data.aicomply.lib.records
import data.aicomply.lib.text

default applies := false

applies if {
	_in_scope
	count(_reasons) > 0
}

applies if {
	_in_scope
	_open
}

deny contains {
	"path": ["system", "eu_ai_act", "annex_iii"],
	"message": sprintf(
		"the system is high-risk under Annex III %s, the deployer %s, and no assessment of kind fria is declared",
		[text.list(ai_act.points), concat(" and ", _reasons)],
	),
} if {
	count(_reasons) > 0
	count(records.missing({"fria"})) > 0
}

deny contains finding if {
	count(_reasons) > 0
	some finding in records.unfinished({"fria"})
}

deny contains {
	"path": ["assessment", a.name, "notified"],
	"message": sprintf("when the authority was told the result of %s is not declared", [a.ref]),
	"kind": "gap",
} if {
	count(_reasons) > 0
	some a in records.of("fria")
	records.done(a)
	not a.notified
}

deny contains {
	"path": ["system", "deployer_type"],
	"message": sprintf(
		"whether the deployer of a high-risk system under Annex III %s is a public body, or gives public services, is not declared",
		[text.list(ai_act.points)],
	),
	"kind": "gap",
} if {
	_open
}

_in_scope if {
	ai_act.high_risk
	ai_act.has_role("deployer")
	count(ai_act.points - ai_act.below("2")) > 0
}

# Why Art. 27 binds the deployer.
_reasons := array.concat(_by_type, _by_use)

default _by_type := []

_by_type := [words] if words := _types[input.system.deployer_type]

_types := {
	"private_public_service": "gives public services",
	"public_body": "is a public body",
}

default _by_use := []

_by_use := [sprintf("uses it for point %s", [text.list(uses)])] if {
	uses := ai_act.below("5(b)") | ai_act.below("5(c)")
	count(uses) > 0
}

_open if {
	count(_by_use) == 0
	not input.system.deployer_type
}
