# METADATA
# title: No accountable owner
# description: |
#   What everybody owns nobody decides on: each finding, waiver and incident needs one who answers for it. From pilot on
#   there must be an ownership block; it must name who is responsible for business, technical and security, and for
#   privacy where there is personal data. A role that is not declared is a gap; a role with a placeholder in it, such as
#   TBD, is a violation. Whether the owner exists is not checked here.
#
#   A false positive is a small team in which one person has all roles: name that person in each.
# related_resources:
#   - description: NIST AI RMF 1.0, GOVERN 2.1 and 2.3
#     ref: https://www.nist.gov/itl/ai-risk-management-framework
# custom:
#   severity: high
#   blocks_from: pilot
#   method: attr
#   remediation: Name one owner for each role.
#   controls: ["eu-ai-act:17(1)(m)", "nist-ai-rmf:GOVERN 2.1", "nist-ai-rmf:GOVERN 2.3", "iso-42001:A.3.2", "soc2:CC1.3"]
package aicomply.policies.ownership.no_owner

import data.aicomply.lib.parts

_placeholders := {"", "-", "?", "n/a", "na", "nobody", "none", "tba", "tbc", "tbd", "todo", "unknown", "xxx"}

default applies := false

applies if input.ownership

applies if input.stage in {"pilot", "production"}

deny contains {"path": ["ownership"], "message": "who owns the system is not declared: there is no ownership block", "kind": "gap"} if {
	input.stage in {"pilot", "production"}
	not input.ownership
}

deny contains object.union(parts.finding(["ownership"], "ownership", faults), {"key": sort({f.attribute | some f in faults})}) if {
	input.ownership
	faults := _undeclared | _unfilled
	count(faults) > 0
}

_roles := {"business", "technical", "security"} | {"privacy" | input.derived.personal_data}

_undeclared contains {"attribute": role, "text": sprintf("does not declare %s", [role]), "gap": true} if {
	some role in _roles
	not role in object.keys(input.ownership)
}

_unfilled contains {"attribute": role, "text": sprintf("names nobody for %s (%q)", [role, owner]), "gap": false} if {
	some role in _roles
	owner := input.ownership[role]
	lower(trim_space(owner)) in _placeholders
}
