# METADATA
# description: |
#   Whether a record that a law asks for exists as an assessment and is approved. A status that is not declared is left to
#   manifest/required_fact_missing, and an approval that has expired to review/approval_outdated.
package aicomply.lib.records

# What kinds of assessment are called in findings.
titles := {
	"art_6_4": "assessment under Art. 6(4)",
	"ccpa_risk": "risk assessment",
	"conformity": "conformity assessment and EU declaration",
	"fria": "fundamental rights impact assessment",
	"instructions_for_use": "instructions for use",
	"qms": "quality management system",
	"registration": "registration in the EU database",
	"technical_documentation": "technical documentation",
}

# Assessments of a kind.
of(kind) := [a | some a in input.assessment; a.kind == kind]

# Those of the kinds of which there is no assessment.
missing(kinds) := {kind | some kind in kinds; count(of(kind)) == 0}

# Of those that no assessment settles, the assessments that are not approved:
# a finding at the status of each.
unfinished(kinds) := {finding |
	some kind in kinds
	not _settled(kind)
	some a in of(kind)
	finding := {
		"path": ["assessment", a.name, "status"],
		"message": sprintf("%s (%s) is %s, not approved", [titles[kind], a.ref, replace(a.status, "_", " ")]),
	}
}

# An assessment is approved, or does not say.
done(a) if object.get(a, "status", "approved") == "approved"

_settled(kind) if {
	some a in of(kind)
	done(a)
}
