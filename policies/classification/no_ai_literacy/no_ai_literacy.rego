# METADATA
# title: No AI-literacy measures
# description: |
#   People who run or use a system without knowing what it can and cannot do trust it too much or not at all. Art. 4 of
#   the AI Act asks providers and deployers of any AI system, of whatever class, for measures that make their staff
#   AI-literate. The policy applies in the EU to an organisation that is a provider or deployer, or declares no role, and
#   asks for `eu_ai_act.literacy`: where the measures are described. Not declared, or empty, it is a gap.
#
#   The training of those who oversee the system (`oversight.training`) is one of these measures, and does not reach
#   others who operate or use it. Where they are the only staff concerned, name the same document in both places.
# related_resources:
#   - description: AI Act, Regulation (EU) 2024/1689, Art. 4, recast by Regulation (EU) 2026/1744
#     ref: https://eur-lex.europa.eu/eli/reg/2024/1689/oj
# custom:
#   severity: medium
#   blocks_from: production
#   method: attr
#   jurisdictions: [EU]
#   remediation: Reference the training measures for staff who operate or use the system in system.eu_ai_act.literacy.
#   controls: ["eu-ai-act:4(1)", "nist-ai-rmf:GOVERN 2.2", "iso-42001:A.4.6", "iso-42001:7.2", "nist-800-53:AT-3"]
package aicomply.policies.classification.no_ai_literacy

import data.aicomply.lib.ai_act
import data.aicomply.lib.jurisdiction

default applies := false

applies if {
	jurisdiction.eu_ai_act
	some role in ["deployer", "provider"]
	ai_act.has_role(role)
}

deny contains {
	"path": ["system", "eu_ai_act", "literacy"],
	"message": "how staff who operate or use the system are made AI-literate is not declared",
	"kind": "gap",
} if {
	not _referenced
}

_referenced if trim_space(input.system.eu_ai_act.literacy) != ""
