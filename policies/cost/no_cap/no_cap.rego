# METADATA
# title: No spend or rate cap
# description: |
#   A loop, a leaked key or an attacker can spend a year's budget in a night, and nothing but a cap stops it. Where a model
#   is hosted by an api or run by another party than the controller, cost.cap must declare monthly; where a component is
#   exposed to the internet, it must declare per_caller_per_minute. A cap that is declared unknown is a gap. A deployment
#   without a cost block is left to cost/over_budget.
#
#   A false positive is a contract with a flat price: declare that price as the cap.
# related_resources:
#   - description: OWASP LLM10:2025 Unbounded Consumption
#     ref: https://genai.owasp.org/llmrisk/llm102025-unbounded-consumption/
# custom:
#   severity: medium
#   blocks_from: production
#   method: attr
#   remediation: Set a limit on what a month may cost and on what one caller may ask for, and alert before they are reached.
#   controls: ["owasp-llm-2025:LLM10:2025", "mitre-atlas:AML.T0034", "nist-800-53:SC-5", "nist-800-53:SC-6", "soc2:A1.1"]
package aicomply.policies.cost.no_cap

import data.aicomply.lib.serving
import data.aicomply.lib.text

default applies := false

applies if {
	input.cost
	count(_metered | _exposed) > 0
}

deny contains {"path": ["cost", "cap", "monthly"], "key": sort(_metered), "message": msg, "kind": _kind("monthly")} if {
	input.cost
	count(_metered) > 0
	not _capped("monthly")
	msg := sprintf("use of %s is paid for, and no limit a month is %s", [text.list(_metered), _verb("monthly")])
}

deny contains {"path": ["cost", "cap", "per_caller_per_minute"], "key": sort(_exposed), "message": msg, "kind": _kind("per_caller_per_minute")} if {
	input.cost
	count(_exposed) > 0
	not _capped("per_caller_per_minute")
	msg := sprintf("%s can be reached from the internet, and no limit for one caller is %s", [text.list(_exposed), _verb("per_caller_per_minute")])
}

_metered := {m.ref | some m in serving.metered}

_exposed := {c.ref | some c in input.component; c.internet_exposed}

_capped(attribute) if attribute in object.keys(input.cost.cap)

default _kind(_) := "violation"

_kind(attribute) := "gap" if attribute in input.cost.cap.unknown

_verb(attribute) := {"violation": "declared", "gap": "known"}[_kind(attribute)]
