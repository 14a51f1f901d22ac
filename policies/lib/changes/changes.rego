# METADATA
# description: What a change does that a review has to know of, and which assessments it is a matter of.
package aicomply.lib.changes

# What is different from the base and matters to a review: all that exposes more
# than before, of the reach of data that about persons, and any other version or
# kind of a model.
material contains c if {
	some c in input.derived.changes
	_matters(c)
}

_matters(c) if {
	c.widens
	c.aspect != "reach"
}

_matters(c) if {
	c.widens
	startswith(concat("", [c.category, "."]), "user.")
}

_matters(c) if {
	c.aspect == "model"
	c.direction == "changed"
}

# An assessment is about a change if it covers the system, the block that the
# change stands in, or what it is about.
concerns(assessment, _) if not assessment.covers

concerns(assessment, change) if {
	some ref in assessment.covers
	ref in {change.block, change.subject, object.get(change, "resource", "")}
}

# Approved together with the change, by the day of the check.
renewed(assessment) if {
	input.derived.assessment[assessment.ref].renewed
	assessment.approved <= input.now
}
