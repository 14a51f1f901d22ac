# METADATA
# title: Scope has no boundary
# description: |
#   A system that is for nothing in particular is used for everything. Its first deployment should say what it does not
#   do, and how that changes.
#
#   - `system.intended_purpose` has at least `params.purpose_min_length` characters (40; blanks around it do not count);
#   - `system.scope` names at least one purpose in `in_scope`, at least one excluded use in `out_of_scope`, and how it is
#     changed in `change_control`.
#
#   What is not declared is a gap; an empty list or text is a violation. All faults of the scope are one finding.
#
#   A purpose that really fits into fewer characters can name the persons concerned, or what follows from its results.
# custom:
#   severity: medium
#   blocks_from: pilot
#   method: attr
#   remediation: Write down what the system is for, what the first deployment does not do, and how that is changed.
#   controls:
#     - nist-ai-rmf:MAP 1.1
#     - nist-ai-rmf:MAP 3.3
#     - iso-42001:A.6.2.2
#     - iso-42001:A.9.4
#     - eu-ai-act:3(12)
#     - eu-ai-act:Annex IV(1)(a)
package aicomply.policies.scope.no_boundary

import data.aicomply.lib.parts
import data.aicomply.lib.text

default applies := false

applies if input.stage != "retired"

deny contains {
	"path": ["system", "intended_purpose"],
	"message": sprintf("the intended purpose has %s; at least %d are needed to say what is done to what for whom", [text.counted(length, "character"), needed]),
} if {
	length := count(trim_space(input.system.intended_purpose))
	needed := input.params.purpose_min_length
	length < needed
}

deny contains {
	"path": ["system", "intended_purpose"],
	"message": "the intended purpose is not declared",
	"kind": "gap",
} if {
	not input.system.intended_purpose
}

deny contains {
	"path": ["system", "scope"],
	"message": "what the system is for, and what not, is not declared: there is no scope block in system",
	"kind": "gap",
} if {
	not input.system.scope
}

deny contains parts.finding(["system", "scope"], "system.scope", _faults) if {
	input.system.scope
	count(_faults) > 0
}

_faults := {{"attribute": attribute, "text": sprintf("does not declare %s", [attribute]), "gap": true} |
	some attribute, _ in _empty
	not input.system.scope[attribute]
} | {{"attribute": attribute, "text": sentence, "gap": false} |
	some attribute, sentence in _empty
	_blank(input.system.scope[attribute])
}

_empty := {
	"in_scope": "names no purpose in in_scope",
	"out_of_scope": "names no use in out_of_scope",
	"change_control": "does not say in change_control how it is changed",
}

_blank(value) if value == []

_blank(value) if {
	is_string(value)
	trim_space(value) == ""
}
