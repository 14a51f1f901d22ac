package aicomply.policies.accuracy.failures_exceed_tolerance_test

import data.aicomply.policies.accuracy.failures_exceed_tolerance as policy

_evaluation := {"name": "a", "ref": "evaluation.a", "metric": "accuracy", "value": 0.95, "max_errors_per_week": 30}

_expecting(errors, evaluation) := {
	"stage": "pilot",
	"system": {"volume": {"per_week": 1000}},
	"evaluation": [evaluation],
	"derived": {"evaluation": {"evaluation.a": {"errors_per_week": errors}}},
}

_path := ["evaluation", "a", "max_errors_per_week"]

_unlimited := object.remove(_evaluation, ["max_errors_per_week"])

test_fails if {
	policy.applies with input as _expecting(50, _evaluation)
	policy.deny == {{"path": _path, "message": "expected failures are 50 a week, 30 are accepted"}} with input as _expecting(50, _evaluation)
}

test_equal_passes if {
	policy.applies with input as _expecting(30, _evaluation)
	count(policy.deny) == 0 with input as _expecting(30, _evaluation)
}

test_just_above_fails_and_shows_the_difference if {
	policy.deny == {{"path": _path, "message": "expected failures are 30.001 a week, 30 are accepted"}} with input as _expecting(30.001, _evaluation)
}

test_decimals_where_there_are_any if {
	policy.deny == {{"path": _path, "message": "expected failures are 1,250.5 a week, 0 are accepted"}} with input as _expecting(1250.5, object.union(_evaluation, {"max_errors_per_week": 0}))
}

test_no_limit_is_a_gap_at_production if {
	at_production := object.union(_expecting(50, _unlimited), {"stage": "production"})
	policy.applies with input as at_production
	policy.deny == {{
		"path": _path,
		"message": "how many failures a week evaluation.a may have is not declared; 50 are expected",
		"kind": "gap",
	}} with input as at_production
	policy.deny == {{
		"path": _path,
		"message": "how many failures a week evaluation.a may have is not declared",
		"kind": "gap",
	}} with input as object.union(object.remove(at_production, ["derived"]), {"derived": {"evaluation": {"evaluation.a": {}}}})
}

test_no_limit_is_not_asked_for_before_production if {
	not policy.applies with input as _expecting(50, _unlimited)
	count(policy.deny) == 0 with input as _expecting(50, _unlimited)
}

test_gap_when_failures_cannot_be_calculated if {
	unknown := {"stage": "pilot", "system": {}, "evaluation": [object.remove(_evaluation, ["value"])], "derived": {"evaluation": {"evaluation.a": {}}}}
	policy.deny == {{
		"path": _path,
		"message": "whether evaluation.a stays within 30 failures a week is not known: evaluation.a.value is not declared, system.volume.per_week is not declared",
		"kind": "gap",
	}} with input as unknown
}

test_gap_for_a_value_that_is_no_share if {
	percent := {"stage": "pilot", "system": {"volume": {"per_week": 1000}}, "evaluation": [object.union(_evaluation, {"value": 95})], "derived": {"evaluation": {"evaluation.a": {}}}}
	policy.deny == {{
		"path": _path,
		"message": "whether evaluation.a stays within 30 failures a week is not known: evaluation.a.value is not a share",
		"kind": "gap",
	}} with input as percent
}

test_not_applicable_to_other_metrics if {
	latency := object.union(_evaluation, {"metric": "latency"})
	not policy.applies with input as object.union(_expecting(50, latency), {"stage": "production"})
}
