# METADATA
# title: Overseers are not trained, or only rubber-stamp
# description: |
#   People tend to believe what a machine suggests. Overseers need to know what the system can and cannot do, and the
#   time to look. Every `oversight` block is checked:
#   - `training` says how overseers are trained; not declared, or empty, it is a gap;
#   - `minutes_per_review` must reach `params.review_minutes_min` (1 minute; exactly that is enough). Where it is not
#     declared, oversight/review_capacity_exceeded asks for it.
#
#   How often overseers overrule the system is the better sign, and is not read from evidence: an override rate of zero
#   over a long time means that nobody looks.
#
#   A false positive is a review that needs seconds, such as one photo: waive it with the rate at which overseers
#   disagree, or lower the parameter.
# related_resources:
#   - description: AI Act, Regulation (EU) 2024/1689, Art. 14(4) and 26(2)
#     ref: https://eur-lex.europa.eu/eli/reg/2024/1689/oj
# custom:
#   severity: medium
#   blocks_from: production
#   method: evidence
#   remediation: Train the overseers and name the record in training; give a review the minutes that it needs, and measure how often they overrule.
#   controls: ["eu-ai-act:14(4)(a)", "eu-ai-act:14(4)(b)", "eu-ai-act:26(2)", "eu-ai-act:4(1)", "nist-ai-rmf:MAP 3.4", "nist-ai-rmf:GOVERN 2.2", "owasp-llm-2025:LLM09:2025"]
package aicomply.policies.oversight.overseers_untrained

import data.aicomply.lib.text

default applies := false

applies if count(input.oversight) > 0

deny contains {
	"path": ["oversight", o.name, "training"],
	"message": sprintf("how overseers of %s are trained is not declared", [o.ref]),
	"kind": "gap",
} if {
	some o in input.oversight
	not _trained(o)
}

deny contains {
	"path": ["oversight", o.name, "minutes_per_review"],
	"message": sprintf("%s allows %s for a review; at least %s needed", [o.ref, text.counted(o.minutes_per_review, "minute"), _least]),
} if {
	some o in input.oversight
	o.minutes_per_review < input.params.review_minutes_min
}

_trained(o) if trim_space(o.training) != ""

_least := sprintf("%s is", [text.counted(input.params.review_minutes_min, "minute")]) if input.params.review_minutes_min == 1

_least := sprintf("%s are", [text.counted(input.params.review_minutes_min, "minute")]) if input.params.review_minutes_min != 1
