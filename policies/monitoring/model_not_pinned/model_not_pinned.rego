# METADATA
# title: Model version not pinned or about to retire
# description: |
#   An alias lets the provider change the model below a system that was tested with another one, and a version that
#   retires soon after go-live forces a migration that nobody planned. A version is an alias if it has no digit, or if its
#   last part is latest, stable, current or default; one that is not declared is a gap. retires_on must be more than the
#   parameter retirement_notice (90 days) from the clock, and at least as long after go_live.
#
#   A false positive is a version name without a digit that never changes: write it with the digest or date that pins it.
#   An alias with a number in it, such as a model family's name, is not recognised.
# related_resources:
#   - description: OWASP LLM03:2025 Supply Chain
#     ref: https://genai.owasp.org/llmrisk/llm032025-supply-chain/
# custom:
#   severity: high
#   blocks_from: pilot
#   method: date
#   remediation: Pin an exact version; where it retires soon, plan the migration to its successor and the evaluation of it.
#   controls: ["nist-ai-rmf:MANAGE 3.2", "owasp-llm-2025:LLM03:2025", "nist-800-53:CM-2", "nist-800-53:SA-22", "soc2:CC8.1"]
package aicomply.policies.monitoring.model_not_pinned

import data.aicomply.lib.dates
import data.aicomply.lib.text

_aliases := {"latest", "stable", "current", "default"}

default applies := false

applies if count(input.model) > 0

deny contains {"path": ["model", m.name, "version"], "message": sprintf("the version of %s is not declared", [m.ref]), "kind": "gap"} if {
	some m in input.model
	not m.version
}

deny contains {"path": ["model", m.name, "version"], "message": msg} if {
	some m in input.model
	_is_alias(m.version)
	msg := sprintf("the version of %s, %q, is an alias that its provider can point elsewhere", [m.ref, m.version])
}

deny contains {"path": ["model", m.name, "retires_on"], "message": msg, "kind": "stale"} if {
	some m in input.model
	days := input.derived.model[m.ref].retires_in_days
	days < 0
	msg := sprintf("%s retired on %s, %s ago", [m.ref, m.retires_on, text.counted(0 - days, "day")])
}

deny contains {"path": ["model", m.name, "retires_on"], "message": msg} if {
	some m in input.model
	input.derived.model[m.ref].retires_in_days >= 0
	count(_reasons(m)) > 0
	msg := sprintf("%s retires on %s, %s; %s of notice are needed", [m.ref, m.retires_on, concat(" and ", _reasons(m)), text.counted(_notice, "day")])
}

_notice := dates.days(input.params.retirement_notice)

_is_alias(version) if not regex.match(`[0-9]`, version)

_is_alias(version) if {
	parts := regex.split(`[^a-z0-9]+`, lower(trim_space(version)))
	parts[count(parts) - 1] in _aliases
}

# Why the day of retirement is too near.
_reasons(m) := array.concat(_from_go_live(m), _from_now(m))

default _from_go_live(_) := []

_from_go_live(m) := [sprintf("%s after go-live", [text.counted(days, "day")])] if {
	days := input.derived.model[m.ref].retires_after_go_live_days
	days >= 0
	days < _notice
}

_from_go_live(m) := [sprintf("%s before go-live", [text.counted(0 - days, "day")])] if {
	days := input.derived.model[m.ref].retires_after_go_live_days
	days < 0
}

default _from_now(_) := []

_from_now(m) := [sprintf("in %s", [text.counted(days, "day")])] if {
	days := input.derived.model[m.ref].retires_in_days
	days <= _notice
}
