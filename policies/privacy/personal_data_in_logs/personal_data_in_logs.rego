# METADATA
# title: Personal data or secrets reach a log
# description: |
#   Logs are read by many, kept for long, and copied elsewhere. What people wrote, and above all what opens doors, does
#   not belong there.
#
#   Checked is what arrives in stores of kind `log` and in stores that keep an audit log, by a flow or because a dataset
#   enters there. Credentials may not arrive at all. Personal data, also pseudonymised, may where the purpose is
#   security (essential.service.security) or a legal obligation (essential.legal_obligation), and the data was
#   collected for it or for one that it is approved as compatible with. Data without any purpose is reported by
#   `privacy/no_legal_basis`.
#
#   A false positive is a log that holds references only: declare what the flow removes.
# related_resources:
#   - description: GDPR Art. 5(1)(c) and 25(1)
#     ref: https://eur-lex.europa.eu/eli/reg/2016/679/oj
# custom:
#   severity: high
#   blocks_from: pilot
#   method: graph
#   remediation: Redact before logging, and log references instead of content.
#   controls: ["gdpr:5(1)(c)", "gdpr:5(1)(f)", "gdpr:25(1)", "gdpr:32(1)", "owasp-llm-2025:LLM02:2025", "soc2:C1.1", "nist-800-53:AU-3(3)"]
package aicomply.policies.privacy.personal_data_in_logs

import data.aicomply.lib.facts
import data.aicomply.lib.purposes
import data.aicomply.lib.text

default applies := false

applies if count(_logs) > 0

deny contains finding if {
	some arrival in purposes.arrivals(_logs)
	entries := [e | some e in arrival.entries; _out_of_place(e)]
	categories := facts.categories(entries)
	finding := {
		"path": arrival.path,
		"message": sprintf("%s brings %s into the log %s%s", [arrival.address, text.list(categories), arrival.store, _purposes(entries)]),
		"key": categories,
		"incidental": facts.incidental(entries),
		"witness": object.union(arrival.witness, {"category": categories[0]}),
	}
}

_logs := {s.ref | some s in input.store; s.kind == "log"} | {l.store | some l in input.audit_log}

_out_of_place(e) if e.credential

_out_of_place(e) if {
	e.personal
	some p in e.purposes
	[p, e.dataset] in _unsuitable
}

_unsuitable := {[p.ref, d.ref] | some p in input.purpose; some d in input.dataset; _is_unsuitable(p, d)}

_is_unsuitable(p, _) if {
	p.data_use
	not _for_logs(p.data_use)
}

_is_unsuitable(p, d) if {
	d.collected_for
	not purposes.collected_for(p.ref, d.ref)
	not purposes.compatible(p.ref, d.ref)
}

_for_logs(use) if {
	some allowed in ["essential.service.security.", "essential.legal_obligation."]
	startswith(sprintf("%s.", [use]), allowed)
}

_purposes(entries) := sprintf(" for %s", [text.list(named)]) if {
	named := {p | some e in entries; some p in e.purposes}
	count(named) > 0
}

default _purposes(_) := ""
