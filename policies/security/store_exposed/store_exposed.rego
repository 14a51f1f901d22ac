# METADATA
# title: Store not encrypted, or public
# description: |
#   A store that can be read without signing in, or from a disk or backup that got lost, is a breach that waits to be
#   found. One finding is reported for each store that personal data reaches, or data of class confidential or above:
#   - `encryption_at_rest` is "none", declared or inherited from `defaults`; not declared is a gap;
#   - `public` is true; declared unknown is a gap. Not declared counts as false.
#
#   A store that is public on purpose, such as a bucket of published documents, should be reached by published data
#   only: declare the flow that selects it with `omits`, or a component of kind filter before it.
# custom:
#   severity: critical
#   blocks_from: pilot
#   method: graph
#   remediation: Encrypt the store, and block public access to it.
#   controls:
#     - gdpr:32(1)(a)
#     - gdpr:32(1)(b)
#     - gdpr:25(2)
#     - hipaa:164.312(a)(2)(iv)
#     - soc2:CC6.1
#     - soc2:CC6.6
#     - nist-800-53:SC-28
#     - nist-800-53:SC-7
package aicomply.policies.security.store_exposed

import data.aicomply.lib.facts
import data.aicomply.lib.parts
import data.aicomply.lib.protected
import data.aicomply.lib.text

default applies := false

applies if {
	some s in input.store
	protected.at(s.ref)
}

deny contains object.union(parts.finding(["store", s.name], address, faults), {
	"key": categories,
	"incidental": facts.incidental(entries),
	"witness": {"node": s.ref, "category": categories[0]},
}) if {
	some s in input.store
	faults := _encryption(s) | _public(s)
	count(faults) > 0
	entries := protected.at(s.ref)
	categories := facts.categories(entries)
	address := sprintf("%s (%s)", [s.ref, text.list(categories)])
}

default _encryption(_) := set()

_encryption(s) := {_fault("encryption_at_rest", "is not encrypted at rest", false)} if s.encryption_at_rest == "none"

_encryption(s) := {_fault("encryption_at_rest", "does not declare encryption_at_rest", true)} if not s.encryption_at_rest

default _public(_) := set()

_public(s) := {object.union(_fault("public", "can be read without authentication", false), {"fix": false})} if s.public

_public(s) := {_fault("public", "declares as unknown whether it is public", true)} if "public" in s.unknown

_fault(attribute, message, gap) := {"attribute": attribute, "text": message, "gap": gap}
