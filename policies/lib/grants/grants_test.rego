package aicomply.lib.grants_test

import data.aicomply.lib.grants

_input := {
	"audit_log": [{"ref": "audit_log.kept", "store": "store.logs"}, {"ref": "audit_log.lost"}],
	"derived": {"node": {"store.logs": {}, "tool.refund": {}}},
}

test_node if {
	grants.node({"resource": "tool.refund"}) == "tool.refund" with input as _input
	grants.node({"resource": "audit_log.kept"}) == "store.logs" with input as _input
	not grants.node({"resource": "audit_log.lost"}) with input as _input
}
