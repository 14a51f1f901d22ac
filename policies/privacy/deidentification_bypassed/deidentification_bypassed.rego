# METADATA
# title: Data gets past its de-identification by another way
# description: |
#   A redactor protects only what goes through it. One more flow, a tool that returns the same record, a grant that lets
#   somebody read the raw store: then the step is there, and does not help.
#
#   Checked is every node into which a flow with `deidentify` leads: no category of a dataset that the flow takes off gets
#   there by another flow, a tool or an access grant; and where the flow anonymises or pseudonymises, none gets there in a
#   form that identifies more (`input.derived.bypass`). Only data that is personal, confidential or a credential counts.
#   What enters at the node itself, and what can get to the start of the de-identifying flow only through the node, as
#   with a service that redacts and returns, does not count.
#
#   A false positive is a way on which the category cannot occur: say so in the flow's `omits`.
# related_resources:
#   - description: GDPR Art. 25(1) and 32(1)(a)
#     ref: https://eur-lex.europa.eu/eli/reg/2016/679/oj
#   - description: NIST SP 800-53 Rev. 5, SI-19
#     ref: https://csrc.nist.gov/pubs/sp/800/53/r5/upd1/final
# custom:
#   severity: high
#   blocks_from: pilot
#   method: graph
#   remediation: Route the way through the same step, or add the step to it.
#   controls: ["gdpr:4(5)", "gdpr:25(1)", "gdpr:32(1)(a)", "hipaa:164.514(a)", "hipaa:164.514(b)", "nist-800-53:SI-19", "owasp-llm-2025:LLM02:2025"]
package aicomply.policies.privacy.deidentification_bypassed

import data.aicomply.lib.facts
import data.aicomply.lib.protected
import data.aicomply.lib.text

default applies := false

applies if {
	some f in input.flow
	f.deidentify
}

deny contains {
	"path": split(b.by, "."),
	"message": sprintf("%s brings %s to %s past the de-identification on %s", [b.by, text.list(categories), b.node, text.list(b.around)]),
	"key": categories,
	"incidental": facts.incidental(entries),
	"witness": {"flow": b.by, "category": categories[0]},
} if {
	some b in input.derived.bypass
	entries := [e | some e in b.receives; _counts(e)]
	categories := facts.categories(entries)
}

_counts(entry) if protected.entry(entry)

_counts(entry) if entry.credential
