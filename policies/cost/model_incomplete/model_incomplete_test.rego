package aicomply.policies.cost.model_incomplete_test

import data.aicomply.policies.cost.model_incomplete as policy

_item(name, kind) := {"name": name, "kind": kind, "monthly": 100}

_all := [_item("tokens", "api"), _item("people", "human_review"), _item("training", "retraining")]

_input(items) := {
	"system": {"volume": {"per_week": 400}},
	"model": [{"name": "m", "ref": "model.m", "hosting": "api"}],
	"oversight": [{"name": "o", "ref": "oversight.o", "review_share": 0.1}],
	"maintenance": [{"name": "n", "ref": "maintenance.n", "cadence": "90d"}],
	"cost": {"item": items},
}

_lacking(kind, reason) := {{
	"path": ["cost"],
	"key": [kind],
	"message": sprintf("the cost model has no item of kind %s, although %s", [kind, reason]),
	"kind": "violation",
}}

test_passes if {
	policy.applies with input as _input(_all)
	count(policy.deny) == 0 with input as _input(_all)
}

test_fails_for_each_kind if {
	policy.deny == _lacking("api", "use of model.m is paid for") with input as _input([_all[1], _all[2]])
	policy.deny == _lacking("human_review", "oversight.o reviews") with input as _input([_all[0], _all[2]])
	policy.deny == _lacking("retraining", "maintenance.n is due every 90d") with input as _input([_all[0], _all[1]])
}

test_what_is_not_implied_needs_no_item if {
	plain := object.union(_input([_item("servers", "infrastructure")]), {
		"model": [{"name": "m", "ref": "model.m", "hosting": "self_hosted"}],
		"oversight": [{"name": "o", "ref": "oversight.o", "review_share": 0}],
		"maintenance": [{"name": "n", "ref": "maintenance.n"}],
	})
	policy.applies with input as plain
	count(policy.deny) == 0 with input as plain
}

test_oversight_of_unknown_extent_reviews if {
	policy.deny == _lacking("human_review", "oversight.o reviews") with input as object.union(_input([_all[0], _all[2]]), {"oversight": [{"name": "o", "ref": "oversight.o"}]})
}

test_gap_while_an_item_has_no_kind if {
	policy.deny == {{
		"path": ["cost"],
		"key": ["api"],
		"message": "the cost model is not known to have an item of kind api (the kind of other is not declared), although use of model.m is paid for",
		"kind": "gap",
	}} with input as _input([_all[1], _all[2], {"name": "other", "monthly": 10}])
}

test_one_finding_for_all_kinds if {
	policy.deny == {{
		"path": ["cost"],
		"key": ["api", "human_review", "retraining"],
		"message": "the cost model has no item of kind api, although use of model.m is paid for; it has no item of kind human_review, although oversight.o reviews; it has no item of kind retraining, although maintenance.n is due every 90d",
		"kind": "violation",
	}} with input as _input([_item("servers", "infrastructure")])
}

test_several_reasons_are_joined if {
	two := object.union(_input([_all[0], _all[2]]), {"oversight": [{"name": "p", "ref": "oversight.p"}, {"name": "o", "ref": "oversight.o"}]})
	policy.deny == _lacking("human_review", "oversight.o reviews and oversight.p reviews") with input as two
}

test_volume_below_the_declared_one if {
	policy.deny == {{
		"path": ["cost", "assumed_volume"],
		"key": ["assumed_volume"],
		"message": "the cost model assumes 399 cases a week, and 400 are declared",
		"kind": "violation",
	}} with input as object.union(_input(_all), {"cost": {"assumed_volume": 399}})
	count(policy.deny) == 0 with input as object.union(_input(_all), {"cost": {"assumed_volume": 400}})
	{[f.path, f.key] | some f in policy.deny} == {[["cost"], ["api", "assumed_volume"]]} with input as object.union(_input([_all[1], _all[2]]), {"cost": {"assumed_volume": 1}})
}

test_not_applicable_without_items if {
	not policy.applies with input as _input([])
	not policy.applies with input as object.remove(_input([]), ["cost"])
}
