# METADATA
# title: Throughput limit below peak
# description: |
#   What holds on average breaks in the busiest minute. limit_per_minute of each integration and model must be at least
#   peak_per_minute times the parameter throughput_headroom (1). An undeclared peak is a gap where anything is limited;
#   an undeclared limit is a gap for integrations of mode api, webhook or manual and for models of hosting api, whose
#   limit others set. Streams and file exports wait for their reader, and need no limit.
#
#   A false positive is a part that a queue shields from the peak: declare as its limit what queue and part take
#   together.
# related_resources:
#   - description: NIST SP 800-53 Rev. 5, SC-5(2) and CP-2(2)
#     ref: https://csrc.nist.gov/pubs/sp/800/53/r5/upd1/final
# custom:
#   severity: medium
#   blocks_from: production
#   method: arith
#   remediation: Queue or batch the requests, or have the limit raised.
#   controls: ["soc2:A1.1", "nist-800-53:SC-5(2)", "nist-800-53:CP-2(2)", "nist-ai-rmf:MANAGE 2.1"]
package aicomply.policies.integration.throughput_below_peak

import data.aicomply.lib.numbers
import data.aicomply.lib.text

default applies := false

applies if count(_limited | _unlimited) > 0

deny contains {"path": [n.type, n.name, "limit_per_minute"], "message": msg} if {
	some n in _limited
	numbers.greater(_needed, n.limit)
	msg := sprintf("%s takes %s a minute, %s", [n.ref, text.number(n.limit), _asked])
}

deny contains {"path": [n.type, n.name, "limit_per_minute"], "message": msg, "kind": "gap"} if {
	some n in _unlimited
	msg := sprintf("how many requests a minute %s takes is not declared%s", [n.ref, _of_peak])
}

deny contains {"path": ["system", "volume", "peak_per_minute"], "message": msg, "kind": "gap"} if {
	count(_limited) > 0
	not _peak
	msg := sprintf("whether %s can take the peak is not known: system.volume.peak_per_minute is not declared", [text.list({n.ref | some n in _limited})])
}

_peak := input.system.volume.peak_per_minute

_needed := _peak * input.params.throughput_headroom

# Integrations and models that declare a limit.
_limited contains {"type": "integration", "name": i.name, "ref": i.ref, "limit": i.limit_per_minute} if some i in input.integration

_limited contains {"type": "model", "name": m.name, "ref": m.ref, "limit": m.limit_per_minute} if some m in input.model

# Those that have one, which is not declared.
_unlimited contains {"type": "integration", "name": i.name, "ref": i.ref} if {
	some i in input.integration
	i.mode in {"api", "webhook", "manual"}
	not "limit_per_minute" in object.keys(i)
}

_unlimited contains {"type": "model", "name": m.name, "ref": m.ref} if {
	some m in input.model
	m.hosting == "api"
	not "limit_per_minute" in object.keys(m)
}

_asked := sprintf("the peak is %s", [text.number(_peak)]) if _needed == _peak

_asked := sprintf("the peak of %s needs %s", [text.number(_peak), text.number(_needed)]) if _needed != _peak

default _of_peak := ""

_of_peak := sprintf("; the peak needs %s", [text.number(_needed)])
