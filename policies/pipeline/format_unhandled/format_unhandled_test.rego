package aicomply.policies.pipeline.format_unhandled_test

import data.aicomply.policies.pipeline.format_unhandled as policy

_input(formats, facts) := {
	"params": {"format_tolerance": 0.01},
	"pipeline": [{"name": "intake", "ref": "pipeline.intake", "input_format": formats}],
	"derived": {"pipeline": {"pipeline.intake": facts}},
}

_text(share) := {"name": "text", "share": share, "handler": "component.api"}

_scan := ["pipeline", "intake", "input_format", "scan"]

test_fails_for_a_format_without_handler if {
	scanned := _input([_text(0.7), {"name": "scan", "share": 0.3}], {"share_sum": 1})
	policy.applies with input as scanned
	policy.deny == {{
		"path": _scan,
		"message": "a share of 0.30 of the input arrives as scan, for which no handler is declared",
		"kind": "violation",
	}} with input as scanned
}

test_gap_for_an_unknown_handler if {
	policy.deny == {{
		"path": _scan,
		"message": "a share of 0.30 of the input arrives as scan, for which no handler is known",
		"kind": "gap",
	}} with input as _input([_text(0.7), {"name": "scan", "share": 0.3, "unknown": ["handler"]}], {"share_sum": 1})
}

test_a_rare_format_may_go_without if {
	count(policy.deny) == 0 with input as _input([_text(0.99), {"name": "scan", "share": 0.01}], {"share_sum": 1})
	count(policy.deny) == 1 with input as _input([_text(0.98), {"name": "scan", "share": 0.011}], {"share_sum": 0.991})
}

test_fails_when_shares_miss_one if {
	policy.deny == {{
		"path": ["pipeline", "intake"],
		"message": "the shares of the input formats of pipeline.intake come to 0.98, not 1",
	}} with input as _input([_text(0.98)], {"share_sum": 0.98})
	policy.deny == {{
		"path": ["pipeline", "intake"],
		"message": "the shares of the input formats of pipeline.intake come to 1.02, not 1",
	}} with input as _input([_text(1.02)], {"share_sum": 1.02})
}

test_a_sum_within_the_tolerance_passes if {
	every total in [0.99, 1, 1.01] {
		count(policy.deny) == 0 with input as _input([_text(total)], {"share_sum": total})
	}
}

test_gap_for_an_undeclared_share if {
	policy.deny == {{
		"path": array.concat(_scan, ["share"]),
		"message": "how much of the input arrives as scan is not declared",
		"kind": "gap",
	}} with input as _input([_text(0.7), {"name": "scan"}], {})
}

test_gap_for_a_pipeline_without_formats if {
	policy.deny == {{
		"path": ["pipeline", "intake"],
		"message": "in which formats input reaches pipeline.intake is not declared",
		"kind": "gap",
	}} with input as _input([], {})
}

test_passes if {
	count(policy.deny) == 0 with input as _input([_text(1)], {"share_sum": 1})
}

test_not_applicable_without_a_pipeline if {
	not policy.applies with input as {"pipeline": []}
	not policy.applies with input as {}
}

test_a_sum_close_to_one_is_shown_in_full if {
	strict := object.union(_input([_text(0.998)], {"share_sum": 0.998}), {"params": {"format_tolerance": 0.001}})
	{f.message | some f in policy.deny} == {"the shares of the input formats of pipeline.intake come to 0.998, not 1"} with input as strict
}
