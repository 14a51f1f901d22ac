package aicomply.policies.classification.technical_documentation_missing_test

import data.aicomply.policies.classification.technical_documentation_missing as policy

_all := {"conformity", "instructions_for_use", "qms", "registration", "technical_documentation"}

_record(kind) := {"name": kind, "ref": sprintf("assessment.%s", [kind]), "kind": kind, "status": "approved", "document": "x.pdf"}

_input(kinds, roles, points) := {
	"system": {"operator_roles": roles, "eu_ai_act": {"risk_level": "high", "annex_iii": points}},
	"assessment": [_record(kind) | some kind in kinds],
	"derived": {"jurisdictions": ["EU"]},
}

_missing(kinds, roles, points) := found if {
	all := policy.deny with input as _input(kinds, roles, points)
	found := {kind | some f in all; some kind in f.key}
}

test_passes if {
	policy.applies with input as _input(_all, ["provider"], ["4(a)"])
	found := policy.deny with input as _input(_all, ["provider", "deployer"], ["4(a)"])
	found == set()
}

test_missing_records_are_one_finding if {
	found := policy.deny with input as _input({"qms", "registration", "instructions_for_use"}, ["provider"], ["4(a)"])
	found == {{
		"path": ["system", "eu_ai_act", "risk_level"],
		"message": "the system is high-risk, and no assessment is declared of kind conformity, technical_documentation (conformity assessment and EU declaration; technical documentation)",
		"key": {"conformity", "technical_documentation"},
	}}
}

test_each_record_is_needed[kind] if {
	some kind in _all
	_missing(_all - {kind}, ["provider"], ["4(a)"]) == {kind}
}

test_who_needs_what[i] if {
	cases := [
		[["provider"], ["4(a)"], _all],
		[["provider"], ["2", "1(a)"], _all],
		[["provider"], ["2"], _all - {"registration"}],
		[["provider"], [], _all - {"registration"}],
		[[], ["4(a)"], _all],
		[["deployer"], ["4(a)"], {"instructions_for_use"}],
		[["importer"], ["4(a)"], set()],
	]
	some i, c in cases
	_missing(set(), c[0], c[1]) == c[2]
}

test_a_record_that_is_not_approved[i] if {
	draft := object.union(_record("qms"), {"status": "in_progress"})
	drafts := [draft, object.remove(draft, ["document"])]
	some i, qms in drafts
	manifest := object.union(_input({}, ["provider"], []), {"assessment": [_record("conformity"), _record("instructions_for_use"), _record("technical_documentation"), qms]})
	found := policy.deny with input as manifest
	found == {{
		"path": ["assessment", "qms", "status"],
		"message": "quality management system (assessment.qms) is in progress, not approved",
	}}
}

test_a_record_without_a_document if {
	manifest := object.union(_input({}, ["deployer"], ["4(a)"]), {"assessment": [object.remove(_record("instructions_for_use"), ["document"]), {"name": "qms", "ref": "assessment.qms", "kind": "qms", "status": "approved"}]})
	found := policy.deny with input as manifest
	found == {{
		"path": ["assessment", "instructions_for_use", "document"],
		"message": "instructions for use (assessment.instructions_for_use): its document is not declared",
		"kind": "gap",
	}}
}

test_not_applicable if {
	not policy.applies with input as _input({}, ["importer"], ["4(a)"])
	not policy.applies with input as object.union(_input({}, ["provider"], []), {"system": {"eu_ai_act": {"risk_level": "minimal"}}})
	not policy.applies with input as object.union(_input({}, ["provider"], []), {"derived": {"jurisdictions": ["US"]}})
}

test_applies_where_one_record_is_needed if {
	policy.applies with input as _input({}, ["deployer"], ["4(a)"])
}
