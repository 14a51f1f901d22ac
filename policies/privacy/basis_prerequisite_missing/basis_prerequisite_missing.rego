# METADATA
# title: Consent or legitimate interests without what they rest on
# description: |
#   Consent counts only where it can be shown and withdrawn as easily as it was given (GDPR Art. 7); legitimate interests
#   only where they were weighed against those of the persons concerned (Art. 6(1)(f)).
#
#   Checked is every purpose under which personal data moves or lies, or for which it was collected where it enters: with
#   legal basis gdpr_6_1_a, `consent` declares record and withdrawal; with gdpr_6_1_f, an approved `assessment` of kind lia
#   names the purpose in `covers`, or declares no `covers` and so is about the system. Whether that approval has expired is
#   judged by `review/approval_outdated`.
#
#   A false positive is a balancing test that is part of another document: declare it as an assessment of kind lia.
# related_resources:
#   - description: GDPR Art. 6(1) and 7
#     ref: https://eur-lex.europa.eu/eli/reg/2016/679/oj
# custom:
#   severity: medium
#   blocks_from: production
#   method: attr
#   remediation: Say where consent is recorded and how it is withdrawn, or carry out the balancing test and have it approved.
#   controls: ["gdpr:6(1)(a)", "gdpr:6(1)(f)", "gdpr:7(1)", "gdpr:7(3)", "gdpr:21(1)"]
#   jurisdictions: [EU, EEA]
package aicomply.policies.privacy.basis_prerequisite_missing

import data.aicomply.lib.approvals
import data.aicomply.lib.arrived
import data.aicomply.lib.jurisdiction
import data.aicomply.lib.parts
import data.aicomply.lib.records
import data.aicomply.lib.text

default applies := false

applies if {
	jurisdiction.gdpr
	some p in input.purpose
	_rests(p, {"gdpr_6_1_a", "gdpr_6_1_f"})
}

deny contains parts.finding(["purpose", p.name, "consent"], sprintf("%s, based on consent,", [p.ref]), faults) if {
	some p in input.purpose
	_rests(p, {"gdpr_6_1_a"})
	faults := {{"attribute": attribute, "text": message, "gap": true} |
		some attribute, message in {
			"record": "does not declare where it is recorded",
			"withdrawal": "does not declare how it is withdrawn",
		}
		not p.consent[attribute]
	}
	count(faults) > 0
}

deny contains {"path": ["purpose", p.name, "legal_basis"], "message": message} if {
	some p in input.purpose
	_rests(p, {"gdpr_6_1_f"})
	not p.ref in _weighed
	count(_about_system) == 0
	message := sprintf("%s rests on legitimate interests, and no approved balancing test (assessment of kind lia) covers it%s", [p.ref, _begun(p)])
}

_rests(p, bases) if {
	p.legal_basis in bases
	p.ref in arrived.personal
}

_tests := [a | some a in records.of("lia"); approvals.granted(a)]

_weighed contains purpose if {
	some a in _tests
	some purpose in a.covers
}

_about_system := [a | some a in _tests; not a.covers]

_begun(p) := sprintf(" (%s is not approved)", [text.list(refs)]) if {
	refs := _unfinished(p)
	count(refs) > 0
}

_begun(p) := "" if count(_unfinished(p)) == 0

_unfinished(p) := {a.ref | some a in records.of("lia"); p.ref in object.get(a, "covers", [p.ref])}
