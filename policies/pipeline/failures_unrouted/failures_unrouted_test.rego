package aicomply.policies.pipeline.failures_unrouted_test

import data.aicomply.policies.pipeline.failures_unrouted as policy

_format(attributes) := object.union({"name": "pdf", "handler": "component.ocr", "failure_rate": 0.1, "on_failure": "retry"}, attributes)

_exception := {"queue": "by-hand", "owner": "desk", "sla": "1d"}

_pipeline(attributes) := object.union({"name": "p", "ref": "pipeline.p", "input_format": [_format({})], "exception": _exception}, attributes)

_input(pipeline) := {
	"system": {"controller": "party.acme"},
	"component": [{"name": "ocr", "ref": "component.ocr", "kind": "ocr"}, {"name": "mail", "ref": "component.mail", "kind": "external_service"}],
	"pipeline": [pipeline],
}

_fed_by(pipeline, source, facts) := object.union(_input(pipeline), {
	"flow": [
		{"name": "in", "ref": "flow.in", "from": source, "to": "component.ocr"},
		{"name": "out", "ref": "flow.out", "from": "component.ocr", "to": "component.mail"},
	],
	"derived": {"node": {"component.ocr": {"type": "component", "operator": "party.acme"}, source: facts}},
})

_path := ["pipeline", "p", "exception"]

test_passes if {
	policy.applies with input as _input(_pipeline({}))
	count(policy.deny) == 0 with input as _input(_pipeline({}))
}

test_fails_without_a_queue if {
	bare := object.remove(_pipeline({"input_format": [_format({}), _format({"name": "fax", "failure_rate": 0.001}), _format({"name": "xml", "failure_rate": 0})]}), ["exception"])
	policy.deny == {{
		"path": _path,
		"message": "pipeline.p has no exception queue, and handling of fax, pdf fails at times",
	}} with input as _input(bare)
}

test_gap_without_a_queue_while_failures_are_not_known if {
	open := object.remove(_pipeline({"input_format": [object.remove(_format({}), ["failure_rate"]), {"name": "scan"}]}), ["exception"])
	policy.deny == {{
		"path": _path,
		"message": "pipeline.p has no exception queue, and how often handling of pdf fails is not declared",
		"kind": "gap",
	}} with input as _input(open)
	mixed := object.remove(_pipeline({"input_format": [object.remove(_format({}), ["failure_rate"]), _format({"name": "fax"})]}), ["exception"])
	policy.deny == {{
		"path": _path,
		"message": "pipeline.p has no exception queue, and handling of fax fails at times",
	}} with input as _input(mixed)
}

test_no_queue_is_needed_where_nothing_fails if {
	count(policy.deny) == 0 with input as _input(object.remove(_pipeline({"input_format": [_format({"failure_rate": 0})]}), ["exception"]))
}

test_gap_for_a_queue_that_is_not_described if {
	every attribute in ["queue", "owner", "sla"] {
		policy.deny == {{
			"path": array.concat(_path, [attribute]),
			"message": sprintf("the exception queue of pipeline.p does not declare %s", [attribute]),
			"kind": "gap",
		}} with input as _input(object.union(object.remove(_pipeline({}), ["exception"]), {"exception": object.remove(_exception, [attribute])}))
	}
}

test_gap_without_on_failure if {
	policy.deny == {{
		"path": ["pipeline", "p", "input_format", "pdf", "on_failure"],
		"message": "what happens to pdf when handling it fails is not declared",
		"kind": "gap",
	}} with input as _input(_pipeline({"input_format": [object.remove(_format({}), ["on_failure"])]}))
	count(policy.deny) == 0 with input as _input(_pipeline({"input_format": [object.remove(_format({"failure_rate": 0}), ["on_failure"])]}))
}

test_sources_of_others_need_detection if {
	every source, facts in {
		"component.portal": {"type": "component", "operator": "party.dealer"},
		"component.mail": {"type": "component", "operator": "party.acme"},
	} {
		policy.deny == {{
			"path": ["pipeline", "p", "schema_change_detection"],
			"message": sprintf("pipeline.p does not notice when the form of what %s sends changes", [source]),
			"fix": true,
		}} with input as _fed_by(_pipeline({"schema_change_detection": false}), source, facts)
		policy.deny == {{
			"path": ["pipeline", "p", "schema_change_detection"],
			"message": sprintf("whether pipeline.p notices when the form of what %s sends changes is not declared", [source]),
			"kind": "gap",
		}} with input as _fed_by(_pipeline({}), source, facts)
		count(policy.deny) == 0 with input as _fed_by(_pipeline({"schema_change_detection": true}), source, facts)
	}
}

test_own_sources_and_persons_do_not if {
	every facts in [
		{"type": "component", "operator": "party.acme"}, {"type": "component"},
		{"type": "principal", "operator": "party.dealer"},
	] {
		count(policy.deny) == 0 with input as _fed_by(_pipeline({"schema_change_detection": false}), "component.own", facts)
		count(policy.deny) == 0 with input as _fed_by(_pipeline({}), "component.own", facts)
	}
	count(policy.deny) == 0 with input as object.union(_fed_by(_pipeline({}), "component.own", {"type": "component", "operator": "party.acme"}), {"component": [{"name": "own", "ref": "component.own", "kind": "service"}]})
	elsewhere := _pipeline({"input_format": [_format({"handler": "component.other"})]})
	count(policy.deny) == 0 with input as _fed_by(elsewhere, "component.mail", {"type": "component", "operator": "party.acme"})
}

test_not_applicable_without_a_pipeline if {
	not policy.applies with input as {"pipeline": []}
	not policy.applies with input as {}
}

test_no_gap_with_a_queue if {
	count(policy.deny) == 0 with input as _input(_pipeline({"input_format": [object.remove(_format({}), ["failure_rate"])]}))
}

test_gap_beside_a_format_that_never_fails if {
	formats := [_format({"name": "xml", "failure_rate": 0}), object.remove(_format({}), ["failure_rate"])]
	[f.kind | some f in policy.deny] == ["gap"] with input as _input(object.remove(_pipeline({"input_format": formats}), ["exception"]))
}
