package aicomply.policies.accuracy.demo_data_test

import data.aicomply.policies.accuracy.demo_data as policy

_input(stage, attributes) := {
	"stage": stage,
	"model": [{"name": "m", "ref": "model.m", "trained_on": ["dataset.past", "store.set"]}],
	"evaluation": [object.union({"name": "a", "ref": "evaluation.a", "subject": "model.m"}, attributes)],
	"derived": {"node": {"store.set": {"receives": [{"dataset": "dataset.tickets", "category": "user.name"}]}}},
}

test_fails_on_demo_data_from_pilot_on if {
	every stage in ["pilot", "production"] {
		every kind in ["curated", "synthetic"] {
			policy.deny == {{
				"path": ["evaluation", "a", "data"],
				"message": sprintf("evaluation.a was measured on %s data, not on production input", [kind]),
				"kind": "violation",
			}} with input as _input(stage, {"data": kind})
		}
	}
}

test_demo_data_will_do_at_a_proof_of_concept if {
	policy.applies with input as _input("poc", {"data": "curated"})
	count(policy.deny) == 0 with input as _input("poc", {"data": "curated"})
}

test_passes_on_production_data if {
	every kind in ["production_sample", "shadow"] {
		count(policy.deny) == 0 with input as _input("production", {"data": kind, "dataset": "dataset.fresh"})
	}
}

test_fails_on_training_data_at_every_stage if {
	every stage in ["poc", "production"] {
		every dataset in ["dataset.past", "dataset.tickets"] {
			policy.deny == {{
				"path": ["evaluation", "a", "dataset"],
				"message": sprintf("evaluation.a was measured on %s, on which model.m was trained", [dataset]),
				"kind": "violation",
			}} with input as _input(stage, {"data": "shadow", "dataset": dataset})
		}
	}
}

test_training_data_of_another_model if {
	count(policy.deny) == 0 with input as _input("pilot", {"subject": "model.n", "dataset": "dataset.past"})
}

test_one_finding_for_both if {
	policy.deny == {{
		"path": ["evaluation", "a"],
		"message": "evaluation.a was measured on curated data, not on production input; it was measured on dataset.past, on which model.m was trained",
		"kind": "violation",
	}} with input as _input("pilot", {"data": "curated", "dataset": "dataset.past"})
}

test_undeclared_data_is_left_to_others if {
	count(policy.deny) == 0 with input as _input("production", {})
}

test_not_applicable_without_evaluations if {
	not policy.applies with input as {"evaluation": []}
	not policy.applies with input as {}
}
