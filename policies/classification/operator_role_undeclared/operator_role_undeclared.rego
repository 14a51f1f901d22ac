# METADATA
# title: Operator role undeclared or shifted to provider
# description: |
#   Which duties of the AI Act an organisation has follows from its role, and who changes a high-risk system of another
#   provider becomes its provider (Art. 25(1)), with all of a provider's duties. Checked is `system.operator_roles`:
#   - no role is declared: a gap;
#   - the system is high-risk, and `eu_ai_act.modifications` says that the organisation put its own name on it, changed
#     it substantially or gave it another purpose, and the roles hold neither provider nor product_manufacturer;
#   - the same, where `modifications` is not declared and a model is `fine_tuned`: a gap, because fine-tuning may be a
#     substantial modification. Declare `modifications = []` if it is not, and keep the reasons.
#
#   The last two are upcoming until the day from which Art. 25(1) applies to the system. Whether a change is substantial,
#   or a new purpose makes the system high-risk, is judged by people; the policy takes what is declared.
#
#   A false positive is an own name on the system where a contract leaves the provider's duties with its maker, which
#   Art. 25(1)(a) allows: leave own_name out, and keep the contract.
# related_resources:
#   - description: AI Act, Regulation (EU) 2024/1689, Art. 3(3), 3(4) and 25
#     ref: https://eur-lex.europa.eu/eli/reg/2024/1689/oj
# custom:
#   severity: medium
#   blocks_from: production
#   method: attr
#   jurisdictions: [EU]
#   remediation: Declare the role in system.operator_roles. Who has become the provider declares it and takes on its duties, or undoes the change.
#   controls:
#     - eu-ai-act:3(3)
#     - eu-ai-act:3(4)
#     - eu-ai-act:25(1)(a)
#     - eu-ai-act:25(1)(b)
#     - eu-ai-act:25(1)(c)
#     - iso-42001:A.10.2
#     - nist-ai-rmf:GOVERN 2.1
package aicomply.policies.classification.operator_role_undeclared

import data.aicomply.lib.ai_act
import data.aicomply.lib.jurisdiction
import data.aicomply.lib.text

default applies := false

applies if jurisdiction.eu_ai_act

deny contains {
	"path": ["system", "operator_roles"],
	"message": "the organisation's role under the AI Act is not declared",
	"kind": "gap",
} if {
	not ai_act.roles_declared
}

deny contains {
	"path": ["system", "operator_roles"],
	"message": sprintf(
		"the organisation %s, which makes it the provider, but declares only %s",
		[concat(" and ", changes), text.list(input.system.operator_roles)],
	),
	"applies_from": ai_act.from("25(1)(a)"),
} if {
	_no_provider
	changes := [words | some change, words in _changes; change in input.system.eu_ai_act.modifications]
	count(changes) > 0
}

deny contains {
	"path": ["system", "eu_ai_act", "modifications"],
	"message": sprintf(
		"%s fine-tuned for this system, and whether that changed it substantially, which would make the organisation its provider, is not declared",
		[_are(models)],
	),
	"kind": "gap",
	"applies_from": ai_act.from("25(1)(b)"),
} if {
	_no_provider
	not input.system.eu_ai_act.modifications
	models := [m.ref | some m in input.model; m.fine_tuned]
	count(models) > 0
}

_changes := {
	"changed_purpose": "gave the system a purpose that makes it high-risk",
	"own_name": "put its own name on a high-risk system",
	"substantial_modification": "changed a high-risk system substantially",
}

# Roles are declared, and none of them has a provider's duties (Art. 25(3) for the manufacturer of a product).
_no_provider if {
	ai_act.high_risk
	ai_act.roles_declared
	count({r | some r in input.system.operator_roles} & {"product_manufacturer", "provider"}) == 0
}

_are(refs) := sprintf("%s is", [text.list(refs)]) if count(refs) == 1

_are(refs) := sprintf("%s are", [text.list(refs)]) if count(refs) > 1
