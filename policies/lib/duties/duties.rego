# METADATA
# description: Who can change the system, and who can change what records that.
package aicomply.lib.duties

# The grant allows one of the actions. "admin" and "*" allow everything.
allows(grant, actions) if {
	some permission in grant.permissions
	permission in (actions | {"admin", "*"})
}

# Who can change which part of the system: [principal, part].
changes := {[a.principal, a.resource] | some a in input.access; allows(a, {"write", "deploy"})}

# The audit logs, by address, that a grant lets its principal change or delete: of those which are not write-once.
# Under object lock nobody can; where integrity is not declared, it is not known whether anybody can. Undefined where
# there are none.
kept(grant) := _kept_at[grant.resource] if allows(grant, {"write", "delete"})

# The principal can change something that the log covers.
operates(principal, log) if {
	some part in log.covers
	[principal, part] in changes
}

# By place: an audit log can be changed at itself, and in its store. Merged by one call, which is linear.
_kept_at := object.union_n([{place: {log.ref: log}} |
	some log in input.audit_log
	log.integrity in {"none", "append_only", "hash_chain"}
	some place in {log.ref, object.get(log, "store", log.ref)}
])
