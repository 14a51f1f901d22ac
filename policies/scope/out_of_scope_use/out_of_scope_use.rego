# METADATA
# title: Use outside the declared scope
# description: |
#   A system is assessed, tested and approved for the uses in its scope. A use that nobody approved tends to arrive as
#   one more flow, one more grant of access or one more task of a model.
#
#   Checked are
#   - `flow.purpose` and `access.purpose`: each must be one of `system.scope.in_scope`;
#   - `model.tasks`: none may be one of `system.scope.out_of_scope`. Case, and whether words are joined by a space,
#     "-" or "_", make no difference.
#
#   Purposes are not judged where `in_scope` is not declared, nor tasks where `out_of_scope` is not; a flow or grant
#   without a purpose is not judged here either. A purpose that was approved and only forgotten in `in_scope` is added
#   there through change control.
# custom:
#   severity: high
#   blocks_from: pilot
#   method: graph
#   remediation: Remove the use, or widen system.scope through change control.
#   controls:
#     - gdpr:5(1)(b)
#     - nist-ai-rmf:MAP 3.3
#     - iso-42001:A.9.4
#     - eu-ai-act:26(1)
package aicomply.policies.scope.out_of_scope_use

default applies := false

# Without a scope there is nothing to be outside of; that it is missing is reported elsewhere.
applies if input.system.scope

deny contains _outside("flow", f) if {
	some f in input.flow
	_judged(f)
	not _in_scope[f.purpose]
}

deny contains _outside("access", a) if {
	some a in input.access
	_judged(a)
	not _in_scope[a.purpose]
}

deny contains {
	"path": ["model", m.name, "tasks"],
	"message": sprintf("%s is used for %s, which system.scope excludes", [m.ref, concat(", ", tasks)]),
	"key": tasks,
} if {
	some m in input.model
	tasks := sort({task | some task in m.tasks; _excluded[_words(task)]})
	count(tasks) > 0
}

_outside(type, block) := {
	"path": [type, block.name, "purpose"],
	"message": sprintf("%s has %s, which is not in system.scope.in_scope", [block.ref, block.purpose]),
	"key": block.purpose,
}

_judged(block) if {
	block.purpose
	input.system.scope.in_scope
}

_in_scope := {p: true | some p in input.system.scope.in_scope}

_excluded := {words: true | some use in input.system.scope.out_of_scope; words := _words(use); words != ""}

_words(text) := regex.replace(lower(trim_space(text)), `[\s_-]+`, " ")
