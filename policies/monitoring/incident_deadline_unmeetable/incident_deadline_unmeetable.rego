# METADATA
# title: Incident and breach reporting cannot meet its deadlines
# description: |
#   The time to report runs from when the organisation becomes aware; a plan that takes longer, or a vendor that uses up the
#   time before saying anything, makes every incident a breach of its own. At production there must be an incident_plan;
#   one that is there must declare document, authority_notice and last_exercise, and last_exercise must lie within the
#   parameter incident_exercise_interval (365 days). Where the GDPR applies and there is personal data, authority_notice
#   must not exceed the parameter incident_notice_limit (72 h), and the incident_notice of every processor or sub-processor
#   that personal data reaches must be shorter than that. For the provider of a system that is high-risk under the EU AI
#   Act, both hold with the parameter serious_incident_notice_limit (48 h), and for every processor, from the day on which
#   Art. 73 applies.
#
#   A false positive is a vendor whose contract promises notice without undue delay and gives no figure: declare the time
#   that it confirms in writing.
# related_resources:
#   - description: GDPR Art. 33, 34
#     ref: https://eur-lex.europa.eu/eli/reg/2016/679/oj
#   - description: EU AI Act Art. 73
#     ref: https://eur-lex.europa.eu/eli/reg/2024/1689/oj
# custom:
#   severity: medium
#   blocks_from: production
#   method: arith
#   remediation: Agree on a shorter notice with the vendor, such as 24 h; write the plan, and exercise it every year.
#   controls: ["gdpr:33(1)", "gdpr:33(2)", "gdpr:34(1)", "eu-ai-act:73(2)", "eu-ai-act:73(3)", "eu-ai-act:73(4)", "eu-ai-act:26(5)", "hipaa:164.308(a)(6)(ii)", "soc2:CC7.3", "soc2:CC7.4", "nist-800-53:IR-6", "nist-800-53:IR-8", "nist-ai-rmf:MANAGE 4.3", "iso-42001:A.8.4"]
package aicomply.policies.monitoring.incident_deadline_unmeetable

import data.aicomply.lib.ai_act
import data.aicomply.lib.dates
import data.aicomply.lib.jurisdiction
import data.aicomply.lib.parts
import data.aicomply.lib.text

default applies := false

applies if input.incident_plan

applies if input.stage == "production"

deny contains {"path": ["incident_plan"], "message": "what happens after an incident is not declared: there is no incident_plan block", "kind": "gap"} if {
	input.stage == "production"
	not input.incident_plan
}

deny contains parts.finding(["incident_plan"], "the incident plan", faults) if {
	input.incident_plan
	faults := {{"attribute": attribute, "text": sprintf("does not declare %s", [attribute]), "gap": true} |
		some attribute in ["document", "authority_notice", "last_exercise"]
		not input.incident_plan[attribute]
	}
	count(faults) > 0
}

deny contains {"path": ["incident_plan", "last_exercise"], "message": msg, "kind": "stale"} if {
	last := input.incident_plan.last_exercise
	interval := dates.days(input.params.incident_exercise_interval)
	age := dates.between(last, input.now)
	age > interval
	msg := sprintf("the incident plan was last exercised on %s, %s ago; %s are the most", [last, text.counted(age, "day"), text.counted(interval, "day")])
}

deny contains object.union({"path": ["incident_plan", "authority_notice"], "message": msg}, _upcoming(missed)) if {
	notice := input.incident_plan.authority_notice
	missed := [limit | some limit in _limits; dates.hours(notice) > limit.hours]
	msg := sprintf("the authority is notified within %s, and %s is the limit (%s)", [notice, missed[0].duration, missed[0].law])
}

deny contains object.union({"path": ["party", p.name, "data_terms", "incident_notice"], "message": msg}, _upcoming(missed)) if {
	some p in _processors
	notice := p.data_terms.incident_notice
	missed := [limit | some limit in _limits; p.ref in limit.processors; dates.hours(notice) >= limit.hours]
	msg := sprintf("%s reports an incident within %s, which uses up the %s in which it has to be notified (%s)", [p.ref, notice, missed[0].duration, missed[0].law])
}

deny contains object.union({"path": ["party", p.name, "data_terms", "incident_notice"], "message": msg, "kind": "gap"}, _upcoming(concerned)) if {
	some p in _processors
	not p.data_terms.incident_notice
	concerned := [limit | some limit in _limits; p.ref in limit.processors]
	msg := sprintf("within which time %s reports an incident is not declared, and %s is the limit (%s)", [p.ref, concerned[0].duration, concerned[0].law])
}

# Limits that apply, those in force first.
_limits := array.concat(
	[{"law": "GDPR Art. 33(1)", "duration": duration, "hours": dates.hours(duration), "processors": _with_personal_data} |
		jurisdiction.gdpr
		input.derived.personal_data
		duration := input.params.incident_notice_limit
	],
	[{"law": "AI Act Art. 73(3)", "duration": duration, "hours": dates.hours(duration), "processors": _taking_part, "from": ai_act.from("73(3)")} |
		ai_act.high_risk
		ai_act.has_role("provider")
		duration := input.params.serious_incident_notice_limit
	],
)

# What is missed only by a limit to come is upcoming.
_upcoming(missed) := {"applies_from": missed[0].from} if missed[0].from

_upcoming(missed) := {} if not missed[0].from

_processors := [p | some p in input.party; p.role in {"processor", "sub_processor"}]

_with_personal_data := {node.operator | some _, node in input.derived.node; node.personal}

_taking_part := {node.operator | some _, node in input.derived.node}
