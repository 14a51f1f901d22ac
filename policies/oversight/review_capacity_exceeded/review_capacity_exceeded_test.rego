package aicomply.policies.oversight.review_capacity_exceeded_test

import data.aicomply.policies.oversight.review_capacity_exceeded as policy

_base := {
	"system": {"volume": {"per_week": 1000}},
	"oversight": [{"name": "agents", "ref": "oversight.agents", "review_share": 0.08, "minutes_per_review": 6, "hours_per_week": 12}],
	"pipeline": [{"name": "intake", "ref": "pipeline.intake", "input_format": [{"name": "text", "share": 0.98}]}],
}

_hours(known, all, available) := object.union(_base, {"derived": {
	"review_hours_per_week": known,
	"review_hours_with_unaccounted": all,
	"review_hours_available": available,
	"unaccounted_share": 0.02,
}})

_path := ["oversight", "agents", "hours_per_week"]

test_fails if {
	policy.applies with input as _hours(38.68, 38.68, 12)
	policy.deny == {{"path": _path, "message": "reviews take 38.7 hours a week, 12 are available"}} with input as _hours(38.68, 38.68, 12)
}

test_names_both_figures if {
	policy.deny == {{
		"path": _path,
		"message": "reviews take 38.7 hours a week, 12 are available; 40.7 with the share of 0.02 that no input format accounts for",
	}} with input as _hours(38.68, 40.68, 12)
}

test_the_larger_figure_decides if {
	policy.deny == {{
		"path": _path,
		"message": "reviews take 11.0 hours a week, 12 are available; 13.0 with the share of 0.02 that no input format accounts for",
	}} with input as _hours(11, 13, 12)
}

test_equal_is_enough if {
	count(policy.deny) == 0 with input as _hours(11, 12, 12)
	count(policy.deny) == 0 with input as _hours(12, 12, 12)
}

test_just_above_fails_and_shows_the_difference if {
	policy.deny == {{"path": _path, "message": "reviews take 12.001 hours a week, 12 are available"}} with input as _hours(12.001, 12.001, 12)
}

test_gap_names_every_undeclared_fact if {
	sparse := {
		"system": {},
		"oversight": [{"name": "agents", "ref": "oversight.agents"}, {"name": "leads", "ref": "oversight.leads", "review_share": 0.1}],
		"pipeline": [
			{"name": "intake", "ref": "pipeline.intake", "input_format": [{"name": "text", "handler": "model.llm"}]},
			{"name": "mail", "ref": "pipeline.mail"},
		],
		"derived": {},
	}
	policy.deny == {{
		"path": _path,
		"message": concat("", [
			"whether reviewers have the time is not known: any input_format in pipeline.mail, oversight.agents.hours_per_week, ",
			"oversight.agents.minutes_per_review, oversight.agents.review_share, oversight.leads.hours_per_week, ",
			"system.volume.per_week, the share of input format text in pipeline.intake is not declared",
		]),
		"kind": "gap",
	}} with input as sparse
}

test_gap_for_a_failure_rate_declared_unknown if {
	format := {"name": "text", "share": 1, "handler": "model.llm", "unknown": ["failure_rate"]}
	unknown := {"pipeline": [{"name": "intake", "ref": "pipeline.intake", "input_format": [format]}]}
	policy.deny == {{
		"path": _path,
		"message": "whether reviewers have the time is not known: the failure rate of input format text in pipeline.intake is not declared",
		"kind": "gap",
	}} with input as object.union(_hours(8, 8, 12), unknown)
}

test_minutes_of_one_block_are_enough if {
	two := array.concat(_base.oversight, [{"name": "leads", "ref": "oversight.leads", "review_share": 0, "hours_per_week": 2}])
	count(policy.deny) == 0 with input as object.union(_hours(1, 1, 14), {"oversight": two})
}

test_what_is_known_to_be_too_much_is_no_gap if {
	known := object.remove(_hours(38.68, 0, 12).derived, ["review_hours_with_unaccounted"])
	unknown_share := {"derived": known, "pipeline": [{"name": "intake", "ref": "pipeline.intake", "input_format": [{"name": "text", "handler": "model.llm"}]}]}
	policy.deny == {{"path": _path, "message": "reviews take 38.7 hours a week, 12 are available"}} with input as object.union(object.remove(_base, ["derived"]), unknown_share)
}

test_not_applicable_without_oversight if {
	not policy.applies with input as object.remove(_base, ["oversight"])
	not policy.applies with input as object.union(_base, {"oversight": []})
}
