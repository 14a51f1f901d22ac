# METADATA
# title: No production monitoring plan
# description: |
#   A model fails quietly: it answers, and the answers get worse. Every model but embeddings needs a monitor that covers it,
#   measures a signal of quality, and alerts a channel that somebody owns (alert.owner, else ownership.on_call). Signals of
#   operation and of drift say nothing about quality: availability, cost, error_rate, input_drift, latency, output_drift
#   and volume. The provider of a system that is high-risk under the EU AI Act also needs a plan for monitoring after
#   placing on the market: an approved assessment of kind post_market_plan, from the day on which Art. 72 applies.
#
#   A false positive is a model whose quality is measured on the output of the whole system: name the model in covers of
#   that monitor.
# related_resources:
#   - description: NIST AI RMF 1.0, MEASURE 2.4 and MANAGE 4.1
#     ref: https://www.nist.gov/itl/ai-risk-management-framework
#   - description: EU AI Act Art. 72
#     ref: https://eur-lex.europa.eu/eli/reg/2024/1689/oj
# custom:
#   severity: high
#   blocks_from: production
#   method: attr
#   remediation: Add a monitor that measures quality, such as agreement with reviewers or user feedback, with a channel and an owner.
#   controls: ["eu-ai-act:72(1)", "eu-ai-act:72(2)", "eu-ai-act:72(3)", "eu-ai-act:26(5)", "nist-ai-rmf:MEASURE 2.4", "nist-ai-rmf:MEASURE 3.3", "nist-ai-rmf:MANAGE 4.1", "iso-42001:A.6.2.6", "soc2:CC7.2", "nist-800-53:CA-7", "nist-800-53:SI-4"]
package aicomply.policies.monitoring.no_plan

import data.aicomply.lib.ai_act
import data.aicomply.lib.records
import data.aicomply.lib.serving
import data.aicomply.lib.text

_no_quality := {"availability", "cost", "error_rate", "input_drift", "latency", "output_drift", "volume"}

default applies := false

applies if count(serving.models) > 0

# No monitor covers the model.
deny contains {"path": ["model", m.name], "message": sprintf("no monitor covers %s", [m.ref])} if {
	some m in serving.models
	count(serving.monitors(m)) == 0
	count(serving.unaimed) == 0
}

deny contains {"path": ["model", m.name], "message": msg, "kind": "gap"} if {
	some m in serving.models
	count(serving.monitors(m)) == 0
	count(serving.unaimed) > 0
	msg := sprintf("no monitor is known to cover %s: what %s covers is not declared", [m.ref, text.list(serving.unaimed)])
}

# Monitors cover it, and each lacks something.
deny contains {"path": ["model", m.name], "message": msg, "kind": _kind(monitors)} if {
	some m in serving.models
	monitors := serving.monitors(m)
	count(monitors) > 0
	every n in monitors { count(_faults(n)) > 0 }
	lacks := {sprintf("%s %s", [n.ref, concat(" and ", [f.text | some f in _faults(n)])]) | some n in monitors}
	msg := sprintf("no monitor of %s measures its quality and alerts somebody: %s", [m.ref, text.joined(lacks, "; ")])
}

deny contains {"path": ["system", "eu_ai_act"], "applies_from": ai_act.from("72(3)"), "message": msg, "kind": kind} if {
	ai_act.high_risk
	ai_act.has_role("provider")
	count([a | some a in records.of("post_market_plan"); records.done(a)]) == 0
	kind := {true: "violation", false: "gap"}[_role_known]
	msg := sprintf("no approved assessment of kind post_market_plan is declared, and the provider of a high-risk system needs one from %s", [ai_act.from("72(3)")])
}

# Every monitor may be complete, for all that is declared. One that is known not to be leaves that open to the others.
default _kind(_) := "violation"

_kind(monitors) := "gap" if {
	some n in monitors
	every f in _faults(n) { f.gap }
}

_faults(n) := (_unmeasured(n) | _unheard(n)) | _unowned(n)

_unmeasured(n) := {{"text": "measures no signal of quality", "gap": false} |
	n.signals
	count({s | some s in n.signals} - _no_quality) == 0
} | {{"text": "does not declare signals", "gap": true} | not n.signals}

_unheard(n) := {{"text": "does not declare alert.channel", "gap": true} | not n.alert.channel}

_unowned(n) := {{"text": "does not declare alert.owner", "gap": true} |
	not n.alert.owner
	not input.ownership.on_call
}

default _role_known := false

_role_known if ai_act.roles_declared
