# METADATA
# title: A data protection impact assessment is required and missing
# description: |
#   Processing that is likely to be of high risk to people has to be assessed before it begins (GDPR Art. 35). Afterwards
#   it is rarely changed.
#
#   Reported is a system with personal data and without an approved `assessment` of kind dpia, where one of these holds:
#   - special-category data or data on offences is processed, not only by incident;
#   - it profiles persons (`eu_ai_act.profiling`) and `decision_effect` is legal or similarly_significant;
#   - `automation_level` is high, full or autonomous, with such an effect;
#   - `public_monitoring` is true;
#   - two of these criteria: evaluation or scoring (it profiles persons, or a model of kind ranker gets personal data);
#     decisions with such an effect; systematic monitoring (emotion recognition or remote biometric identification among
#     the capabilities); data of persons in a weak position (employees, applicants, trainees, patients); `large_scale`;
#     `new_technology`.
#
#   Where one criterion holds, and facts that could add another are not declared, the finding is a gap. The lists of the
#   supervisory authorities (Art. 35(4)) are not known here. A false positive is an assessment that exists: declare it.
# related_resources:
#   - description: GDPR Art. 35
#     ref: https://eur-lex.europa.eu/eli/reg/2016/679/oj
#   - description: WP 248 rev.01, Guidelines on Data Protection Impact Assessment
#     ref: https://ec.europa.eu/newsroom/article29/items/611236
# custom:
#   severity: high
#   blocks_from: pilot
#   method: attr
#   remediation: Carry out the assessment before processing, and declare it with its approval.
#   controls: ["gdpr:35(1)", "gdpr:35(3)(a)", "gdpr:35(3)(b)", "gdpr:35(3)(c)", "gdpr:35(7)", "eu-ai-act:26(9)", "nist-800-53:RA-8", "iso-42001:A.5.2"]
#   jurisdictions: [EU, EEA]
package aicomply.policies.privacy.dpia_missing

import data.aicomply.lib.approvals
import data.aicomply.lib.arrived
import data.aicomply.lib.facts
import data.aicomply.lib.jurisdiction
import data.aicomply.lib.records
import data.aicomply.lib.sensitive
import data.aicomply.lib.text

default applies := false

applies if {
	jurisdiction.gdpr
	input.derived.personal_data
}

deny contains {"path": _path, "message": message} if {
	not _assessed
	count(_reasons) > 0
	message := sprintf("a data protection impact assessment is required, and %s: %s", [_state, concat("; ", sort(_reasons))])
}

deny contains {"path": _path, "message": message, "kind": "gap"} if {
	not _assessed
	count(_reasons) == 0
	some criterion in _criteria
	count(_undeclared) > 0
	message := sprintf("a data protection impact assessment may be required, and %s: %s, and the system does not declare %s", [_state, criterion, text.list(_undeclared)])
}

_dpias := records.of("dpia")

_assessed if {
	some a in _dpias
	approvals.granted(a)
}

_path := ["assessment"] if count(_dpias) == 0

_path := ["assessment", min({a.name | some a in _dpias}), "status"] if count(_dpias) > 0

_state := "there is none" if count(_dpias) == 0

_state := sprintf("none is approved (%s)", [text.list({a.ref | some a in _dpias})]) if count(_dpias) > 0

_reasons contains sprintf("%s is processed", [text.list(sensitive.categories)]) if count(sensitive.categories) > 0

_reasons contains "it profiles persons and its decisions have legal or similarly significant effect" if {
	_profiling
	_significant
}

_reasons contains sprintf("its decisions have legal or similarly significant effect at automation level %s", [input.system.automation_level]) if {
	_significant
	input.system.automation_level in {"high", "full", "autonomous"}
}

_reasons contains "it monitors a publicly accessible area" if input.system.public_monitoring

_reasons contains concat(", and ", sort(_criteria)) if count(_criteria) > 1

_criteria contains "it evaluates or scores persons" if _scoring

_criteria contains "its decisions have legal or similarly significant effect" if _significant

_criteria contains "it monitors persons" if {
	some capability in input.system.capabilities
	capability in {"emotion_recognition", "remote_biometric_identification"}
}

_criteria contains sprintf("it processes data of persons in a weak position (%s)", [text.list(_weak)]) if count(_weak) > 0

_criteria contains "it works on a large scale" if input.system.large_scale

_criteria contains "it uses new technology" if input.system.new_technology

_profiling if input.system.eu_ai_act.profiling

_scoring if _profiling

_scoring if {
	some m in input.model
	m.kind == "ranker"
	input.derived.node[m.ref].personal
}

_significant if input.system.decision_effect in {"legal", "similarly_significant"}

_weak contains subject if {
	some dataset in arrived.personal_datasets
	some subject in facts.datasets[dataset].data_subjects
	subject in {"employee", "job_applicant", "trainee", "patient"}
}

_undeclared contains attribute if {
	some attribute in ["decision_effect", "large_scale", "new_technology", "public_monitoring"]
	not attribute in object.keys(input.system)
}
