# METADATA
# title: No tested fallback or rollback
# description: |
#   Every model is slow, down or unsure at some time, and every change of it is undone at some time; a way out that nobody
#   has tried is an assumption. Every model but embeddings needs fallbacks that cover it and whose triggers hold
#   low_confidence, timeout and provider_outage together. Each of them must have been tested within the parameter
#   fallback_test_interval (180 days); from production on, one without a date of the test is a gap. A maintenance block of
#   the model must say how a change is undone; where there is none at all, other policies report it.
#
#   A false positive is a model of your own, which has no provider: an outage of what it runs on has the same effect, so
#   declare what happens then.
# related_resources:
#   - description: EU AI Act Art. 15(4)
#     ref: https://eur-lex.europa.eu/eli/reg/2024/1689/oj
#   - description: NIST SP 800-53 Rev. 5, CP-4 and CP-10
#     ref: https://csrc.nist.gov/pubs/sp/800/53/r5/upd1/final
# custom:
#   severity: high
#   blocks_from: pilot
#   method: date
#   remediation: Declare what happens on low confidence, timeout and outage, and how a change is undone; test both and record when.
#   controls: ["eu-ai-act:15(4)", "nist-ai-rmf:MEASURE 2.6", "nist-ai-rmf:MANAGE 2.4", "soc2:A1.2", "soc2:A1.3", "nist-800-53:CP-4", "nist-800-53:CP-10"]
package aicomply.policies.accuracy.no_tested_fallback

import data.aicomply.lib.dates
import data.aicomply.lib.serving
import data.aicomply.lib.text

_needed := {"low_confidence", "timeout", "provider_outage"}

default applies := false

applies if count(serving.models) > 0

# No fallback covers the model.
deny contains {"path": ["model", m.name], "message": sprintf("no fallback covers %s", [m.ref])} if {
	some m in serving.models
	count(_fallbacks(m)) == 0
	count(_unaimed) == 0
}

deny contains {"path": ["model", m.name], "message": msg, "kind": "gap"} if {
	some m in serving.models
	count(_fallbacks(m)) == 0
	count(_unaimed) > 0
	msg := sprintf("no fallback is known to cover %s: what %s covers is not declared", [m.ref, text.list(_unaimed)])
}

# Fallbacks cover it, but not in every case. Triggers that are not declared may hold what is missing;
# manifest/required_fact_missing asks for them.
deny contains {"path": ["model", m.name], "key": sort(missing), "message": msg} if {
	some m in serving.models
	fallbacks := _fallbacks(m)
	count(fallbacks) > 0
	every f in fallbacks { f.triggers }
	missing := _needed - {trigger | some f in fallbacks; some trigger in f.triggers}
	count(missing) > 0
	msg := sprintf("no fallback covers %s on %s", [m.ref, text.list(missing)])
}

deny contains {"path": ["fallback", f.name, "last_tested"], "message": msg, "kind": "stale"} if {
	some f in _in_use
	age := dates.between(f.last_tested, input.now)
	age > _interval
	msg := sprintf("%s was last tested on %s, %s ago; %s are the most", [f.ref, f.last_tested, text.counted(age, "day"), text.counted(_interval, "day")])
}

deny contains {"path": ["fallback", f.name, "last_tested"], "message": msg, "kind": "gap"} if {
	input.stage == "production"
	some f in _in_use
	not f.last_tested
	msg := sprintf("when %s was last tested is not declared", [f.ref])
}

deny contains {"path": ["maintenance", n.name, "rollback"], "message": msg, "kind": "gap"} if {
	some n in input.maintenance
	n.subject in _served
	not n.subject in _revertible
	msg := sprintf("how a change of %s is undone is not declared", [n.subject])
}

_interval := dates.days(input.params.fallback_test_interval)

_fallbacks(m) := [f | some f in input.fallback; m.ref in f.covers]

# Fallbacks that do not say what they cover.
_unaimed contains f.ref if {
	some f in input.fallback
	not f.covers
}

_in_use contains f if {
	some f in input.fallback
	count({ref | some ref in f.covers} & _served) > 0
}

_served := {m.ref | some m in serving.models}

# Models of which some maintenance says how a change is undone.
_revertible contains n.subject if {
	some n in input.maintenance
	n.rollback
}
