package aicomply.policies.pipeline.provenance_missing_test

import data.aicomply.policies.pipeline.provenance_missing as policy

_complete := {"name": "d", "ref": "dataset.d", "provenance": "p", "licence": "l", "collected": "2026-01-01", "quality_checks": ["q"]}

_personal := {"data_subjects": ["customer"]}

_trained_on(dataset) := {"dataset": [dataset], "model": [{"name": "m", "ref": "model.m", "trained_on": ["dataset.d"]}]}

_indexed(dataset) := {
	"dataset": [dataset],
	"store": [{"name": "i", "ref": "store.i", "kind": "vector_index"}],
	"derived": {"node": {"store.i": {"receives": [{"dataset": "dataset.d", "category": "system"}]}}},
}

_evaluated_on(dataset) := {"dataset": [dataset], "evaluation": [{"name": "e", "ref": "evaluation.e", "dataset": "dataset.d"}]}

_gap(use, attribute) := {{
	"path": ["dataset", "d", attribute],
	"message": sprintf("dataset.d serves %s and does not declare %s", [use, attribute]),
	"kind": "gap",
}}

test_passes if {
	every case in [_trained_on(_complete), _indexed(_complete), _evaluated_on(_complete)] {
		policy.applies with input as case
		count(policy.deny) == 0 with input as case
	}
}

test_gap_for_each_fact if {
	every attribute in ["provenance", "licence", "collected", "quality_checks"] {
		dataset := object.remove(_complete, [attribute])
		policy.deny == _gap("training", attribute) with input as _trained_on(dataset)
		policy.deny == _gap("retrieval", attribute) with input as _indexed(dataset)
		policy.deny == _gap("evaluation", attribute) with input as _evaluated_on(dataset)
	}
}

test_bias_is_examined_in_data_about_persons_that_is_learnt_or_measured_on if {
	dataset := object.union(_complete, _personal)
	policy.deny == _gap("training", "bias_examination") with input as _trained_on(dataset)
	policy.deny == _gap("evaluation", "bias_examination") with input as _evaluated_on(dataset)
	count(policy.deny) == 0 with input as _indexed(dataset)
	count(policy.deny) == 0 with input as _trained_on(object.union(dataset, {"bias_examination": "b"}))
	count(policy.deny) == 0 with input as _trained_on(object.union(dataset, {"data_subjects": []}))
}

test_fails_where_nothing_was_checked if {
	policy.deny == {{
		"path": ["dataset", "d", "quality_checks"],
		"message": "dataset.d serves training and declares that nothing was checked",
		"kind": "violation",
	}} with input as _trained_on(object.union(_complete, {"quality_checks": []}))
}

test_one_finding_for_a_dataset if {
	policy.deny == {{
		"path": ["dataset", "d"],
		"message": "dataset.d serves evaluation, training and does not declare collected; it does not declare licence; it does not declare provenance",
		"kind": "gap",
	}} with input as object.union(_trained_on({"name": "d", "ref": "dataset.d", "quality_checks": ["q"]}), {"evaluation": [{"name": "e", "ref": "evaluation.e", "dataset": "dataset.d"}]})
}

test_other_datasets_are_not_judged if {
	idle := {"dataset": [_complete, {"name": "idle", "ref": "dataset.idle"}], "model": [{"name": "m", "ref": "model.m", "trained_on": ["dataset.d"]}]}
	count(policy.deny) == 0 with input as idle
}

test_not_applicable_where_no_dataset_serves if {
	not policy.applies with input as {"dataset": [_complete]}
	not policy.applies with input as {}
}

test_gap_for_each_fact_of_data_about_persons if {
	whole := object.union_n([_complete, _personal, {"bias_examination": "b"}])
	every attribute in ["provenance", "licence", "collected", "quality_checks"] {
		policy.deny == _gap("training", attribute) with input as _trained_on(object.remove(whole, [attribute]))
		policy.deny == _gap("retrieval", attribute) with input as _indexed(object.remove(whole, [attribute]))
	}
}
