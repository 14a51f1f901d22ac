# METADATA
# title: A store without a region
# description: Nobody knows where the data is.
# custom:
#   severity: high
#   blocks_from: pilot
#   method: attr
#   remediation: Declare `region`.
#   controls: ["gdpr:30(1)(e)"]
package aicomply.policies.store.region_missing

deny contains {"path": ["store", s.name, "region"], "message": sprintf("store %s has no region", [s.name])} if {
	some s in input.store
	not s.region
}
