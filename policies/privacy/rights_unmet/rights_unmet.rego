# METADATA
# title: Data-subject rights cannot be met
# description: |
#   People may ask what is held about them and have it erased. Whoever cannot find and delete a person's data in every copy,
#   within a month, cannot answer them; logs, training sets and models are the copies that are forgotten.
#
#   Checked is, where there is personal data:
#   - every store that it reaches is `erasable`, or keeps data, backups included, for no longer than
#     `params.rights_response_max` (31 days), by when it is gone anyway. Data under purposes whose legal basis is a
#     legal obligation (GDPR Art. 6(1)(c)) does not count (Art. 17(3)(b));
#   - every model that was `trained_on` a store or dataset of personal data is `erasable`;
#   - `rights` declares a contact, and under the GDPR an `access_sla` and an `erasure_sla` of at most
#     `params.rights_response_max` (Art. 12(3)).
#
#   A fact that is not declared is a gap. A false positive is a store that another exception of Art. 17(3) covers: waive it
#   and name the exception.
# related_resources:
#   - description: GDPR Art. 12, 15 and 17
#     ref: https://eur-lex.europa.eu/eli/reg/2016/679/oj
# custom:
#   severity: medium
#   blocks_from: production
#   method: graph
#   remediation: Make the copy erasable, shorten its life, or de-identify the data before it; name a contact, and answer within a month.
#   controls: ["gdpr:12(3)", "gdpr:15", "gdpr:17(1)", "gdpr:19", "soc2:P5.1", "nist-800-53:SI-12(3)", "ccpa:1798.105(c)"]
package aicomply.policies.privacy.rights_unmet

import data.aicomply.lib.arrived
import data.aicomply.lib.dates
import data.aicomply.lib.facts
import data.aicomply.lib.jurisdiction
import data.aicomply.lib.numbers
import data.aicomply.lib.parts
import data.aicomply.lib.text

default applies := false

applies if input.derived.personal_data

deny contains {
	"path": ["store", s.name, "erasable"],
	"message": sprintf("%s holds %s, and %s", [s.ref, text.list(categories), _lack(s)]),
	"kind": _kind(s),
	"key": categories,
	"incidental": facts.incidental(entries),
	"witness": {"node": s.ref, "category": categories[0]},
} if {
	some s in input.store
	not s.erasable
	not _short_lived(s)
	entries := [e | some e in input.derived.node[s.ref].receives; _to_erase(e)]
	categories := facts.categories(entries)
}

deny contains {
	"path": ["model", m.name, "erasable"],
	"message": sprintf("%s was trained on personal data (%s), and %s", [m.ref, text.list(sources), _lack(m)]),
	"kind": _kind(m),
} if {
	some m in input.model
	not m.erasable
	sources := {source | some source in m.trained_on; _personal(source)}
	count(sources) > 0
}

deny contains parts.finding(["rights"], "the rights block", faults) if {
	input.rights
	faults := ({_contact | not input.rights.contact} | _slow) | _unsaid
	count(faults) > 0
}

deny contains {"path": ["rights"], "message": "personal data is processed, and how persons exercise their rights is not declared: there is no rights block", "kind": "gap"} if {
	not input.rights
}

_lack(block) := "one person's data cannot be erased there" if block.erasable == false

_lack(block) := "whether one person's data can be erased there is not declared" if not "erasable" in object.keys(block)

_kind(block) := "violation" if block.erasable == false

_kind(block) := "gap" if not "erasable" in object.keys(block)

_short_lived(store) if input.derived.store[store.ref].retention_days <= dates.days(input.params.rights_response_max)

_to_erase(entry) if {
	entry.personal
	not _obliged(entry)
}

# All purposes of the entry are legal obligations, and there is one.
_obliged(entry) if {
	purposes := arrived.purposes(entry)
	count(purposes) > 0
	every p in purposes { facts.purposes[p].legal_basis == "gdpr_6_1_c" }
}

_personal(source) if input.derived.node[source].personal

_personal(source) if source in arrived.personal_datasets

_contact := {"attribute": "contact", "text": "does not declare a contact", "gap": true}

_slas := ["access_sla", "erasure_sla"]

_slow := {{"attribute": sla, "text": message, "gap": false} |
	jurisdiction.gdpr
	some sla in _slas
	numbers.greater(dates.days(input.rights[sla]), dates.days(input.params.rights_response_max))
	message := sprintf("declares an %s of %s; at most %s is allowed", [sla, input.rights[sla], input.params.rights_response_max])
}

_unsaid := {{"attribute": sla, "text": sprintf("does not declare an %s", [sla]), "gap": true} |
	jurisdiction.gdpr
	some sla in _slas
	not input.rights[sla]
}
