# METADATA
# title: Weak or shared authentication
# description: |
#   An account is as trustworthy as its sign-in. One finding is reported for each principal:
#   - of kind human_group or vendor_support, with access to personal data or data of class confidential or above: `mfa`
#     is false; `mfa` not declared is a gap. It has access if such data reaches it over a flow or a grant that can read,
#     or if it holds a grant of any permission on a node that such data reaches;
#   - of any kind but data_subject and public: `shared` is true, so that what is done cannot be traced to one person;
#   - of kind service, with `authentication = "static_key"`: `key_rotation` is longer than `params.key_rotation_max`
#     (90 days); not declared is a gap.
#
#   Where a second factor is enforced by the identity provider, declare `mfa = true`. A key that a vault replaces at
#   every use has a rotation, too: declare it, or use workload_identity.
# custom:
#   severity: high
#   blocks_from: pilot
#   method: attr
#   remediation: Turn on MFA, give each person an account, and let services use workload identity or rotate their keys.
#   controls:
#     - soc2:CC6.1
#     - hipaa:164.312(a)(2)(i)
#     - hipaa:164.312(d)
#     - nist-800-53:IA-2
#     - nist-800-53:IA-2(1)
#     - nist-800-53:IA-5
#     - gdpr:32(1)(b)
package aicomply.policies.access.weak_authentication

import data.aicomply.lib.dates
import data.aicomply.lib.grants
import data.aicomply.lib.parts
import data.aicomply.lib.protected

default applies := false

applies if {
	some p in input.principal
	_insider(p)
}

deny contains parts.finding(["principal", p.name], p.ref, faults) if {
	some p in input.principal
	_insider(p)
	faults := (_mfa(p) | _shared(p)) | _key(p)
	count(faults) > 0
}

_insider(p) if p.kind in {"human_group", "vendor_support", "service"}

default _mfa(_) := set()

_mfa(p) := {object.union(fault, {"fix": true})} if {
	fault := _fault("mfa", "has access to personal or confidential data without multi-factor authentication", false)
	not p.mfa
	_declares_mfa(p)
	_human_with_access(p)
}

_mfa(p) := {_fault("mfa", "has access to personal or confidential data and does not declare mfa", true)} if {
	not _declares_mfa(p)
	_human_with_access(p)
}

_declares_mfa(p) if p.mfa in {true, false}

_human_with_access(p) if {
	p.kind in {"human_group", "vendor_support"}
	_has_access[p.ref]
}

default _shared(_) := set()

_shared(p) := {object.union(_fault("shared", "is an account that several persons share", false), {"fix": false})} if p.shared

default _key(_) := set()

_key(p) := {_fault("key_rotation", "has a static key and does not declare key_rotation", true)} if {
	_static_key(p)
	not p.key_rotation
}

_key(p) := {_fault("key_rotation", text, false)} if {
	_static_key(p)
	dates.days(p.key_rotation) > dates.days(input.params.key_rotation_max)
	text := sprintf("has a static key that is replaced every %s; at most %s is allowed", [p.key_rotation, input.params.key_rotation_max])
}

_static_key(p) if {
	p.kind == "service"
	p.authentication == "static_key"
}

_fault(attribute, message, gap) := {"attribute": attribute, "text": message, "gap": gap}

# The principals that protected data reaches, and those that hold a grant on where it is.
_has_access := {ref: true | some ref in (_reached | _granted)}

_reached := {p.ref | some p in input.principal; protected.at(p.ref)}

_granted := {a.principal | some a in input.access; protected.at(grants.node(a))}
