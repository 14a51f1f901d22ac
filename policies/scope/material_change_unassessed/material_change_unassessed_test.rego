package aicomply.policies.scope.material_change_unassessed_test

import data.aicomply.policies.scope.material_change_unassessed as policy

_change(block, what) := {"aspect": "tool", "direction": "added", "subject": block, "block": block, "text": what, "widens": true}

_review(changes) := object.union({"name": "a", "ref": "assessment.a", "kind": "security_review", "status": "approved", "approved": "2026-11-20"}, changes)

_input(stage, changes, assessments, renewed) := {
	"stage": stage, "now": "2026-11-23", "assessment": assessments,
	"derived": {"changes": changes, "assessment": {"assessment.a": {"renewed": renewed}}},
}

_deny(changes, assessments, renewed) := found if {
	found := policy.deny with input as _input("pilot", changes, assessments, renewed)
}

_finding(path, what, rest) := {
	"path": path, "key": what,
	"message": sprintf("%s; no assessment of kind dpia, security_review or threat_model was approved with this change%s", [concat("; ", sort(what)), rest]),
}

test_one_finding_for_each_block if {
	_deny([_change("tool.t", "one"), _change("tool.t", "two"), _change("system", "three")], [], false) == {
		_finding(["tool", "t"], {"one", "two"}, ""),
		_finding(["system"], {"three"}, ""),
	}
}

test_what_is_not_material if {
	_deny([object.union(_change("tool.t", "gone"), {"direction": "removed", "widens": false})], [], false) == set()
	_deny([], [], false) == set()
}

test_approved_with_it if {
	every kind in ["dpia", "security_review", "threat_model"] {
		_deny([_change("tool.t", "one")], [_review({"kind": kind})], true) == set()
		_deny([_change("tool.t", "one")], [_review({"kind": kind})], false) == {_finding(["tool", "t"], {"one"}, "; approved before are assessment.a")}
	}
	every other in [{"kind": "red_team"}, {"status": "in_progress"}] {
		_deny([_change("tool.t", "one")], [_review(other)], true) == {_finding(["tool", "t"], {"one"}, "")}
	}
	count(_deny([_change("tool.t", "one")], [_review({"approved": "2026-11-24"})], true)) == 1
}

test_what_an_assessment_covers if {
	_deny([_change("tool.t", "one")], [_review({"covers": ["tool.t"]})], true) == set()
	count(_deny([_change("tool.t", "one")], [_review({"covers": ["tool.u"]})], true)) == 1
}

test_applies if {
	every stage in ["pilot", "production"] { policy.applies with input as _input(stage, [], [], false) }
	not policy.applies with input as _input("poc", [], [], false)
	not policy.applies with input as _input("poc", [], [_review({"status": "planned"})], false)
	policy.applies with input as _input("poc", [], [_review({})], false)
	not policy.applies with input as {"stage": "pilot", "derived": {}, "assessment": [_review({})]}
}
