# METADATA
# title: The record of processing cannot be filled in
# description: |
#   Every controller and processor keeps a record of processing (GDPR Art. 30), and it is the first thing that a
#   supervisory authority asks for. Most of it stands in the manifest; this policy looks for what is left open.
#
#   Checked is, where there is personal data:
#   - the party that is `system.controller`, and every party of role joint_controller, declares a `contact`;
#   - the controller declares a `dpo` where Art. 37(1) requires one: `deployer_type` is public_body; or
#     `large_scale` is true, and `public_monitoring` is, or special-category data or data on offences is processed;
#   - every dataset of personal data names at least one kind of persons in `data_subjects`.
#
#   The other fields are reported where they are missed: purposes and their basis by `privacy/no_legal_basis`, transfers by
#   `transfer/no_mechanism`, retention by `privacy/retention_exceeds_purpose`, security by `security/store_exposed` and
#   `security/flow_unencrypted`, and the controller, recipients and kinds of persons that are not declared at all by
#   `manifest/required_fact_missing`.
#
#   A false positive is a contact that stands elsewhere: copy it here, so that the record can be generated.
# related_resources:
#   - description: GDPR Art. 30 and 37
#     ref: https://eur-lex.europa.eu/eli/reg/2016/679/oj
# custom:
#   severity: medium
#   blocks_from: production
#   method: attr
#   remediation: Declare the field; the record can then be generated from the manifest.
#   controls: ["gdpr:30(1)(a)", "gdpr:30(1)(c)", "gdpr:30(2)", "gdpr:37(1)"]
#   jurisdictions: [EU, EEA]
package aicomply.policies.privacy.processing_record_incomplete

import data.aicomply.lib.arrived
import data.aicomply.lib.jurisdiction
import data.aicomply.lib.parts
import data.aicomply.lib.sensitive

default applies := false

applies if {
	jurisdiction.gdpr
	input.derived.personal_data
}

deny contains parts.finding(["party", p.name], p.ref, faults) if {
	some p in input.party
	faults := {{"attribute": attribute, "text": text, "gap": true} |
		some attribute, text in _asked(p)
		not p[attribute]
	}
	count(faults) > 0
}

deny contains {"path": ["dataset", d.name, "data_subjects"], "message": message, "kind": "gap"} if {
	some d in input.dataset
	d.ref in arrived.personal_datasets
	count(d.data_subjects) == 0
	message := sprintf("%s holds personal data, and names no kind of persons in data_subjects", [d.ref])
}

# What the record says of a party, by attribute: how to say that it is absent.
_asked(p) := object.filter(_missing, _attributes(p))

_missing := {
	"contact": "is a controller and does not declare a contact",
	"dpo": "does not declare a data protection officer, which is required here",
}

_attributes(p) := {"contact"} | {"dpo" | _dpo_required} if p.ref == input.system.controller

_attributes(p) := {"contact"} if {
	p.role == "joint_controller"
	not p.ref == input.system.controller
}

_dpo_required if input.system.deployer_type == "public_body"

_dpo_required if {
	input.system.large_scale
	input.system.public_monitoring
}

_dpo_required if {
	input.system.large_scale
	count(sensitive.categories) > 0
}
