# METADATA
# title: Model card missing or incomplete
# description: |
#   Who uses a model without knowing what it was made for, on which data it was measured and where it fails will use it
#   for the wrong things. Every model needs a card: `model.model_card`, or an `evidence` block of kind model_card that
#   supports the model. Without either, it is a gap; that an `ml_bom` is declared does not settle it, because a bill of
#   materials may hold a card or not.
#
#   What the card says is not read. It should hold the intended use, the limits, the metrics, the data that it was
#   trained and measured on, and results for groups of persons.
#
#   A false positive is a hosted model whose provider publishes a card: keep a copy of it in the repository, so that it
#   is known which version it was.
# related_resources:
#   - description: Model Cards for Model Reporting (Mitchell et al., 2019)
#     ref: https://arxiv.org/abs/1810.03993
#   - description: AI Act, Regulation (EU) 2024/1689, Art. 13(3)(b) and Annex IV
#     ref: https://eur-lex.europa.eu/eli/reg/2024/1689/oj
# custom:
#   severity: medium
#   blocks_from: production
#   method: evidence
#   remediation: Write the model card, or keep a copy of the provider's, and name the file in model_card.
#   controls: ["eu-ai-act:13(3)(b)", "eu-ai-act:Annex IV(2)", "eu-ai-act:Annex IV(3)", "nist-ai-rmf:MAP 2.2", "nist-ai-rmf:MEASURE 2.9", "iso-42001:A.6.2.7", "iso-42001:A.8.2"]
package aicomply.policies.explainability.model_card_incomplete

default applies := false

applies if count(input.model) > 0

deny contains {
	"path": ["model", m.name, "model_card"],
	"message": sprintf("no model card of %s is declared%s", [m.ref, _although(m)]),
	"kind": "gap",
} if {
	some m in input.model
	not m.model_card
	not m.ref in _supported
}

_supported contains ref if {
	some e in input.evidence
	e.kind == "model_card"
	some ref in e.supports
}

default _although(_) := ""

_although(m) := "; whether its bill of materials holds one is not known" if m.ml_bom
