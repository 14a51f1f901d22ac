# METADATA
# title: No effective human oversight
# description: |
#   Oversight is effective only if a named person can overrule a result and stop the system. The policy applies to a
#   system that is high-risk under the AI Act, whose `decision_effect` is legal or similarly_significant, or that has a
#   tool whose `effect` is write or irreversible. Then
#   - there must be an `oversight` block;
#   - one must name its `principal`; a principal of kind service or public is no overseer;
#   - one must declare `can_override = true`, and one `can_stop = true`. Several people may share these powers.
#
#   That nothing is declared of the principal or a power is a gap. Whether overseers have the time is checked by
#   oversight/review_capacity_exceeded, and their training by oversight/overseers_untrained.
#
#   A false positive is a tool whose calls a person approves one by one: that person is the overseer; declare them.
# related_resources:
#   - description: AI Act, Regulation (EU) 2024/1689, Art. 14 and 26(2)
#     ref: https://eur-lex.europa.eu/eli/reg/2024/1689/oj
#   - description: OWASP LLM06:2025 Excessive Agency
#     ref: https://genai.owasp.org/llmrisk/llm062025-excessive-agency/
# custom:
#   severity: high
#   blocks_from: pilot
#   method: attr
#   remediation: Name the overseer in an oversight block, and give them the means to change a result and to stop the system.
#   controls:
#     - eu-ai-act:14(1)
#     - eu-ai-act:14(4)(d)
#     - eu-ai-act:14(4)(e)
#     - eu-ai-act:26(2)
#     - gdpr:22(3)
#     - nist-ai-rmf:GOVERN 3.2
#     - nist-ai-rmf:MAP 3.5
#     - nist-ai-rmf:MANAGE 2.4
#     - iso-42001:A.9.2
#     - owasp-llm-2025:LLM06:2025
package aicomply.policies.oversight.no_human_oversight

import data.aicomply.lib.ai_act
import data.aicomply.lib.facts
import data.aicomply.lib.overseers
import data.aicomply.lib.text

default applies := false

applies if count(_reasons) > 0

deny contains {
	"path": ["oversight"],
	"message": sprintf("%s, and nobody oversees it: there is no oversight block", [_why]),
} if {
	count(_blocks) == 0
}

deny contains {
	"path": ["oversight", _blocks[0].name, "principal"],
	"message": sprintf("%s, and who oversees it is not declared", [_why]),
	"kind": "gap",
} if {
	count([o | some o in _blocks; o.principal]) == 0
}

deny contains {
	"path": ["oversight", named[0].name, "principal"],
	"message": sprintf("%s, and is overseen only by %s, which is no person", [_why, text.list({o.principal | some o in named})]),
} if {
	named := [o | some o in _blocks; o.principal]
	count(named) > 0
	every o in named { facts.principals[o.principal].kind in {"public", "service"} }
}

deny contains {
	"path": ["oversight", _blocks[0].name, power],
	"message": sprintf("%s, and no overseer can %s", [_why, what]),
} if {
	some power, what in _powers
	overseers.unable(power)
}

deny contains {
	"path": ["oversight", first.name, power],
	"message": sprintf("%s, and whether an overseer can %s is not declared", [_why, what]),
	"kind": "gap",
} if {
	some power, what in _powers
	overseers.open(power)
	first := [o | some o in _blocks; not power in object.keys(o)][0]
}

_powers := {"can_override": "change a result", "can_stop": "stop it"}

_blocks := [o | some o in input.oversight]

# Why the system needs oversight.
_reasons := array.concat(_high_risk, array.concat(_significant, _writing))

_why := sprintf("the system %s", [concat(" and ", _reasons)])

default _high_risk := []

_high_risk := ["is high-risk"] if ai_act.high_risk

default _significant := []

_significant := [sprintf("makes decisions with a %s effect", [replace(input.system.decision_effect, "_", " ")])] if {
	input.system.decision_effect in {"legal", "similarly_significant"}
}

default _writing := []

_writing := [sprintf("can write through %s", [text.list(tools)])] if {
	tools := {t.ref | some t in input.tool; t.effect in {"irreversible", "write"}}
	count(tools) > 0
}
