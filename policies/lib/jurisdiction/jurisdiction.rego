# METADATA
# description: Whether a law's jurisdiction is one in which the system is used.
package aicomply.lib.jurisdiction

# The system is used in one of the jurisdictions. Where it declares none, all are assumed.
any_of(jurisdictions) if {
	some j in input.derived.jurisdictions
	j in jurisdictions
}

# The GDPR applies.
gdpr if any_of({"EU", "EEA"})

# The EU AI Act applies.
eu_ai_act if any_of({"EU"})
