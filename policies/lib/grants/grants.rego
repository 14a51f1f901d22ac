# METADATA
# description: What a grant of access opens.
package aicomply.lib.grants

# The node whose data a grant opens: its resource, or the store in which an audit log is kept.
# Undefined for an audit log that does not say where it is kept.
node(grant) := grant.resource if input.derived.node[grant.resource]

node(grant) := _kept_in[grant.resource]

_kept_in := {log.ref: log.store | some log in input.audit_log}
