# METADATA
# title: No audit trail for the component that decides
# description: |
#   What is not logged cannot be explained to the person concerned, investigated after an incident, or shown to an
#   auditor. Every model, every component of kind decision and every tool whose effect is write or irreversible must be
#   named in the covers of an audit_log. Where an audit_log does not declare what it covers, a missing entry is a gap.
#
#   A false positive is a part whose decisions are logged by another system: declare that log as an audit_log too.
# related_resources:
#   - description: NIST SP 800-53 Rev. 5, AU-2 and AU-12
#     ref: https://csrc.nist.gov/pubs/sp/800/53/r5/upd1/final
# custom:
#   severity: high
#   blocks_from: pilot
#   method: attr
#   remediation: Log what it does, or add it to covers of the audit_log that already records it.
#   controls: ["eu-ai-act:12(1)", "gdpr:5(2)", "soc2:CC7.2", "hipaa:164.312(b)", "nist-800-53:AU-2", "nist-800-53:AU-12", "iso-42001:A.6.2.8"]
package aicomply.policies.audit.decision_not_logged

import data.aicomply.lib.deciders
import data.aicomply.lib.text

default applies := false

applies if count(deciders.nodes) > 0

deny contains {"path": [n.type, n.name], "message": sprintf("%s is covered by no audit log", [n.ref])} if {
	some n in _uncovered
	count(_undeclared) == 0
}

deny contains {"path": [n.type, n.name], "message": msg, "kind": "gap"} if {
	some n in _uncovered
	count(_undeclared) > 0
	msg := sprintf("no audit log is known to cover %s: what %s covers is not declared", [n.ref, text.list(_undeclared)])
}

_uncovered contains n if {
	some n in deciders.nodes
	not n.ref in _covered
}

_covered contains ref if {
	some log in input.audit_log
	some ref in log.covers
}

# Audit logs that do not say what they cover.
_undeclared contains log.ref if {
	some log in input.audit_log
	not log.covers
}
