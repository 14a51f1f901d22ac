# METADATA
# description: Personal data that the law protects most.
package aicomply.lib.sensitive

# Special categories (GDPR Art. 9(1)) and data on criminal offences (Art. 10) that the system processes and does not
# only meet by incident.
categories contains e.category if {
	some node in input.derived.node
	some e in node.receives
	not e.incidental
	true in {e.special, e.criminal}
}
