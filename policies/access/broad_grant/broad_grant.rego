# METADATA
# title: Broad or unjustified access to sensitive resources
# description: |
#   A grant of everything is a grant of what nobody thought of. It is broad if one of `access.permissions` is "admin",
#   or "*", alone or in a pattern such as "s3:*". A broad grant on a resource that personal data reaches, or data of
#   class confidential or above, needs both a `justification` and an `expires`. What is missing is named; that a date
#   has passed is reported by access/review_overdue.
#
#   For a grant on an audit log the store counts in which it is kept. Break-glass accounts need such a grant: say so in
#   the justification, and let it expire, so that it is looked at again.
# custom:
#   severity: high
#   blocks_from: pilot
#   method: graph
#   remediation: Name the permissions that are needed instead of all; justify and expire what has to stay broad.
#   controls:
#     - gdpr:32(1)(b)
#     - gdpr:25(2)
#     - soc2:CC6.1
#     - soc2:CC6.3
#     - hipaa:164.312(a)(1)
#     - nist-800-53:AC-3
#     - nist-800-53:AC-6
package aicomply.policies.access.broad_grant

import data.aicomply.lib.facts
import data.aicomply.lib.grants
import data.aicomply.lib.protected
import data.aicomply.lib.text

default applies := false

applies if {
	some _ in input.access
}

deny contains {
	"path": ["access", a.name, "permissions"],
	"message": sprintf(
		"%s gives %s the permission %s on %s, where %s arrives, without %s",
		[a.ref, a.principal, concat(", ", broad), a.resource, text.list(categories), concat(" and ", lacks)],
	),
	"key": categories,
	"incidental": facts.incidental(entries),
	"witness": object.union(_way(a), {"category": categories[0]}),
} if {
	some a in input.access
	broad := [p | some p in a.permissions; _broad(p)]
	count(broad) > 0
	lacks := [text | some [attribute, text] in [["justification", "a justification"], ["expires", "an expiry"]]; _lacks(a, attribute)]
	count(lacks) > 0
	entries := protected.at(grants.node(a))
	categories := facts.categories(entries)
}

_broad("admin")

_broad(permission) if contains(permission, "*")

_lacks(a, attribute) if trim_space(object.get(a, attribute, "")) == ""

# The data's way leads over the grant if it lets its holder read, else to what it opens.
_way(a) := {"flow": a.ref} if input.derived.access[a.ref].reads

_way(a) := {"node": grants.node(a)} if not input.derived.access[a.ref].reads
