package aicomply.lib.approvals_test

import data.aicomply.lib.approvals

_granted(assessment) if {
	approvals.granted(assessment) with input as {"now": "2026-11-23"}
}

test_granted if {
	_granted({"status": "approved", "approved": "2026-11-23"})
	not _granted({"status": "approved", "approved": "2026-11-24"})
	_granted({"status": "approved"})
	_granted({"approved": "2026-01-01"})
	not _granted({"status": "in_progress", "approved": "2026-01-01"})
}

test_to_come if {
	approvals.to_come({"approved": "2026-11-24"}) with input as {"now": "2026-11-23"}
	not approvals.to_come({"approved": "2026-11-23"}) with input as {"now": "2026-11-23"}
	not approvals.to_come({}) with input as {"now": "2026-11-23"}
}
