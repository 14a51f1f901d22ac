# METADATA
# title: Retraining or re-evaluation overdue
# description: |
#   Input drifts and hosted models change; a model that nobody measures again gets worse without anybody noticing. Each
#   maintenance block is overdue from the day after last_done + cadence. At production, a block without cadence or
#   last_done is a gap, and so is a model that no maintenance block has as its subject.
#
#   A false positive is work that was done and not recorded: update last_done.
# related_resources:
#   - description: NIST AI RMF 1.0, MANAGE 2.2 and 4.2
#     ref: https://www.nist.gov/itl/ai-risk-management-framework
# custom:
#   severity: medium
#   blocks_from: production
#   method: date
#   remediation: Retrain or re-evaluate and record the date, or change the cadence through change control.
#   controls: ["nist-ai-rmf:MANAGE 2.2", "nist-ai-rmf:MANAGE 4.2", "iso-42001:A.6.2.6"]
package aicomply.policies.monitoring.reevaluation_overdue

import data.aicomply.lib.text

default applies := false

applies if count(input.maintenance) > 0

deny contains {"path": ["maintenance", m.name, "last_done"], "message": msg, "kind": "stale"} if {
	some m in input.maintenance
	facts := input.derived.maintenance[m.ref]
	facts.overdue_days > 0
	msg := sprintf("%s was due on %s, %s ago", [m.ref, facts.due, text.counted(facts.overdue_days, "day")])
}

deny contains {"path": ["maintenance", m.name, "cadence"], "message": msg, "kind": "gap"} if {
	input.stage == "production"
	some m in input.maintenance
	not m.cadence
	msg := sprintf("how often %s is due is not declared", [m.ref])
}

deny contains {"path": ["maintenance", m.name, "last_done"], "message": msg, "kind": "gap"} if {
	input.stage == "production"
	some m in input.maintenance
	m.cadence
	not m.last_done
	msg := sprintf("when %s, due every %s, was last done is not declared", [m.ref, m.cadence])
}

deny contains {"path": ["model", m.name], "message": msg, "kind": "gap"} if {
	input.stage == "production"
	every block in input.maintenance { block.subject }
	some m in input.model
	not m.ref in _maintained
	msg := sprintf("how often %s is retrained or evaluated again is not declared", [m.ref])
}

_maintained contains m.subject if some m in input.maintenance
