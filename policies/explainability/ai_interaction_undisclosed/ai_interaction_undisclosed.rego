# METADATA
# title: People are not told they interact with AI
# description: |
#   Who talks to a machine must know that it is one, and not only afterwards (AI Act Art. 50(1) and (5)). The duty is the
#   provider's: the policy applies in the EU to an organisation that declares the role provider, or no role, unless
#   `eu_ai_act.interacts_directly` is false. A system whose output a person edits and sends under their own name does not
#   interact directly.
#
#   If interacts_directly is true, there must be a `notice` of kind ai_interaction with `at` first_interaction or always;
#   one of several is enough. A notice that is given at another time is too late. That a notice does not say when it is
#   given, or that interacts_directly is not declared, is a gap.
#
#   A false positive is a system that a reasonably observant person recognises as AI at once, or one that the law
#   authorises for criminal investigation: Art. 50(1) excepts both. Waive the finding and give that reason.
# related_resources:
#   - description: AI Act, Regulation (EU) 2024/1689, Art. 50(1) and 50(5)
#     ref: https://eur-lex.europa.eu/eli/reg/2024/1689/oj
# custom:
#   severity: high
#   blocks_from: pilot
#   method: attr
#   jurisdictions: [EU]
#   remediation: Say on the first screen or in the first message that this is an AI system, and declare the notice with at = "first_interaction".
#   controls: ["eu-ai-act:50(1)", "eu-ai-act:50(5)", "nist-ai-rmf:MEASURE 2.8", "iso-42001:A.8.2"]
package aicomply.policies.explainability.ai_interaction_undisclosed

import data.aicomply.lib.ai_act
import data.aicomply.lib.jurisdiction

default applies := false

applies if {
	jurisdiction.eu_ai_act
	ai_act.has_role("provider")
	not _declared_indirect
}

deny contains {
	"path": ["system", "eu_ai_act", "interacts_directly"],
	"message": "whether persons interact with the system directly is not declared",
	"kind": "gap",
} if {
	not _direct
	not _declared_indirect
}

deny contains {
	"path": ["system", "eu_ai_act", "interacts_directly"],
	"message": "persons interact with the system directly, and no notice of kind ai_interaction tells them that it is AI",
} if {
	_direct
	count(_notices) == 0
}

deny contains {
	"path": ["notice", n.name, "at"],
	"message": sprintf("%s tells persons that they interact with AI at %s, not at the first interaction", [n.ref, n.at]),
} if {
	_direct
	not _in_time
	some n in _notices
	n.at
}

deny contains {
	"path": ["notice", n.name, "at"],
	"message": sprintf("when %s tells persons that they interact with AI is not declared", [n.ref]),
	"kind": "gap",
} if {
	_direct
	not _in_time
	some n in _notices
	not n.at
}

_direct if input.system.eu_ai_act.interacts_directly

_declared_indirect if input.system.eu_ai_act.interacts_directly == false

_notices := [n | some n in input.notice; n.kind == "ai_interaction"]

_in_time if {
	some n in _notices
	n.at in {"always", "first_interaction"}
}
