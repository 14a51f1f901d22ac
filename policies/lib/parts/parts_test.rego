package aicomply.lib.parts_test

import data.aicomply.lib.parts

_absent := {"attribute": "fields", "text": "does not declare fields", "gap": true}

_wrong := {"attribute": "events", "text": "does not record access", "gap": false}

test_one_fault_stands_at_its_attribute if {
	parts.finding(["audit_log", "a"], "audit_log.a", {_wrong}) == {
		"path": ["audit_log", "a", "events"],
		"message": "audit_log.a does not record access",
		"kind": "violation",
	}
}

test_absent_facts_are_a_gap if {
	parts.finding(["audit_log", "a"], "audit_log.a", {_absent}).kind == "gap"
}

test_several_faults_stand_at_the_block if {
	parts.finding(["audit_log", "a"], "audit_log.a", {_absent, _wrong}) == {
		"path": ["audit_log", "a"],
		"message": "audit_log.a does not record access; it does not declare fields",
		"kind": "violation",
	}
}

test_a_fix_settles_the_only_fault if {
	fixed := object.union(_wrong, {"fix": false})
	parts.finding([], "a", {fixed}).fix == false
	not parts.finding([], "a", {_wrong}).fix
	not "fix" in object.keys(parts.finding([], "a", {fixed, _absent}))
}

test_several_faults_of_one_attribute_stand_at_it if {
	faults := {_wrong, {"attribute": "events", "text": "does not record error", "gap": false}}
	parts.finding(["audit_log", "a"], "audit_log.a", faults).path == ["audit_log", "a", "events"]
}
