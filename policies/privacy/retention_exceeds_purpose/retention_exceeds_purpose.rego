# METADATA
# title: Personal data is kept without a limit, or longer than its purpose allows
# description: |
#   Personal data may be kept no longer than its purpose needs (GDPR Art. 5(1)(e)). Backups count: what they hold is kept.
#
#   Checked is every store that personal data reaches: `retention` + `backup_retention`, in days, is at most the
#   smallest `retention_max` of the purposes under which the data arrives, or, where it enters at the store, for which
#   it was collected. A store without a retention is a gap. What a vendor keeps is judged with its data terms.
#
#   A false positive is a store from which one kind of data is deleted earlier than the rest: declare it as a store of its own.
# related_resources:
#   - description: GDPR Art. 5(1)(e)
#     ref: https://eur-lex.europa.eu/eli/reg/2016/679/oj
# custom:
#   severity: high
#   blocks_from: pilot
#   method: arith
#   remediation: Declare or shorten the retention, backups included, and delete on schedule.
#   controls: ["gdpr:5(1)(e)", "gdpr:13(2)(a)", "gdpr:30(1)(f)", "soc2:C1.2", "soc2:P4.2", "nist-800-53:SI-12", "ccpa:1798.100(a)(3)"]
package aicomply.policies.privacy.retention_exceeds_purpose

import data.aicomply.lib.facts
import data.aicomply.lib.text

default applies := false

applies if count(_personal) > 0

deny contains finding if {
	some s in _personal
	kept := input.derived.store[s.ref]
	kept.retention_days > kept.limit_days
	limit := text.counted(kept.limit_days, "day")
	finding := object.union(_finding(s), {"message": sprintf("%s keeps personal data for %s%s; %s allows %s", [s.ref, text.counted(kept.retention_days, "day"), _backups(s), kept.limit_purpose, limit])})
}

deny contains finding if {
	some s in _personal
	not s.retention
	finding := object.union(_finding(s), {"kind": "gap", "message": sprintf("personal data reaches %s, and its retention is not declared", [s.ref])})
}

_personal := [s | some s in input.store; input.derived.node[s.ref].personal]

_finding(s) := {"path": ["store", s.name, "retention"], "incidental": facts.incidental(entries), "witness": {"node": s.ref, "category": facts.categories(entries)[0]}} if {
	entries := [e | some e in input.derived.node[s.ref].receives; e.personal]
}

_backups(s) := " with its backups" if s.backup_retention

_backups(s) := "" if not s.backup_retention
