# METADATA
# title: Synthetic content is not marked
# description: |
#   Generated text, images, audio and video must be marked so that machines can recognise them (AI Act Art. 50(2)). The
#   duty is the provider's: the policy applies in the EU to an organisation that declares the role provider, or no role,
#   if `eu_ai_act.synthetic_content` names what the system generates. Then `eu_ai_act.content_marking` must be metadata,
#   watermark or both, unless `eu_ai_act.marking_exception` records the exception that is relied on. Not declared, it is
#   a gap. So is synthetic_content, where it is declared unknown, or where a model of kind llm or agent generates text
#   and it is not declared; declare `synthetic_content = []` if nothing that is generated leaves the system.
#
#   For a system first placed on the market before 2026-08-02 (`eu_ai_act.first_placed_on_market`) the duty applies from
#   2026-12-02, and findings are upcoming until then. Where that date is not declared, no transition is assumed.
#
#   Art. 50(2) excepts help with standard editing, output that does not change its input substantially, and uses that
#   the law authorises for criminal investigation. Whether one holds is a legal question that the policy does not
#   decide: it asks for the exception to be recorded.
# related_resources:
#   - description: AI Act, Regulation (EU) 2024/1689, Art. 50(2) and 111(4)
#     ref: https://eur-lex.europa.eu/eli/reg/2024/1689/oj
# custom:
#   severity: medium
#   blocks_from: production
#   method: attr
#   jurisdictions: [EU]
#   remediation: Mark what is generated in a machine-readable way, or record in marking_exception which exception is relied on, and why.
#   controls: ["eu-ai-act:50(2)", "eu-ai-act:111(4)", "iso-42001:A.8.2"]
package aicomply.policies.explainability.synthetic_content_unmarked

import data.aicomply.lib.ai_act
import data.aicomply.lib.jurisdiction
import data.aicomply.lib.text

default applies := false

applies if {
	_in_scope
	count(_content) > 0
}

applies if {
	_in_scope
	_content_open
}

deny contains object.union(_since, {
	"path": ["system", "eu_ai_act", "content_marking"],
	"message": sprintf("the system generates %s, and does not mark it", [text.list(_content)]),
}) if {
	_needs_marking
	input.system.eu_ai_act.content_marking == "none"
}

deny contains object.union(_since, {
	"path": ["system", "eu_ai_act", "content_marking"],
	"message": sprintf("the system generates %s, and how that is marked is not declared", [text.list(_content)]),
	"kind": "gap",
}) if {
	_needs_marking
	not input.system.eu_ai_act.content_marking
}

deny contains object.union(_since, {
	"path": ["system", "eu_ai_act", "synthetic_content"],
	"message": "whether the system generates text, images, audio or video is not declared",
	"kind": "gap",
}) if {
	_content_open
}

_in_scope if {
	jurisdiction.eu_ai_act
	ai_act.has_role("provider")
}

_content := {c | some c in input.system.eu_ai_act.synthetic_content}

_needs_marking if {
	count(_content) > 0
	not _excepted
}

_excepted if trim_space(input.system.eu_ai_act.marking_exception) != ""

_content_open if "synthetic_content" in input.system.eu_ai_act.unknown

_content_open if {
	not input.system.eu_ai_act.synthetic_content
	some m in input.model
	m.kind in {"agent", "llm"}
}

default _since := {}

_since := {"applies_from": day} if day := ai_act.after_transition("50(2)")
