package aicomply.lib.duties_test

import data.aicomply.lib.duties

_grant(permissions) := {"ref": "access.a", "principal": "principal.p", "resource": "store.logs", "permissions": permissions}

_log(integrity) := {"ref": "audit_log.l", "store": "store.logs", "integrity": integrity, "covers": ["model.llm"]}

test_allows if {
	duties.allows(_grant(["read", "write"]), {"write"})
	duties.allows(_grant(["admin"]), {"write"})
	duties.allows(_grant(["*"]), {"write"})
	not duties.allows(_grant(["read"]), {"write", "deploy"})
	not duties.allows({}, {"write"})
}

test_changes if {
	found := duties.changes with input as {"access": [
		{"principal": "principal.a", "resource": "model.llm", "permissions": ["write"]},
		{"principal": "principal.b", "resource": "model.llm", "permissions": ["deploy"]},
		{"principal": "principal.c", "resource": "model.llm", "permissions": ["read", "delete"]},
	]}
	found == {["principal.a", "model.llm"], ["principal.b", "model.llm"]}
}

# Addresses of the logs that a grant lets its principal change.
_kept(log, grant) := refs if {
	kept := duties.kept(grant) with input as {"audit_log": [log, {"ref": "audit_log.m", "store": "store.other", "integrity": "none"}]}
	refs := object.keys(kept)
}

test_kept_by_integrity if {
	every integrity in ["none", "append_only", "hash_chain"] {
		_kept(_log(integrity), _grant(["delete"])) == {"audit_log.l"}
	}
	not _kept(_log("object_lock"), _grant(["delete"]))
	not _kept(object.remove(_log("none"), ["integrity"]), _grant(["delete"]))
}

test_kept_by_permission if {
	every permission in ["write", "delete", "admin", "*"] {
		_kept(_log("none"), _grant([permission])) == {"audit_log.l"}
	}
	not _kept(_log("none"), _grant(["read", "deploy"]))
}

test_kept_by_place if {
	every resource, refs in {"store.logs": {"audit_log.l"}, "audit_log.l": {"audit_log.l"}, "store.other": {"audit_log.m"}} {
		_kept(_log("none"), object.union(_grant(["write"]), {"resource": resource})) == refs
	}
	not _kept(_log("none"), object.union(_grant(["write"]), {"resource": "store.data"}))
	_kept(object.remove(_log("none"), ["store"]), object.union(_grant(["write"]), {"resource": "audit_log.l"})) == {"audit_log.l"}
}

test_operates if {
	grants := {"access": [{"principal": "principal.p", "resource": "model.llm", "permissions": ["deploy"]}]}
	duties.operates("principal.p", _log("none")) with input as grants
	not duties.operates("principal.q", _log("none")) with input as grants
	not duties.operates("principal.p", {"covers": ["model.other"]}) with input as grants
}
