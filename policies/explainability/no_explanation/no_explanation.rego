# METADATA
# title: No explanation for a decision about a person
# description: |
#   A person about whom a system decides may ask why, and whoever reviews the decision must be able to see it. The policy
#   applies to every model of a system whose decision_effect is legal or similarly_significant or whose risk_level is
#   high, and to every model of kind ranker that personal data reaches. Each needs an explainability block that covers
#   it with a method other than none. Where the effect is legal or similarly significant, the explanation must also be
#   stored with the decision.
#
#   A false positive is a model that only prepares input, such as an embedding: name it in covers of the block that
#   explains the decision to which it contributes.
# related_resources:
#   - description: GDPR Art. 15(1)(h)
#     ref: https://eur-lex.europa.eu/eli/reg/2016/679/oj
#   - description: EU AI Act Art. 86
#     ref: https://eur-lex.europa.eu/eli/reg/2024/1689/oj
# custom:
#   severity: high
#   blocks_from: pilot
#   method: attr
#   remediation: Declare how each decision is explained, and store the explanation with the decision.
#   controls: ["eu-ai-act:13(1)", "eu-ai-act:13(3)(b)(iv)", "eu-ai-act:13(3)(b)(vii)", "eu-ai-act:86(1)", "gdpr:13(2)(f)", "gdpr:14(2)(g)", "gdpr:15(1)(h)", "nist-ai-rmf:MEASURE 2.9", "iso-42001:A.8.2", "ccpa:11 CCR 7222"]
package aicomply.policies.explainability.no_explanation

import data.aicomply.lib.text

default applies := false

applies if count(_models) > 0

# No block covers the model.
deny contains {"path": ["model", m.name], "message": msg} if {
	some m in _models
	not m.ref in _covered
	count(_undeclared) == 0
	msg := sprintf("%s decides about or ranks persons, and no explainability block covers it", [m.ref])
}

deny contains {"path": ["model", m.name], "message": msg, "kind": "gap"} if {
	some m in _models
	not m.ref in _covered
	count(_undeclared) > 0
	msg := sprintf("no explainability block is known to cover %s: what %s covers is not declared", [m.ref, text.list(_undeclared)])
}

# Blocks cover the model, and none has a method.
deny contains {"path": ["explainability", e.name, "method"], "message": msg} if {
	some e in input.explainability
	models := _concerned(e) - _explained
	count(models) > 0
	e.method == "none"
	msg := sprintf("decisions of %s are not explained: the method of %s is none", [text.list(models), e.ref])
}

deny contains {"path": ["explainability", e.name, "method"], "message": msg, "kind": "gap"} if {
	some e in input.explainability
	models := _concerned(e) - _explained
	count(models) > 0
	not e.method
	msg := sprintf("how %s explains decisions of %s is not declared", [e.ref, text.list(models)])
}

# A decision with effect is explained, and no explanation is kept.
deny contains {"path": ["explainability", e.name, "stored_with_decision"], "message": msg, "fix": true} if {
	_significant
	some e in _explaining
	models := _concerned(e) - _stored
	count(models) > 0
	e.stored_with_decision == false
	msg := sprintf("explanations by %s of decisions of %s are not stored with the decision", [e.ref, text.list(models)])
}

deny contains {"path": ["explainability", e.name, "stored_with_decision"], "message": msg, "kind": "gap"} if {
	_significant
	some e in _explaining
	models := _concerned(e) - _stored
	count(models) > 0
	not "stored_with_decision" in object.keys(e)
	msg := sprintf("whether explanations by %s of decisions of %s are stored with the decision is not declared", [e.ref, text.list(models)])
}

# Models that decide about persons, or rank them.
_models contains m if {
	some m in input.model
	_decides
}

_models contains m if {
	some m in input.model
	m.kind == "ranker"
	input.derived.node[m.ref].personal
}

_decides if _significant

_decides if input.system.eu_ai_act.risk_level == "high"

_significant if input.system.decision_effect in {"legal", "similarly_significant"}

_refs := {m.ref | some m in _models}

# Those of them that a block covers.
_concerned(e) := {ref | some ref in e.covers} & _refs

_covered contains ref if {
	some e in input.explainability
	some ref in e.covers
}

# Blocks that do not say what they cover.
_undeclared contains e.ref if {
	some e in input.explainability
	not e.covers
}

_explaining contains e if {
	some e in input.explainability
	e.method != "none"
}

_explained contains ref if {
	some e in _explaining
	some ref in e.covers
}

_stored contains ref if {
	some e in _explaining
	e.stored_with_decision
	some ref in e.covers
}
