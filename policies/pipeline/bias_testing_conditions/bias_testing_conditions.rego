# METADATA
# title: Special-category data used for bias testing outside the conditions
# description: |
#   Whether a model treats people with an illness or of an origin worse can often be seen only on data that says who they
#   are; the EU AI Act allows that, under conditions that keep the data from doing harm. Judged is every evaluation of kind
#   bias on a dataset that holds special categories of personal data. Its conditions block must declare necessity,
#   reuse_limits, access_control, delete_after and record. The dataset must be pseudonymised, must not reach a part that
#   another party than the controller runs, and stores that it reaches must not keep it longer than delete_after. A bias
#   evaluation without a dataset is a gap, and so is a condition that is not declared.
#
#   A false positive is an evaluation on data that a law of its own allows: waive it with that law. Article number and list
#   of conditions rest on secondary sources on the amending Regulation (EU) 2026/1744.
# related_resources:
#   - description: EU AI Act Art. 4a(1)
#     ref: https://eur-lex.europa.eu/eli/reg/2024/1689/oj
# custom:
#   severity: high
#   blocks_from: production
#   method: attr
#   remediation: Meet the conditions and record how, or test on synthetic or anonymised data.
#   controls: ["eu-ai-act:4a(1)(a)", "eu-ai-act:4a(1)(b)", "eu-ai-act:4a(1)(c)", "eu-ai-act:4a(1)(d)", "eu-ai-act:4a(1)(e)", "eu-ai-act:4a(1)(f)", "gdpr:9(2)(g)"]
#   jurisdictions: [EU]
package aicomply.policies.pipeline.bias_testing_conditions

import data.aicomply.lib.dates
import data.aicomply.lib.facts
import data.aicomply.lib.jurisdiction
import data.aicomply.lib.parts
import data.aicomply.lib.text

_conditions := ["necessity", "reuse_limits", "access_control", "delete_after", "record"]

default applies := false

applies if {
	jurisdiction.eu_ai_act
	count(_tests) > 0
}

deny contains {"path": ["evaluation", e.name, "dataset"], "message": msg, "kind": "gap"} if {
	some e in _tests
	not e.dataset
	msg := sprintf("on which dataset %s looks for bias is not declared", [e.ref])
}

deny contains object.union(parts.finding(["evaluation", e.name, "conditions"], address, faults), {"key": sort({f.attribute | some f in faults})}) if {
	some e in _special_tests
	faults := _undeclared(e) | _kept_longer(e)
	count(faults) > 0
	address := sprintf("the conditions block of %s, which tests on special categories,", [e.ref])
}

deny contains object.union(parts.finding(["evaluation", e.name], address, faults), {"key": sort({f.text | some f in faults})}) if {
	some e in _special_tests
	faults := _identified(e) | _passed_on(e)
	count(faults) > 0
	address := sprintf("%s, on which %s looks for bias,", [e.dataset, e.ref])
}

_tests := [e | some e in input.evaluation; e.kind == "bias"]

# Those on special categories of personal data.
_special_tests := [e | some e in _tests; count(_reached[e.dataset]) > 0]

_undeclared(e) := {{"attribute": attribute, "text": sprintf("does not declare %s", [attribute]), "gap": true} |
	some attribute in _conditions
	not e.conditions[attribute]
}

_kept_longer(e) := {{"attribute": "delete_after", "text": sprintf("demands deletion after %s, and %s keeps the data longer", [e.conditions.delete_after, text.list(stores)]), "gap": false} |
	limit := dates.days(e.conditions.delete_after)
	stores := {ref | some ref in _reached[e.dataset]; input.derived.store[ref].retention_days > limit}
	count(stores) > 0
}

_identified(e) := {{"attribute": "dataset", "text": "is not pseudonymised", "gap": false} |
	object.get(facts.datasets[e.dataset], "identifiability", "identified") == "identified"
}

_passed_on(e) := {{"attribute": "dataset", "text": sprintf("must not be passed on, and reaches %s", [text.list(parties)]), "gap": false} |
	parties := _recipients[e.dataset]
	count(parties) > 0
}

# By dataset that is tested on, the nodes that special categories of it reach, and the other parties that run them.
_reached := {dataset: refs |
	some dataset in {e.dataset | some e in _tests}
	refs := {ref | some [d, ref] in _arrivals; d == dataset}
}

_recipients := {dataset: parties |
	some dataset, refs in _reached
	parties := {operator | some ref in refs; operator := input.derived.node[ref].operator; operator != input.system.controller}
}

_arrivals := {[entry.dataset, ref] |
	some ref, node in input.derived.node
	some entry in node.receives
	entry.special
}
