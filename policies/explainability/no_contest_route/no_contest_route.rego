# METADATA
# title: No route to contest an outcome
# description: |
#   A decision that changes a person's situation will sometimes be wrong, and then the person needs somebody to turn to
#   who can change it. The policy applies where `system.decision_effect` is legal or similarly_significant:
#   - `rights.contest` must name the channel; not declared, or empty, it is a gap;
#   - where it does, and every oversight block declares `can_override = false`, the channel leads nowhere. What is not
#     declared of overseers is reported by oversight/no_human_oversight.
#
#   That the channel answers in time is not checked.
#
#   A false positive is a decision that is contested through a procedure outside the system, such as an objection to an
#   authority: name that procedure in rights.contest.
# related_resources:
#   - description: GDPR Art. 22(3)
#     ref: https://eur-lex.europa.eu/eli/reg/2016/679/oj
#   - description: AI Act, Regulation (EU) 2024/1689, Art. 86
#     ref: https://eur-lex.europa.eu/eli/reg/2024/1689/oj
# custom:
#   severity: high
#   blocks_from: production
#   method: attr
#   remediation: Name in rights.contest the channel, the reviewer and the time limit, and let the reviewer change the outcome.
#   controls: ["gdpr:22(3)", "nist-ai-rmf:MEASURE 3.3", "nist-ai-rmf:MANAGE 4.1", "eu-ai-act:86(1)", "iso-42001:A.8.3"]
package aicomply.policies.explainability.no_contest_route

import data.aicomply.lib.overseers

default applies := false

applies if input.system.decision_effect in {"legal", "similarly_significant"}

deny contains {
	"path": ["rights", "contest"],
	"message": sprintf("decisions have a %s effect on persons, and how one is contested is not declared", [_effect]),
	"kind": "gap",
} if {
	not _channel
}

deny contains {
	"path": ["rights", "contest"],
	"message": sprintf("decisions with a %s effect on persons can be contested, but no overseer can change one", [_effect]),
} if {
	_channel
	overseers.unable("can_override")
}

_effect := replace(input.system.decision_effect, "_", " ")

_channel if trim_space(input.rights.contest) != ""
