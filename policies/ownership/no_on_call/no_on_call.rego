# METADATA
# title: No on-call, runbook or second maintainer
# description: |
#   At three in the morning somebody must be reachable, know what to do, and be allowed to be on holiday next week. At
#   production, ownership must declare on_call, runbook and maintainers, and name at least two different maintainers. What
#   is not declared is a gap. Whether the runbook exists is not checked here.
#
#   A false positive is a system that may stand still until Monday: say so in on_call and runbook. A team in maintainers
#   counts as one: name two of its members.
# related_resources:
#   - description: NIST SP 800-53 Rev. 5, CP-2
#     ref: https://csrc.nist.gov/pubs/sp/800/53/r5/upd1/final
# custom:
#   severity: medium
#   blocks_from: production
#   method: attr
#   remediation: Name who is called, what they do, and a second person who can change the system.
#   controls: ["soc2:CC7.4", "soc2:A1.2", "nist-800-53:CP-2", "nist-ai-rmf:MANAGE 2.3", "nist-ai-rmf:MANAGE 4.1", "iso-42001:A.6.2.6"]
package aicomply.policies.ownership.no_on_call

import data.aicomply.lib.parts

default applies := false

applies if {
	input.stage == "production"
	input.ownership
}

deny contains object.union(parts.finding(["ownership"], "ownership", _faults), {"key": sort({f.attribute | some f in _faults})}) if count(_faults) > 0

_faults contains {"attribute": attribute, "text": sprintf("does not declare %s", [attribute]), "gap": true} if {
	some attribute in ["on_call", "runbook", "maintainers"]
	not attribute in object.keys(input.ownership)
}

_faults contains {"attribute": attribute, "text": sprintf("says nothing in %s", [attribute]), "gap": false} if {
	some attribute in ["on_call", "runbook"]
	trim_space(input.ownership[attribute]) == ""
}

_faults contains {"attribute": "maintainers", "text": "names nobody in maintainers", "gap": false} if count(_maintainers) == 0

_faults contains {"attribute": "maintainers", "text": sprintf("names one maintainer only (%s)", [concat("", _maintainers)]), "gap": false} if count(_maintainers) == 1

_maintainers := {lower(trim_space(m)) | some m in input.ownership.maintainers} if input.ownership.maintainers
