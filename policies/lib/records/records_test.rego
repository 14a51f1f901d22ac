package aicomply.lib.records_test

import data.aicomply.lib.records

_record(name, kind, status) := {"name": name, "ref": sprintf("assessment.%s", [name]), "kind": kind, "status": status}

test_missing if {
	found := records.missing({"qms", "fria"}) with input as {"assessment": [_record("q", "qms", "planned")]}
	found == {"fria"}
	all := records.missing({"qms"}) with input as {}
	all == {"qms"}
}

test_unfinished[status] if {
	some status, word in {"planned": "planned", "in_progress": "in progress", "rejected": "rejected"}
	found := records.unfinished({"qms", "fria"}) with input as {"assessment": [_record("q", "qms", status), _record("d", "dpia", status)]}
	found == {{"path": ["assessment", "q", "status"], "message": sprintf("quality management system (assessment.q) is %s, not approved", [word])}}
}

test_one_approved_is_enough if {
	found := records.unfinished({"qms"}) with input as {"assessment": [_record("q", "qms", "planned"), _record("r", "qms", "approved")]}
	found == set()
}

test_status_not_declared_is_left_to_others if {
	found := records.unfinished({"qms"}) with input as {"assessment": [{"name": "q", "ref": "assessment.q", "kind": "qms"}]}
	found == set()
}

test_every_title[kind] if {
	some kind, title in {
		"art_6_4": "assessment under Art. 6(4)",
		"ccpa_risk": "risk assessment",
		"conformity": "conformity assessment and EU declaration",
		"fria": "fundamental rights impact assessment",
		"instructions_for_use": "instructions for use",
		"qms": "quality management system",
		"registration": "registration in the EU database",
		"technical_documentation": "technical documentation",
	}
	found := records.unfinished({kind}) with input as {"assessment": [_record("x", kind, "planned")]}
	{f.message | some f in found} == {sprintf("%s (assessment.x) is planned, not approved", [title])}
}

test_done if {
	records.done({"status": "approved"})
	records.done({})
	every status in ["planned", "in_progress", "rejected"] {
		not records.done({"status": status})
	}
}
