# METADATA
# title: Waiver has expired
# description: |
#   A waiver accepts a finding for a time. After its last day nobody accepts the risk any more, so the waiver
#   has no effect: the finding that it named is reported again, and the waiver itself is reported here.
#
#   A waiver has expired when `expires` is before the day of the check (UTC); on its last day it still holds.
#   aicomply computes this before policies run and passes it in `input.derived.waiver`.
#
#   This finding cannot be waived. If the finding that the waiver named is mended, remove the waiver.
# custom:
#   severity: high
#   blocks_from: poc
#   method: date
#   waivable: false
#   remediation: Fix the finding that the waiver names and remove the waiver, or renew it with a new approval and a new last day.
#   controls:
#     - nist-ai-rmf:MANAGE 1.4
#     - iso-42001:6.1.3
#     - iso-42001:8.3
#     - nist-800-53:CA-5
#     - nist-800-53:RA-7
#     - soc2:CC4.2
package aicomply.policies.waiver.expired

import data.aicomply.lib.waivers

default applies := false

applies if waivers.declared

deny contains object.union(finding, {"kind": "stale"}) if {
	some finding in waivers.findings("waiver/expired")
}
