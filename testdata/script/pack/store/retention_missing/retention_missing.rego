# METADATA
# title: Nobody says how long a store keeps data
# description: Data that is never deleted is found one day.
# custom:
#   severity: medium
#   blocks_from: production
#   method: gap
#   remediation: Declare `retention`.
#   controls: ["gdpr:30(1)(e)"]
package aicomply.policies.store.retention_missing

deny contains {"path": ["store", s.name, "retention"], "kind": "gap", "message": sprintf("store %s has no retention", [s.name])} if {
	some s in input.store
	not s.retention
}
