# METADATA
# title: Vendor may train on the inputs, or keeps them too long
# description: |
#   What is sent to a vendor is out of hand: if the vendor trains on it, it can come back in answers to others, and what the
#   vendor keeps is not deleted when the organisation deletes it. The terms of the service decide, and they differ
#   between plans of the same vendor.
#
#   Checked is every processor, sub-processor and third party that runs a node which personal data reaches:
#   - `data_terms.trains_on_inputs` is declared, and if it is true, all personal data there arrives under a purpose whose
#     `data_use` is train_ai_system; data that enters there counts under the purposes it was collected for;
#   - `data_terms.input_retention` is declared, and is at most the smallest `retention_max` of the purposes under which
#     personal data arrives there.
#
#   A term that is not declared is a gap. A false positive is a vendor whose terms differ between services: declare it as
#   a party for each.
# related_resources:
#   - description: GDPR Art. 28(3)
#     ref: https://eur-lex.europa.eu/eli/reg/2016/679/oj
#   - description: OWASP LLM02:2025 Sensitive Information Disclosure
#     ref: https://genai.owasp.org/llmrisk/llm022025-sensitive-information-disclosure/
# custom:
#   severity: high
#   blocks_from: pilot
#   method: attr
#   remediation: Opt out of training or change the plan, shorten what the vendor keeps, and declare the terms.
#   controls: ["gdpr:28(3)(a)", "gdpr:28(3)(g)", "gdpr:5(1)(b)", "owasp-llm-2025:LLM02:2025", "iso-42001:A.10.3", "nist-ai-rmf:GOVERN 6.1"]
package aicomply.policies.vendor.trains_on_inputs

import data.aicomply.lib.arrived
import data.aicomply.lib.dates
import data.aicomply.lib.facts
import data.aicomply.lib.numbers
import data.aicomply.lib.parts
import data.aicomply.lib.text
import data.aicomply.lib.vendors

default applies := false

applies if count(_received) > 0

deny contains object.union(parts.finding(["party", p.name, "data_terms"], address, faults), {
	"incidental": facts.incidental(entries),
	"witness": {"node": vendors.first(p.ref, categories), "category": categories[0]},
}) if {
	some p in input.party
	entries := _received[p.ref]
	faults := _training(p, entries) | _retention(p, entries)
	count(faults) > 0
	categories := facts.categories(entries)
	address := sprintf("%s (%s)", [p.ref, text.list(categories)])
}

# Personal data by the party that it reaches.
_received := {party: entries |
	some party, _ in vendors.nodes
	entries := [e | some e in vendors.receives(party); e.personal]
	count(entries) > 0
}

default _training(_, _) := set()

_training(p, _) := {{"attribute": "trains_on_inputs", "text": "does not declare whether it trains on inputs", "gap": true}} if {
	not _declares(p, "trains_on_inputs")
}

_training(p, entries) := {{"attribute": "trains_on_inputs", "text": message, "gap": false, "fix": false}} if {
	p.data_terms.trains_on_inputs
	untold := [e | some e in entries; not _for_training(e)]
	count(untold) > 0
	message := sprintf("trains on inputs, without a purpose of training (train_ai_system) for %s", [text.list(facts.categories(untold))])
}

default _retention(_, _) := set()

_retention(p, _) := {{"attribute": "input_retention", "text": "does not declare how long it keeps inputs", "gap": true}} if {
	not _declares(p, "input_retention")
}

_retention(p, entries) := {{"attribute": "input_retention", "text": message, "gap": false}} if {
	kept := p.data_terms.input_retention
	[days, purpose] := min({[_limits[q], q] | some q in vendors.purposes(entries)})
	numbers.greater(dates.days(kept), days)
	message := sprintf("keeps inputs for %s; %s allows %s", [kept, purpose, facts.purposes[purpose].retention_max])
}

_declares(p, attribute) if attribute in object.keys(p.data_terms)

_for_training(entry) if {
	some p in arrived.purposes(entry)
	p in _training_purposes
}

_training_purposes := {p.ref | some p in input.purpose; startswith(sprintf("%s.", [p.data_use]), "train_ai_system.")}

_limits := {p.ref: dates.days(p.retention_max) | some p in input.purpose}
