# METADATA
# title: A fact that the stage requires is not declared
# description: |
#   What is not declared cannot be judged, and a policy that finds nothing to judge looks as if all were well. So each stage
#   requires more to be known than the one before.
#
#   Checked are the attributes that the manifest language marks as required from poc, pilot or production, and these
#   blocks:
#
#   - poc: a node, a flow, a dataset, and a purpose where personal data moves;
#   - pilot: `ownership`, `system.volume`, `system.scope`, `audit_log`, `explainability`, `pipeline`, `oversight` unless
#     the system is not automated, a security review, an evaluation and a fallback for every model but embeddings, and an
#     access grant for every store that personal data reaches;
#   - production: `monitor`, `maintenance`, `incident_plan`, `cost.cap`, and `rights` and a privacy notice where there is
#     personal data.
#
#   What is declared unknown (null) is reported too. A fact whose absence another policy reports is left to that policy. There is one
#   finding for each block, and every finding is a gap.
#
#   A false positive is a fact that has no meaning here: declare what comes closest, and say in a comment why.
# custom:
#   severity: high
#   blocks_from: pilot
#   method: gap
#   remediation: Declare the fact, or find out who can.
#   controls: ["gdpr:5(2)", "nist-ai-rmf:GOVERN 1.6", "nist-ai-rmf:MAP 1.1", "iso-42001:A.4.2", "iso-42001:A.6.2.7"]
package aicomply.policies.manifest.required_fact_missing

import data.aicomply.lib.jurisdiction
import data.aicomply.lib.quality
import data.aicomply.lib.text
import data.aicomply.lib.transfers

default applies := false

applies if input.stage != "retired"

deny contains {"path": path, "message": message, "kind": "gap"} if {
	some path, lacks in _lacks
	attributes := {sprintf("%s does not declare %s", [concat(".", path), text.list(object.keys(lacks.attributes))]) | lacks.attributes}
	message := concat("; ", array.concat([a | some a in attributes], sort(object.keys(object.get(lacks, "blocks", {})))))
}

# By path of a block: {"attributes": {attribute: true}, "blocks": {sentence: true}}. Merged by one call, which is
# linear where a rule with a key for each path is not.
_lacks := object.union_n(array.concat(
	[{m.path: {"attributes": {m.attribute: true}}} | some m in input.derived.missing; _reached[m.stage]; not _reported(m)],
	[{b[0]: {"blocks": {b[1]: true}}} | some b in _missing_blocks],
))

# Stages as far as the deployment has come.
_reached := {stage: true | some i, stage in _stages; i <= _position}

_stages := ["poc", "pilot", "production"]

_position := i if {
	some i, stage in _stages
	stage == input.stage
}

# Attributes whose absence another policy reports, wherever it matters.
_reported(m) if m.attribute in _elsewhere[m.path[0]]

_reported(m) if {
	m.attribute == "purpose"
	input.derived.flow[m.ref].personal
	jurisdiction.gdpr
}

_reported(m) if {
	m.attribute == "retention"
	input.derived.node[m.ref].personal
}

_reported(m) if {
	m.attribute == "region"
	input.derived.node[m.ref].personal
	not transfers.place[m.ref]
	_places_judged
}

_reported(m) if {
	m.attribute == "peak_per_minute"
	_limited
}

_reported(m) if {
	m.attribute == "sample_size"
	some e in input.evaluation
	e.ref == m.ref
	quality.counts_cases(e)
	is_number(e.value)
	is_number(e.threshold)
}

_limited if {
	some i in input.integration
	i.limit_per_minute
}

_limited if {
	some m in input.model
	m.limit_per_minute
}

_places_judged if input.system.allowed_regions

_places_judged if jurisdiction.gdpr

_elsewhere := {
	"access": {"last_review", "review_every"},
	"audit_log": {"covers", "events", "fields", "reviewed_by"},
	"cost": {"budget_monthly", "poc_monthly"},
	"evaluation": {"max_errors_per_week"},
	"explainability": {"covers", "method"},
	"maintenance": {"cadence", "last_done"},
	"model": {"version"},
	"oversight": {"hours_per_week", "minutes_per_review", "review_share"},
	"pipeline": {"share"},
	"purpose": {"legal_basis"},
}

# Blocks that are missing: [path, sentence].
_missing_blocks := _missing_at_poc | (_missing_at_pilot | _missing_at_production)

_missing_at_poc contains [["component"], "no principal, component, store, model or tool is declared"] if count(object.keys(input.derived.node)) == 0

_missing_at_poc contains [["flow"], "no flow is declared"] if not _declared("flow")

_missing_at_poc contains [["dataset"], "no dataset is declared, so it is not known what data there is"] if not _declared("dataset")

_missing_at_poc contains [["purpose"], "personal data moves, and no purpose is declared"] if {
	not _declared("purpose")
	not jurisdiction.gdpr
	some f in input.flow
	input.derived.flow[f.ref].personal
}

_missing_at_pilot contains [[type], sentence] if {
	_reached.pilot
	some type, sentence in {
		"ownership": "who owns the system is not declared: there is no ownership block",
		"pipeline": "how input is prepared is not declared: there is no pipeline block",
	}
	not _declared(type)
}

_missing_at_pilot contains [["system", block], sprintf("there is no %s block in system", [block])] if {
	_reached.pilot
	some block in ["volume", "scope"]
	not input.system[block]
}

_missing_at_pilot contains [["oversight"], "who watches the system is not declared: there is no oversight block"] if {
	_reached.pilot
	not _declared("oversight")
	not input.system.automation_level == "not_automated"
}

# Where something decides, audit/decision_not_logged reports what is not logged.
_missing_at_pilot contains [["audit_log"], "what the system records is not declared: there is no audit_log block"] if {
	_reached.pilot
	not _declared("audit_log")
	not data.aicomply.policies.audit.decision_not_logged.applies
}

# Where the system decides about persons, explainability/no_explanation reports what is not explained.
_missing_at_pilot contains [["explainability"], "how results are explained is not declared: there is no explainability block"] if {
	_reached.pilot
	not _declared("explainability")
	not data.aicomply.policies.explainability.no_explanation.applies
}

_missing_at_pilot contains [["assessment"], "no assessment of kind security_review is declared"] if {
	_reached.pilot
	count([a | some a in input.assessment; a.kind == "security_review"]) == 0
}

_missing_at_pilot contains [["model", m.name], sprintf("no evaluation has %s as its subject", [m.ref])] if {
	_reached.pilot
	some m in _serving
	not m.ref in {e.subject | some e in input.evaluation}
}

_missing_at_pilot contains [["model", m.name], sprintf("no fallback covers %s", [m.ref])] if {
	_reached.pilot
	some m in _serving
	not m.ref in {ref | some f in input.fallback; some ref in f.covers}
}

_missing_at_pilot contains [["store", s.name], sprintf("no access block says who can use %s", [s.ref])] if {
	_reached.pilot
	some s in input.store
	input.derived.node[s.ref].personal
	not s.ref in {a.resource | some a in input.access}
}

_missing_at_production contains [[type], sentence] if {
	_reached.production
	some type, sentence in {
		"incident_plan": "what happens after an incident is not declared: there is no incident_plan block",
		"maintenance": "how models are kept current is not declared: there is no maintenance block",
		"monitor": "what is watched in production is not declared: there is no monitor block",
	}
	not _declared(type)
}

_missing_at_production contains [["rights"], "how persons exercise their rights is not declared: there is no rights block"] if {
	_reached.production
	input.derived.personal_data
	not _declared("rights")
}

_missing_at_production contains [["notice"], "no notice of kind privacy is declared"] if {
	_reached.production
	input.derived.personal_data
	count([n | some n in input.notice; n.kind == "privacy"]) == 0
}

_missing_at_production contains [["cost", "cap"], "there is no cap block in cost"] if {
	_reached.production
	input.cost
	not input.cost.cap
}

# Models that decide, rank or generate; an embedding does none of these by itself.
_serving := [m | some m in input.model; m.kind != "embedding"]

_declared(type) if input[type]
