# METADATA
# description: Whether an assessment is approved on the day of the check.
package aicomply.lib.approvals

import data.aicomply.lib.records

# Approved, or without a status, which manifest/required_fact_missing reports;
# and not on a day to come.
granted(assessment) if {
	records.done(assessment)
	not to_come(assessment)
}

# The day of the approval lies ahead.
to_come(assessment) if assessment.approved > input.now
