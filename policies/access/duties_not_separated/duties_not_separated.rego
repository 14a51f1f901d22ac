# METADATA
# title: Duties are not separated
# description: |
#   Whoever can change a system, put the change into use and rewrite the record of it needs nobody's help to do harm, or
#   to hide a mistake. One finding is reported for each principal that
#   - is of kind human_group or vendor_support, and can both write and deploy the same model, component or tool, by one
#     grant or several (admin and "*" allow both): it can release its own changes;
#   - can write, deploy or administer a model, component or tool, and can write to or delete an audit log that is not
#     under object lock, or its store. Where the log covers what it can change, audit/log_alterable reports that;
#   - is named in `approved_by` of its own grant, by label or address.
#
#   A deployment pipeline (kind service) writes and deploys by its nature, and is not reported for that. A group whose
#   members approve each other's changes is better declared as two principals: those who change, and those who release.
# related_resources:
#   - description: NIST SP 800-53 Rev. 5, AC-5
#     ref: https://csrc.nist.gov/pubs/sp/800/53/r5/upd1/final
# custom:
#   severity: medium
#   blocks_from: production
#   method: graph
#   remediation: Split the roles, so that another principal releases, approves or keeps the log; keep the log under object lock.
#   controls: ["nist-800-53:AC-5", "nist-800-53:AU-9(4)", "soc2:CC6.3", "soc2:CC8.1", "iso-42001:A.3.2"]
package aicomply.policies.access.duties_not_separated

import data.aicomply.lib.duties
import data.aicomply.lib.parts
import data.aicomply.lib.text

default applies := false

applies if {
	some _ in input.access
}

deny contains object.union(
	parts.finding(["principal", p.name], p.ref, faults),
	{"path": ["principal", p.name], "key": sort({key | some f in faults; some key in f.key})},
) if {
	some p in input.principal
	faults := (_releases(p) | _records(p)) | _approves(p)
	count(faults) > 0
}

_releases(p) := {_fault(sprintf("can both change and release %s", [text.list(parts_of)]), parts_of) |
	p.kind in {"human_group", "vendor_support"}
	parts_of := object.keys(_released[p.ref])
}

_records(p) := {_fault(sprintf("can change %s, and change or delete %s", [_few(changed), text.list(logs)]), logs) |
	logs := object.keys(_kept[p.ref])
	changed := object.keys(_changed[p.ref])
}

_approves(p) := {_fault(sprintf("approved its own access (%s)", [text.list(grants)]), grants) |
	grants := object.keys(_self_approved[p.ref])
}

_fault(sentence, key) := {"attribute": "", "text": sentence, "key": sort(key), "gap": false}

# What each principal can both write and deploy: {principal: {part: true}}. Merged by one call, which is linear.
_released := object.union_n([{p: {part: true}} | some [p, part] in _both])

_both := _allowed({"write"}) & _allowed({"deploy"})

_allowed(actions) := {[a.principal, a.resource] | some a in _part_grants; duties.allows(a, actions)}

_part_grants := [a | some a in input.access; input.derived.node[a.resource].type in {"model", "component", "tool"}]

# What each principal that can change an audit log can change of the system.
_changed := object.union_n([{a.principal: {a.resource: true}} |
	some a in _part_grants
	_kept[a.principal]
	duties.allows(a, {"write", "deploy"})
])

# Audit logs that each principal can change, but for those which record it: {principal: {log: true}}.
_kept := object.union_n([{a.principal: {log.ref: true}} |
	some a in input.access
	some log in duties.kept(a)
	not duties.operates(a.principal, log)
])

# Grants that each principal has approved for itself: {principal: {grant: true}}.
_self_approved := object.union_n([{a.principal: {a.ref: true}} | some a in _own])

_own := [a | some a in input.access; lower(trim_space(a.approved_by)) in {lower(a.principal), lower(trim_prefix(a.principal, "principal."))}]

_few(refs) := text.list(refs) if count(refs) <= 5

_few(refs) := sprintf("%s and %d more", [concat(", ", array.slice(sort(refs), 0, 5)), count(refs) - 5]) if count(refs) > 5
