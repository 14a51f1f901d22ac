# METADATA
# title: Technical documentation and conformity record missing
# description: |
#   A high-risk system may be placed on the EU market only with the records that show how it was built and checked, and
#   may be used only according to its instructions. Each record is an `assessment` of its kind:
#   - a provider (also where no role is declared) needs technical_documentation (Art. 11, Annex IV), qms (Art. 17),
#     instructions_for_use (Art. 13) and conformity, which stands for the assessment under Art. 43 and the declaration
#     under Art. 47; and registration (Art. 49(1)) if the system falls under Annex III other than point 2, which is
#     registered nationally;
#   - a deployer alone needs the provider's instructions_for_use (Art. 26(1)).
#
#   All kinds that are missing are one finding. One that exists, and none of its kind is approved, is a finding at its
#   status. An approved one that names no `document` is a gap. What the documents contain is not read. All findings are
#   upcoming until the day from which these articles apply to the system.
#
#   A false positive is a product under Annex I whose own documentation holds these records (Art. 11(2)): declare that
#   documentation as the assessments of these kinds.
# related_resources:
#   - description: AI Act, Regulation (EU) 2024/1689, Art. 11, 13, 17, 26, 43, 47, 49 and Annex IV
#     ref: https://eur-lex.europa.eu/eli/reg/2024/1689/oj
# custom:
#   severity: high
#   blocks_from: production
#   method: evidence
#   jurisdictions: [EU]
#   remediation: Complete the record and declare it as an approved assessment of its kind, with its document.
#   controls:
#     - eu-ai-act:11(1)
#     - eu-ai-act:Annex IV
#     - eu-ai-act:13(2)
#     - eu-ai-act:13(3)
#     - eu-ai-act:17(1)
#     - eu-ai-act:18(1)
#     - eu-ai-act:43
#     - eu-ai-act:47
#     - eu-ai-act:49(1)
#     - eu-ai-act:26(1)
#     - iso-42001:A.6.2.3
#     - iso-42001:A.6.2.7
#     - iso-42001:A.8.2
package aicomply.policies.classification.technical_documentation_missing

import data.aicomply.lib.ai_act
import data.aicomply.lib.records
import data.aicomply.lib.text

default applies := false

applies if {
	ai_act.high_risk
	count(_needed) > 0
}

deny contains {
	"path": ["system", "eu_ai_act", "risk_level"],
	"message": sprintf(
		"the system is high-risk, and no assessment is declared of kind %s (%s)",
		[text.list(kinds), concat("; ", [records.titles[kind] | some kind in sort(kinds)])],
	),
	"key": kinds,
} if {
	kinds := records.missing(_needed)
	count(kinds) > 0
}

deny contains records.unfinished(_needed)[_]

deny contains {
	"path": ["assessment", a.name, "document"],
	"message": sprintf("%s (%s): its document is not declared", [records.titles[kind], a.ref]),
	"kind": "gap",
} if {
	some kind in _needed
	some a in records.of(kind)
	records.done(a)
	not a.document
}

_needed contains kind if {
	ai_act.has_role("provider")
	some kind in ["conformity", "instructions_for_use", "qms", "technical_documentation"]
}

_needed contains "registration" if {
	ai_act.has_role("provider")
	count(ai_act.points - ai_act.below("2")) > 0
}

_needed contains "instructions_for_use" if ai_act.has_role("deployer")
