# METADATA
# title: Audit trail can be altered
# description: |
#   A trail that those whom it records can change proves nothing, and whoever breaks in removes the traces first.
#
#   Reported are
#   - each audit_log with `integrity = "none"`; integrity not declared is a gap;
#   - each grant of access by which a principal that operates the system can write to or delete the log, or the store
#     in which it is kept. It operates the system if it has the permission write, deploy, admin or "*" on something
#     that the log covers;
#   - as a gap, a log of integrity append_only or hash_chain that names no store and on which no grant is declared, as
#     it is then not known who can change it.
#
#   Under object_lock nobody can change what is written, so grants are not judged. A hash chain shows a change, but not
#   one by those who can compute it anew, and neither it nor an append-only file outlasts being deleted. A service
#   account that only writes the log, and changes nothing that the log covers, is not reported.
# related_resources:
#   - description: NIST SP 800-53 Rev. 5, AU-9 and AU-10
#     ref: https://csrc.nist.gov/pubs/sp/800/53/r5/upd1/final
# custom:
#   severity: high
#   blocks_from: production
#   method: graph
#   remediation: Keep the log under object lock or in an account that those who operate the system cannot write to, and declare it in integrity.
#   controls: ["nist-800-53:AU-9", "nist-800-53:AU-9(4)", "nist-800-53:AU-10", "hipaa:164.312(c)(1)", "soc2:CC6.1", "iso-42001:A.6.2.8"]
package aicomply.policies.audit.log_alterable

import data.aicomply.lib.duties
import data.aicomply.lib.text

default applies := false

applies if {
	some _ in input.audit_log
}

deny contains {"path": ["audit_log", log.name, "integrity"], "message": sprintf("%s is not protected against change", [log.ref])} if {
	some log in input.audit_log
	log.integrity == "none"
}

deny contains {
	"path": ["audit_log", log.name, "integrity"],
	"message": sprintf("%s does not declare how it is protected against change", [log.ref]),
	"kind": "gap",
} if {
	some log in input.audit_log
	not log.integrity
}

deny contains {
	"path": ["access", a.name, "permissions"],
	"message": sprintf("%s lets %s change or delete %s, and %s can change what is recorded there", [a.ref, a.principal, text.list(logs), a.principal]),
	"key": sort(logs),
} if {
	some a in input.access
	logs := {log.ref | some log in duties.kept(a); duties.operates(a.principal, log)}
	count(logs) > 0
}

deny contains {
	"path": ["audit_log", log.name, "store"],
	"message": sprintf("%s does not declare where it is kept, and no grant says who can change it", [log.ref]),
	"kind": "gap",
} if {
	some log in input.audit_log
	log.integrity in {"append_only", "hash_chain"}
	not log.store
	not _granted[log.ref]
}

_granted := {a.resource: true | some a in input.access}
