# METADATA
# title: Groups of persons not measured, or the gap between them too large
# description: |
#   A model that is right on average can be wrong mostly about some. Where decision_effect is legal or
#   similarly_significant, or the risk level under the EU AI Act is high, every model or component that is evaluated needs
#   an evaluation with the values of two or more groups. In every evaluation with groups, wherever it is used, the largest
#   value minus the smallest must not exceed tolerance; a tolerance or a group's value that is not declared is a gap.
#
#   A false positive is a difference that comes from small groups: measure more cases in them, or waive it with the
#   interval of each value.
# related_resources:
#   - description: NIST AI RMF 1.0, MEASURE 2.11
#     ref: https://www.nist.gov/itl/ai-risk-management-framework
#   - description: EU AI Act Art. 10(2)(f), 10(2)(g)
#     ref: https://eur-lex.europa.eu/eli/reg/2024/1689/oj
# custom:
#   severity: high
#   blocks_from: production
#   method: arith
#   remediation: Measure each group that the decisions may disadvantage, and retrain, reweigh or change the process until the gap is within the tolerance.
#   controls: ["eu-ai-act:10(2)(f)", "eu-ai-act:10(2)(g)", "eu-ai-act:13(3)(b)(v)", "nist-ai-rmf:MEASURE 2.11", "iso-42001:A.5.4"]
package aicomply.policies.accuracy.group_gap

import data.aicomply.lib.ai_act
import data.aicomply.lib.numbers
import data.aicomply.lib.text

default applies := false

applies if {
	_affects_persons
	count(input.evaluation) > 0
}

applies if count(_grouped) > 0

deny contains {"path": [node.type, node.name], "message": msg} if {
	_affects_persons
	some ref in (_evaluated - {e.subject | some e in input.evaluation; count(e.group) > 1})
	node := input.derived.node[ref]
	msg := sprintf("%s is part of a system that decides about persons, and no evaluation of it measures two or more groups of them", [ref])
}

deny contains {"path": ["evaluation", e.name, "tolerance"], "message": msg} if {
	some e in _grouped
	gap := _gap(e)
	numbers.greater(gap.size, e.tolerance)
	msg := sprintf("%s, and a difference of %s is accepted", [gap.text, text.number(e.tolerance)])
}

deny contains {"path": ["evaluation", e.name, "tolerance"], "message": msg, "kind": "gap"} if {
	some e in _grouped
	not "tolerance" in object.keys(e)
	msg := sprintf("how far the groups of %s may differ is not declared; %s", [e.ref, _gap(e).text])
}

deny contains {"path": ["evaluation", e.name, "group", g.name, "value"], "message": msg, "kind": "gap"} if {
	some e in input.evaluation
	some g in e.group
	not "value" in object.keys(g)
	msg := sprintf("which value %s has for the group %s is not declared", [e.ref, g.name])
}

_affects_persons if input.system.decision_effect in {"legal", "similarly_significant"}

_affects_persons if ai_act.high_risk

_evaluated := {e.subject | some e in input.evaluation}

# Evaluations that have the values of two or more groups.
_grouped := [e | some e in input.evaluation; count(_values(e)) > 1]

_values(e) := sort([[g.value, g.name] | some g in e.group])

_gap(e) := {"size": high[0] - low[0], "text": described} if {
	values := _values(e)
	low := values[0]
	high := values[count(values) - 1]
	described := sprintf("the values of %s differ by %s between %s (%s) and %s (%s)", [
		e.ref, text.number(round((high[0] - low[0]) * 1000000000) / 1000000000), low[1], text.number(low[0]), high[1], text.number(high[0]),
	])
}
