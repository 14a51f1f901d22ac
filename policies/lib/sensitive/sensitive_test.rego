package aicomply.lib.sensitive_test

import data.aicomply.lib.sensitive

_entry(category, special, criminal, incidental) := {"category": category, "special": special, "criminal": criminal, "incidental": incidental}

test_categories if {
	sensitive.categories == {"user.genetic", "user.criminal_history"} with input as {"derived": {"node": {
		"store.a": {"receives": [_entry("user.genetic", true, false, false), _entry("user.race", true, false, true)]},
		"store.b": {"receives": [_entry("user.criminal_history", false, true, false), _entry("user.name", false, false, false)]},
	}}}
}
