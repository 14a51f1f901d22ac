package aicomply.lib.changes_test

import data.aicomply.lib.changes

_material(change) if {
	count(changes.material) == 1 with input as {"derived": {"changes": [change]}}
}

test_material if {
	every c in [
		{"aspect": "tool", "direction": "added", "widens": true},
		{"aspect": "reach", "direction": "added", "category": "user.name", "widens": true},
		{"aspect": "reach", "direction": "added", "category": "user", "widens": true},
		{"aspect": "model", "direction": "changed", "widens": false},
		{"aspect": "model", "direction": "changed", "widens": true},
	] {
		_material(c)
	}
}

test_not_material if {
	every c in [
		{"aspect": "tool", "direction": "removed", "widens": false},
		{"aspect": "reach", "direction": "added", "category": "system.operations", "widens": true},
		{"aspect": "reach", "direction": "added", "category": "users.name", "widens": true},
		{"aspect": "reach", "direction": "removed", "category": "user.name", "widens": false},
		{"aspect": "model", "direction": "removed", "widens": false},
		{"aspect": "purpose", "direction": "changed", "widens": false},
	] {
		not _material(c)
	}
}

test_nothing_without_a_base if {
	changes.material == set() with input as {"derived": {}}
}

test_concerns if {
	c := {"block": "flow.f", "subject": "store.s", "resource": "model.m"}
	changes.concerns({}, c)
	every ref in ["flow.f", "store.s", "model.m"] { changes.concerns({"covers": ["party.p", ref]}, c) }
	not changes.concerns({"covers": ["party.p"]}, c)
	not changes.concerns({"covers": []}, c)
	changes.concerns({"covers": ["flow.f"]}, object.remove(c, ["resource"]))
}

_renewed(fact, approved) if {
	changes.renewed({"ref": "assessment.a", "approved": approved}) with input as {"now": "2026-11-23", "derived": {"assessment": {"assessment.a": {"renewed": fact}}}}
}

test_renewed if {
	_renewed(true, "2026-11-23")
	not _renewed(true, "2026-11-24")
	not _renewed(false, "2026-11-23")
}
