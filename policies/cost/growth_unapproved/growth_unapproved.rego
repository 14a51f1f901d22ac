# METADATA
# title: Cost growth from PoC is above what was approved
# description: |
#   Whoever approved a proof of concept at 500 a month did not approve 5,000. The policy compares the projected monthly
#   cost over poc_monthly with approved_growth, or with the parameter cost_growth (3) where no growth was approved.
#   From pilot on, a poc_monthly that is not declared or 0 is a gap. A cost that cannot be projected is reported by
#   cost/over_budget.
#
#   A false positive is a proof of concept on free credits or existing machines: declare what it would have cost.
# related_resources:
#   - description: NIST AI RMF 1.0, MAP 3.2
#     ref: https://www.nist.gov/itl/ai-risk-management-framework
# custom:
#   severity: medium
#   blocks_from: pilot
#   method: arith
#   remediation: Have the growth approved before go-live and record it in approved_growth, or bring the cost down.
#   controls: ["nist-ai-rmf:MAP 3.2", "nist-ai-rmf:MANAGE 2.1"]
package aicomply.policies.cost.growth_unapproved

import data.aicomply.lib.costs
import data.aicomply.lib.text

default applies := false

applies if _projected > 0

deny contains {"path": ["cost", "approved_growth"], "message": msg} if {
	growth := input.derived.cost_growth
	growth > _limit
	msg := sprintf("projected cost of %s a month is %s times that of the proof of concept (%s); %s", [costs.money(_projected), text.beside(growth, _limit, 1), costs.money(input.cost.poc_monthly), _approved])
}

deny contains {"path": ["cost", "poc_monthly"], "message": msg, "kind": "gap"} if {
	input.stage in {"pilot", "production"}
	msg := sprintf("how far a projected cost of %s a month has grown is not known: %s", [costs.money(_projected), _incomparable])
}

_projected := input.derived.monthly_cost

default _declares_growth := false

_declares_growth if input.cost.approved_growth >= 0

_limit := input.cost.approved_growth if _declares_growth

_limit := input.params.cost_growth if not _declares_growth

_approved := sprintf("%s times was approved", [text.number(_limit)]) if _declares_growth

_approved := sprintf("no growth was approved, and %s times is the most without", [text.number(_limit)]) if not _declares_growth

_incomparable := "what the proof of concept cost is not declared" if not "poc_monthly" in object.keys(input.cost)

_incomparable := "the proof of concept is declared to have cost nothing" if input.cost.poc_monthly == 0
