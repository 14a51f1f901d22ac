package aicomply.lib.waivers_test

import data.aicomply.lib.waivers

_input := {
	"waiver": [{"name": "old", "ref": "waiver.old"}, {"name": "good", "ref": "waiver.good"}],
	"derived": {"waiver": {"waiver.old": {"problems": [
		{"policy": "waiver/expired", "attribute": "expires", "message": "expired on 2026-10-31"},
		{"policy": "waiver/invalid", "attribute": "reason", "message": "no reason"},
	]}}},
}

test_findings if {
	waivers.findings("waiver/expired") == [{"path": ["waiver", "old", "expires"], "message": "expired on 2026-10-31"}] with input as _input
	waivers.findings("waiver/invalid") == [{"path": ["waiver", "old", "reason"], "message": "no reason"}] with input as _input
}

test_declared if {
	waivers.declared with input as _input
	not waivers.declared with input as {"waiver": []}
	not waivers.declared with input as {}
}
