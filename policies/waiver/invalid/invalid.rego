# METADATA
# title: Waiver is not valid
# description: |
#   A waiver is a decision by someone who may take it, for a limited time, about something that exists. One that is
#   none of this has no effect, and its finding stands.
#
#   A waiver is not valid when
#   - `expires` is absent, or later than the day of the check + `params.waiver_max` (180 days; exactly that is allowed),
#   - `reason`, `ticket` or `accepted_by` is absent or empty,
#   - `accepted_by` is `ownership.technical` or `ownership.technical_contact`: who runs the system cannot accept its risk,
#   - the policy that it names cannot be waived, or
#   - it matches no finding: that policy reports nothing on `resource`. This is found after all policies have run.
#
#   aicomply computes this and passes it in `input.derived.waiver`. A waiver whose finding was mended is reported as
#   matching none: remove it. This finding cannot be waived.
# custom:
#   severity: medium
#   blocks_from: poc
#   method: attr
#   waivable: false
#   remediation: Set a last day, a reason, a ticket and an approver outside the team; remove a waiver that matches no finding.
#   controls:
#     - nist-800-53:AC-5
#     - nist-800-53:CA-5
#     - nist-ai-rmf:GOVERN 2.3
#     - soc2:CC4.2
package aicomply.policies.waiver.invalid

import data.aicomply.lib.waivers

default applies := false

applies if waivers.declared

deny contains finding if {
	some finding in waivers.findings("waiver/invalid")
}
