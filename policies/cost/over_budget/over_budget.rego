# METADATA
# title: Projected monthly cost exceeds budget, or no cost model
# description: |
#   A proof of concept is paid for by the experiment; in production each case costs, and so do the people who review and
#   the retraining. The projected cost is the sum over items of monthly + price_per_volume x per_week x 52/12. It must
#   not exceed budget_monthly. From pilot on, a cost block that is missing, a budget that is not declared, and a cost
#   that cannot be projected are gaps.
#
#   A false positive is an item that another budget pays: leave it out, or add that budget to budget_monthly.
# related_resources:
#   - description: NIST AI RMF 1.0, MAP 3.1 and 3.2
#     ref: https://www.nist.gov/itl/ai-risk-management-framework
# custom:
#   severity: high
#   blocks_from: pilot
#   method: arith
#   remediation: Have a larger budget approved, or change the design of the items that cost most.
#   controls: ["nist-ai-rmf:MAP 3.1", "nist-ai-rmf:MAP 3.2", "nist-ai-rmf:MANAGE 2.1", "iso-42001:A.4.2"]
package aicomply.policies.cost.over_budget

import data.aicomply.lib.costs
import data.aicomply.lib.text

default applies := false

applies if input.cost

applies if _past_poc

deny contains {"path": ["cost", "budget_monthly"], "message": msg} if {
	budget := input.cost.budget_monthly
	_projected > budget
	msg := sprintf("projected cost is %s a month, %s are budgeted: %s", [costs.money_beside(_projected, budget), costs.money(budget), concat(", ", costs.items)])
}

deny contains {"path": ["cost"], "message": "what the system costs is not declared", "kind": "gap"} if {
	_past_poc
	not input.cost
}

deny contains {"path": ["cost", "budget_monthly"], "message": msg, "kind": "gap"} if {
	_past_poc
	input.cost
	not "budget_monthly" in object.keys(input.cost)
	msg := concat("", ["what the system may cost a month is not declared", _beside])
}

deny contains {"path": ["cost"], "message": msg, "kind": "gap"} if {
	_past_poc
	input.cost
	count(_missing) > 0
	msg := sprintf("what the system costs a month is not known: %s is not declared", [text.list(_missing)])
}

_past_poc if input.stage in {"pilot", "production"}

_projected := input.derived.monthly_cost

default _beside := ""

_beside := sprintf("; it is projected to cost %s", [costs.money(_projected)])

# What the projection needs.
_missing contains "any item" if count(object.get(input.cost, "item", [])) == 0

_missing contains sprintf("monthly or price_per_volume of item %s", [i.name]) if {
	some i in input.cost.item
	_absent(i, "monthly")
	_absent(i, "price_per_volume")
}

# The projection leaves out what is declared unknown.
_missing contains sprintf("%s of item %s", [attribute, i.name]) if {
	some i in input.cost.item
	some attribute in ["monthly", "price_per_volume"]
	attribute in i.unknown
	count({"monthly", "price_per_volume"} & object.keys(i)) > 0
}

_missing contains "system.volume.per_week" if {
	some i in input.cost.item
	not _absent(i, "price_per_volume")
	not input.system.volume.per_week
}

_absent(block, attribute) if not attribute in object.keys(block)
