# METADATA
# title: Audit log is kept too short a time
# description: |
#   Harm done by a decision is often noticed months later, and by then the record of it has to be there. Providers and
#   deployers of high-risk systems must keep the logs for at least six months, unless other law says otherwise.
#
#   Judged is each audit_log of a system that is used in the EU, has the class high, and of which the organisation is
#   provider or deployer, or does not declare its role: `audit_log.retention` must be at least
#   `params.audit_retention_min` (183 days; exactly that is enough). Retention not declared is a gap. An organisation
#   that keeps logs longer by its own rule or by another law raises the parameter.
#
#   Keep identifiers and references in the log, not content: otherwise a longer retention runs against storage
#   limitation. A log that is moved to an archive is kept as long as the archive keeps it: declare the sum.
# related_resources:
#   - description: AI Act, Regulation (EU) 2024/1689, Art. 19(1) and 26(6)
#     ref: https://eur-lex.europa.eu/eli/reg/2024/1689/oj
# custom:
#   severity: medium
#   blocks_from: production
#   method: arith
#   jurisdictions: [EU]
#   remediation: Keep the log longer, and its content minimal so that storage limitation still holds.
#   controls: ["eu-ai-act:19(1)", "eu-ai-act:26(6)", "nist-800-53:AU-11"]
package aicomply.policies.audit.retention_too_short

import data.aicomply.lib.dates
import data.aicomply.lib.jurisdiction

default applies := false

applies if {
	some _ in input.audit_log
	jurisdiction.eu_ai_act
	input.system.eu_ai_act.risk_level == "high"
	_must_keep
}

deny contains {
	"path": ["audit_log", log.name, "retention"],
	"message": sprintf("%s is kept for %s; at least %s is needed", [log.ref, log.retention, input.params.audit_retention_min]),
} if {
	some log in input.audit_log
	dates.days(log.retention) < dates.days(input.params.audit_retention_min)
}

deny contains {
	"path": ["audit_log", log.name, "retention"],
	"message": sprintf("%s does not declare how long it is kept", [log.ref]),
	"kind": "gap",
} if {
	some log in input.audit_log
	not log.retention
}

_must_keep if not input.system.operator_roles

_must_keep if {
	some role in input.system.operator_roles
	role in {"provider", "deployer"}
}
