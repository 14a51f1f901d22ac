# METADATA
# title: An assessment that the stage requires is missing
# description: |
#   What was never looked at by somebody whose task is to find fault has its faults found by others, in use.
#
#   Required are, from the stage named on and approved: at pilot a threat model; at production a security review and a
#   red team exercise, and an AI impact assessment where `aicomply.profiles` names iso-42001. A security review must be
#   declared from pilot on, so that it is planned in time, and may not be rejected; before production it need not be
#   finished.
#
#   Reported are kinds of which there is no assessment, all in one finding; and each assessment of a kind of which none
#   is approved. One without `status` may be approved, so its kind is not judged. That an approval has run out is
#   reported by review/approval_outdated; impact assessments that the law asks for have policies of their own.
#
#   An assessment that was made under another name, such as a penetration test, is declared under the kind whose
#   question it answers.
# custom:
#   severity: high
#   blocks_from: pilot
#   method: attr
#   remediation: Carry out the assessment before the stage, and declare it with its status.
#   controls:
#     - soc2:CC3.2
#     - soc2:CC8.1
#     - nist-800-53:CA-2
#     - nist-800-53:CA-8
#     - nist-800-53:RA-3
#     - nist-800-53:SA-11
#     - nist-ai-rmf:MEASURE 2.7
#     - nist-ai-rmf:MANAGE 1.1
#     - iso-42001:A.5.2
#     - iso-42001:A.6.2.4
#     - gdpr:32(1)(d)
#     - eu-ai-act:15(5)
package aicomply.policies.review.assessment_missing

default applies := false

applies if input.stage in {"pilot", "production"}

deny contains {
	"path": ["assessment"],
	"message": sprintf("stage %s requires %s, and none is declared", [input.stage, concat(" and ", [_titles[kind] | some kind in kinds])]),
	"key": kinds,
} if {
	kinds := sort((_due | {"security_review"}) - object.keys(_by_kind))
	count(kinds) > 0
}

deny contains {
	"path": ["assessment", a.name, "status"],
	"message": sprintf("%s is %s; stage %s requires %s that is approved", [a.ref, _words[a.status], input.stage, _titles[kind]]),
} if {
	some kind in _due
	some a in _unsettled[kind]
}

deny contains {
	"path": ["assessment", a.name, "status"],
	"message": sprintf("%s is rejected; stage pilot requires a security review that is under way", [a.ref]),
} if {
	input.stage == "pilot"
	some a in _unsettled.security_review
	every other in _unsettled.security_review { other.status == "rejected" }
}

# Kinds that must be approved at the stage.
_due := {"threat_model"} if input.stage == "pilot"

_due := {"threat_model", "security_review", "red_team"} | _voluntary if input.stage == "production"

_voluntary := {"aiia" | "iso-42001" in input.aicomply.profiles}

_titles := {
	"aiia": "an AI impact assessment",
	"red_team": "a red team exercise",
	"security_review": "a security review",
	"threat_model": "a threat model",
}

_words := {"planned": "only planned", "in_progress": "not finished", "rejected": "rejected"}

_by_kind := {kind: all |
	some kind, _ in _titles
	all := [a | some a in input.assessment; a.kind == kind]
	count(all) > 0
}

# Assessments of kinds of which none is, or may be, approved.
_unsettled := {kind: all |
	some kind, all in _by_kind
	every a in all { _words[a.status] }
}
