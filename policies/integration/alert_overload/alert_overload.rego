# METADATA
# title: More alerts than the channel or team can take
# description: |
#   Whoever gets more alerts than can be read stops reading them, and misses the one that matters. For each monitor with an
#   alert block, expected_per_day must not exceed capacity_per_day. At production, either figure that is not declared is a
#   gap. A monitor without an alert block is left to monitoring/no_plan.
#
#   A false positive is an estimate from a time of tuning: update expected_per_day to what the channel got last month.
# related_resources:
#   - description: NIST SP 800-53 Rev. 5, AU-6
#     ref: https://csrc.nist.gov/pubs/sp/800/53/r5/upd1/final
# custom:
#   severity: medium
#   blocks_from: production
#   method: arith
#   remediation: Aggregate alerts, raise their thresholds, or have more people take them.
#   controls: ["soc2:CC7.2", "soc2:CC7.3", "nist-800-53:AU-6", "nist-ai-rmf:MANAGE 4.1"]
package aicomply.policies.integration.alert_overload

import data.aicomply.lib.parts
import data.aicomply.lib.text

default applies := false

applies if count(_judged) > 0

deny contains {"path": ["monitor", n.name, "alert", "expected_per_day"], "message": msg} if {
	some n in _judged
	n.alert.expected_per_day > n.alert.capacity_per_day
	msg := sprintf("%s expects %s alerts a day, and %s can be handled", [n.ref, text.number(n.alert.expected_per_day), text.number(n.alert.capacity_per_day)])
}

deny contains parts.finding(["monitor", n.name, "alert"], sprintf("the alert of %s", [n.ref]), faults) if {
	some n in _judged
	faults := {{"attribute": attribute, "text": sprintf("does not declare %s", [attribute]), "gap": true} |
		some attribute in _absent(n)
	}
	count(faults) > 0
}

# Monitors that alert, with both figures or at the stage that needs them.
_judged contains n if {
	some n in input.monitor
	count(_absent(n)) == 0
}

_judged contains n if {
	input.stage == "production"
	some n in input.monitor
	n.alert
}

_absent(n) := {"expected_per_day", "capacity_per_day"} - object.keys(n.alert)
