# METADATA
# title: Cost model leaves out a cost that the manifest implies
# description: |
#   Budgets break on what nobody wrote down: the people who review and the work of keeping the model current cost more than
#   its calls. Cost needs an item of kind human_review where an oversight block reviews (review_share not 0), one of kind
#   retraining where a maintenance block has a cadence, and one of kind api where a model is hosted by an api or run by
#   another party than the controller. assumed_volume, if declared, must not be below system.volume.per_week. While an item
#   has no kind, a missing one is a gap. A cost block without items is left to cost/over_budget.
#
#   A false positive is work that another budget pays: declare the item with monthly = 0 and say in a comment who pays.
# related_resources:
#   - description: NIST AI RMF 1.0, MAP 3.2 and MANAGE 2.1
#     ref: https://www.nist.gov/itl/ai-risk-management-framework
# custom:
#   severity: medium
#   blocks_from: production
#   method: attr
#   remediation: Add the items that are missing, and plan with the volume that is expected.
#   controls: ["nist-ai-rmf:MAP 3.2", "nist-ai-rmf:MANAGE 2.1", "iso-42001:A.4.2", "iso-42001:A.4.6"]
package aicomply.policies.cost.model_incomplete

import data.aicomply.lib.parts
import data.aicomply.lib.serving
import data.aicomply.lib.text

default applies := false

applies if count(input.cost.item) > 0

deny contains object.union(parts.finding(["cost"], "the cost model", _faults), {"path": _path, "key": sort({f.key | some f in _faults})}) if {
	count(_faults) > 0
}

_faults contains {"attribute": "item", "key": kind, "text": sprintf("has no item of kind %s, although %s", [kind, text.joined(reasons, " and ")]), "gap": false} if {
	some kind, reasons in _missing
	count(_unsorted) == 0
}

_faults contains {"attribute": "item", "key": kind, "text": msg, "gap": true} if {
	some kind, reasons in _missing
	count(_unsorted) > 0
	msg := sprintf("is not known to have an item of kind %s (the kind of %s is not declared), although %s", [kind, text.list(_unsorted), text.joined(reasons, " and ")])
}

_faults contains {"attribute": "assumed_volume", "key": "assumed_volume", "text": msg, "gap": false} if {
	assumed := input.cost.assumed_volume
	assumed < input.system.volume.per_week
	msg := sprintf("assumes %s cases a week, and %s are declared", [text.number(assumed), text.number(input.system.volume.per_week)])
}

# An item that is missing is nowhere, so it is missing from the block.
default _path := ["cost"]

_path := ["cost", "assumed_volume"] if count(_missing) == 0

# Kinds of cost that no item has, and why there should be one.
_missing := {kind: reasons |
	some kind, reasons in _implied
	count(reasons) > 0
	not kind in {i.kind | some i in input.cost.item}
}

_implied := {
	"human_review": {sprintf("%s reviews", [o.ref]) | some o in input.oversight; not _reviews_nothing(o)},
	"retraining": {sprintf("%s is due every %s", [n.ref, n.cadence]) | some n in input.maintenance},
	"api": {sprintf("use of %s is paid for", [m.ref]) | some m in serving.metered},
}

_reviews_nothing(o) if o.review_share == 0

_unsorted := {i.name | some i in input.cost.item; not i.kind}
