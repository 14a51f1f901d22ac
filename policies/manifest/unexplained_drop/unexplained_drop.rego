# METADATA
# title: A flow declares fewer data categories than can reach it
# description: |
#   `carries` is a claim. Where data can arrive at the start of a flow, and nothing on the flow takes it off, the flow
#   carries it, whatever the manifest says; a model repeats what it was told.
#
#   Checked is every flow that declares `carries`: each category that is at its start is declared by one of the datasets
#   in it, or taken off by `deidentify.removes`, by `omits`, or by a start of kind `filter`. A dataset covers its
#   `data_categories`, its `may_contain` and what lies below them.
#
#   A false positive is a node that does not pass on what it gets: say so in `omits`, which is a statement that
#   somebody answers for.
# custom:
#   severity: high
#   blocks_from: pilot
#   method: graph
#   remediation: Add the dataset to carries, or declare the de-identification, filter or omission that takes the category off.
#   controls: ["gdpr:5(2)", "gdpr:30(1)(c)", "gdpr:30(1)(d)", "nist-800-53:AC-4", "nist-800-53:PM-5(1)", "owasp-llm-2025:LLM02:2025"]
package aicomply.policies.manifest.unexplained_drop

import data.aicomply.lib.facts
import data.aicomply.lib.text

default applies := false

applies if {
	some f in input.flow
	f.carries
}

deny contains finding if {
	some f in input.flow
	drops := input.derived.flow[f.ref].drops
	entries := [e | some e in input.derived.flow[f.ref].receives; e.category in drops]
	finding := {
		"path": ["flow", f.name, "carries"],
		"message": sprintf("%s does not declare %s, which %s receives", [f.ref, text.list(drops), f.from]),
		"key": sort(drops),
		"incidental": facts.incidental(entries),
		"witness": {"flow": f.ref, "category": sort(drops)[0]},
	}
}
