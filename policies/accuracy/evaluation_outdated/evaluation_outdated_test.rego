package aicomply.policies.accuracy.evaluation_outdated_test

import data.aicomply.policies.accuracy.evaluation_outdated as policy

_input(evaluated, model, collected) := {
	"now": "2026-11-23",
	"params": {"evaluation_interval": "180d"},
	"model": [object.union({"name": "m", "ref": "model.m"}, model)],
	"store": [{"name": "index", "ref": "store.index", "kind": "vector_index"}],
	"flow": [{"name": "lookup", "ref": "flow.lookup", "from": "store.index", "to": "model.m"}],
	"dataset": [
		{"name": "past", "ref": "dataset.past", "collected": collected},
		{"name": "manuals", "ref": "dataset.manuals", "collected": "2026-10-05"},
	],
	"evaluation": [{"name": "a", "ref": "evaluation.a", "subject": "model.m", "evaluated": evaluated}],
	"derived": {"node": {"store.index": {"receives": [{"dataset": "dataset.manuals", "category": "system"}]}}},
}

_stale(message) := {{"path": ["evaluation", "a", "evaluated"], "message": message, "kind": "stale"}}

_fresh := _input("2026-11-01", {}, "2025-01-01")

test_passes if {
	policy.applies with input as _fresh
	count(policy.deny) == 0 with input as _fresh
}

test_too_old_from_the_day_after if {
	aged := object.remove(_input("2026-05-27", {}, "2025-01-01"), ["flow"])
	count(policy.deny) == 0 with input as aged
	policy.deny == _stale("evaluation.a is of 2026-05-26; that is 181 days ago, and 180 days are the most") with input as object.remove(_input("2026-05-26", {}, "2025-01-01"), ["flow"])
}

test_model_changed_after_it if {
	policy.deny == _stale("evaluation.a is of 2026-11-01; model.m changed on 2026-11-02") with input as _input("2026-11-01", {"changed": "2026-11-02"}, "2025-01-01")
	count(policy.deny) == 0 with input as _input("2026-11-01", {"changed": "2026-11-01"}, "2025-01-01")
}

test_changes_to_come if {
	policy.deny == _stale("evaluation.a is of 2026-11-01; model.m changed on 2026-11-23") with input as _input("2026-11-01", {"changed": "2026-11-23"}, "2025-01-01")
	count(policy.deny) == 0 with input as _input("2026-11-01", {"changed": "2026-11-24"}, "2025-01-01")
}

test_data_collected_after_it if {
	policy.deny == _stale("evaluation.a is of 2026-11-01; dataset.past was collected on 2026-11-10") with input as _input("2026-11-01", {"trained_on": ["dataset.past"]}, "2026-11-10")
	count(policy.deny) == 0 with input as _input("2026-11-01", {}, "2026-11-10")
	policy.deny == _stale("evaluation.a is of 2026-10-04; dataset.manuals was collected on 2026-10-05") with input as _input("2026-10-04", {}, "2025-01-01")
}

test_several_reasons if {
	policy.deny == _stale("evaluation.a is of 2026-01-01; dataset.manuals was collected on 2026-10-05; model.m changed on 2026-02-01; that is 326 days ago, and 180 days are the most") with input as _input("2026-01-01", {"changed": "2026-02-01"}, "2025-01-01")
}

test_changes_of_another_model if {
	other := object.union(_input("2026-11-01", {"changed": "2026-11-02"}, "2025-01-01"), {"evaluation": [{"name": "a", "ref": "evaluation.a", "subject": "model.n", "evaluated": "2026-11-01"}]})
	count(policy.deny) == 0 with input as other
}

test_not_applicable_without_a_date if {
	not policy.applies with input as {"evaluation": [{"name": "a", "ref": "evaluation.a", "subject": "model.m"}]}
	not policy.applies with input as {}
}
