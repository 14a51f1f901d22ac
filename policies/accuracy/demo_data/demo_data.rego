# METADATA
# title: Evaluated on demo data, or on the data it was trained on
# description: |
#   What works on examples that somebody picked or made up often fails on real input, and a model that is tested on what
#   it has learnt is tested on its memory. From pilot on, the data of each evaluation must not be curated or synthetic. At
#   every stage, its dataset must not be one on which its subject was trained: named in trained_on, or reaching a store
#   that is named there. Data that is not declared is left to manifest/required_fact_missing.
#
#   A false positive is a part of one body of data that was held out from training: declare the part as a dataset of its
#   own. An evaluation on a made-up set besides one on production data, as for rare attacks, can be waived.
# related_resources:
#   - description: EU AI Act Art. 10(3), 10(4)
#     ref: https://eur-lex.europa.eu/eli/reg/2024/1689/oj
#   - description: NIST AI RMF 1.0, MEASURE 2.3
#     ref: https://www.nist.gov/itl/ai-risk-management-framework
# custom:
#   severity: high
#   blocks_from: pilot
#   method: attr
#   remediation: Evaluate on a sample of production input that the model has not seen, or in shadow mode.
#   controls: ["eu-ai-act:10(3)", "eu-ai-act:10(4)", "nist-ai-rmf:MEASURE 2.3", "nist-ai-rmf:MAP 2.3", "iso-42001:A.7.4"]
package aicomply.policies.accuracy.demo_data

import data.aicomply.lib.learning
import data.aicomply.lib.parts

default applies := false

applies if count(input.evaluation) > 0

deny contains parts.finding(["evaluation", e.name], e.ref, _faults(e)) if {
	some e in input.evaluation
	count(_faults(e)) > 0
}

_faults(e) := _on_demo_data(e) | _on_training_data(e)

_on_demo_data(e) := {{"attribute": "data", "text": sprintf("was measured on %s data, not on production input", [data_kind]), "gap": false} |
	input.stage in {"pilot", "production"}
	data_kind := e.data
	data_kind in {"curated", "synthetic"}
}

_on_training_data(e) := {{"attribute": "dataset", "text": sprintf("was measured on %s, on which %s was trained", [e.dataset, e.subject]), "gap": false} |
	e.dataset in _training[e.subject]
}

_training := {m.ref: learning.trained_on(m) | some m in input.model}
