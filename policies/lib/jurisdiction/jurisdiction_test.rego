package aicomply.lib.jurisdiction_test

import data.aicomply.lib.jurisdiction

test_any_of if {
	jurisdiction.any_of({"EU"}) with input.derived.jurisdictions as ["DE", "EEA", "EU"]
	not jurisdiction.any_of({"EU"}) with input.derived.jurisdictions as ["US", "US-CA"]
}

test_gdpr_in_the_eea if {
	jurisdiction.gdpr with input.derived.jurisdictions as ["EEA", "NO"]
	not jurisdiction.eu_ai_act with input.derived.jurisdictions as ["EEA", "NO"]
}

test_the_eu_is_enough if {
	jurisdiction.gdpr with input.derived.jurisdictions as ["EU"]
	jurisdiction.eu_ai_act with input.derived.jurisdictions as ["EU"]
}

test_neither_elsewhere if {
	not jurisdiction.gdpr with input.derived.jurisdictions as ["US", "US-CA"]
	not jurisdiction.eu_ai_act with input.derived.jurisdictions as ["US", "US-CA"]
}
