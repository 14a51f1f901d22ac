# METADATA
# title: Material change without a new assessment
# description: |
#   An assessment describes a system as it was. A change that gives data to more recipients, takes it to more places or lets
#   the system do more is a new system to those who assessed the old one.
#
#   Needs a base to compare with (`check --base`); without one it is not applicable. Material is what
#   `input.derived.changes` says widens - new data categories, data subjects, recipients, countries, purposes, models,
#   tools and access, personal data that reaches a node it did not reach, a longer retention, a stronger effect or
#   automation - and another version or kind of a model. Such a change needs an assessment of kind dpia, security_review or
#   threat_model that concerns it and was approved with it: approved by the day of the check, and later than any approval
#   of its kind on the base under its label or covering the same. It concerns what it `covers`, without that everything.
#   There is one finding for each block in which such changes stand.
#
#   In a proof of concept that nobody has assessed yet it does not apply. Renamed and moved blocks are no change; two blocks
#   that became one, or a block both renamed and changed, look like something new.
# related_resources:
#   - description: GDPR Art. 35(11)
#     ref: https://eur-lex.europa.eu/eli/reg/2016/679/oj
# custom:
#   severity: medium
#   blocks_from: pilot
#   method: diff
#   remediation: Repeat the assessments for what has changed, and enter the date of the approval in the same change.
#   controls:
#     - gdpr:35(11)
#     - eu-ai-act:3(23)
#     - eu-ai-act:43(4)
#     - soc2:CC8.1
#     - nist-800-53:CM-3
#     - nist-800-53:CM-4
#     - iso-42001:6.3
#     - nist-ai-rmf:MANAGE 4.1
package aicomply.policies.scope.material_change_unassessed

import data.aicomply.lib.changes
import data.aicomply.lib.text

default applies := false

applies if {
	input.derived.changes
	input.stage in {"pilot", "production"}
}

applies if {
	input.derived.changes
	count(_approved) > 0
}

deny contains {
	"path": split(block, "."),
	"message": sprintf("%s; no assessment of kind dpia, security_review or threat_model was approved with this change%s", [text.joined(what, "; "), _repeat]),
	"key": what,
} if {
	some block, what in _unassessed
}

_unassessed[block] contains c.text if {
	some c in changes.material
	not _assessed(c)
	block := c.block
}

_assessed(change) if {
	some a in _approved
	changes.renewed(a)
	changes.concerns(a, change)
}

_approved := [a |
	some a in input.assessment
	a.kind in {"dpia", "security_review", "threat_model"}
	a.status == "approved"
]

_repeat := sprintf("; approved before are %s", [text.list({a.ref | some a in _approved})]) if count(_approved) > 0

_repeat := "" if count(_approved) == 0
