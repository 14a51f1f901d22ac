# METADATA
# description: Every finding of every policy that applies, tagged with the policy's id.
package aicomply

# METADATA
# entrypoint: true
findings contains object.union(finding, {"policy": sprintf("%s/%s", [area, name])}) if {
	some area, name
	some finding in data.aicomply.policies[area][name].deny
	not not_applicable[[area, name]]
}

# A policy without an `applies` rule applies always.
not_applicable contains [area, name] if {
	some area, name
	data.aicomply.policies[area][name].applies == false
}
