# METADATA
# title: A store in clear text
# description: Whoever gets the disk reads the data.
# custom:
#   severity: critical
#   blocks_from: poc
#   method: attr
#   remediation: Encrypt the store.
#   controls: ["gdpr:30(1)(e)"]
package aicomply.policies.store.unencrypted

deny contains {"path": ["store", s.name, "encryption_at_rest"], "message": sprintf("store %s is not encrypted", [s.name])} if {
	some s in input.store
	s.encryption_at_rest == "none"
}
