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
#   - pilot: `system.volume`, `audit_log`, `explainability`, `pipeline`, `oversight` unless the system is not automated,
#     an evaluation for every model but embeddings, and an access grant for every store that personal data reaches;
#   - production: `monitor`, `maintenance`, `cost.cap`, and a privacy notice where there is personal data.
#
#   What is declared unknown (null) is reported too. A fact whose absence another policy reports is left to that policy,
#   as are a block for ownership (ownership/no_owner), a scope (scope/no_boundary), a fallback for each model
#   (accuracy/no_tested_fallback), a security review (review/assessment_missing), a plan for incidents
#   (monitoring/incident_deadline_unmeetable) and rights (privacy/rights_unmet). There is one finding for each block, and
#   every finding is a gap.
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
import data.aicomply.lib.serving
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

# How long a log is kept is judged where the law sets a minimum.
_reported(m) if {
	m.attribute == "retention"
	m.path[0] == "audit_log"
	data.aicomply.policies.audit.retention_too_short.applies
}

# Growth is judged where the projected cost is known.
_reported(m) if {
	m.attribute == "poc_monthly"
	data.aicomply.policies.cost.growth_unapproved.applies
}

# What overseers can do is judged over all of them, at one.
_reported(m) if {
	m.path[0] == "oversight"
	some finding in data.aicomply.policies.oversight.no_human_oversight.deny
	finding.path[0] == "oversight"
	finding.path[2] == m.attribute
}

# A fallback that no model relies on needs no test.
_reported(m) if {
	m.attribute == "last_tested"
	_relied_on[m.ref]
}

# What a monitor measures is judged where no monitor of the same model is complete.
_reported(m) if {
	m.attribute == "signals"
	_found_wanting[m.ref]
}

# What a fallback or a monitor covers is asked for where a model is left without.
_reported(m) if {
	m.attribute == "covers"
	_left_without[m.path[0]]
}

_left_without contains "fallback" if {
	covered := {ref | some f in input.fallback; some ref in f.covers}
	some m in serving.models
	not m.ref in covered
}

_left_without contains "monitor" if {
	covered := {ref | some n in input.monitor; some ref in n.covers}
	some m in serving.models
	not m.ref in covered
}

_relied_on := {f.ref: true |
	served := {m.ref | some m in serving.models}
	some f in input.fallback
	some ref in f.covers
	ref in served
}

_found_wanting := {n.ref: true |
	models := {finding.path[1] | some finding in data.aicomply.policies.monitoring.no_plan.deny; finding.path[0] == "model"}
	some m in serving.models
	m.name in models
	some n in serving.monitors(m)
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
	"audit_log": {"covers", "events", "fields", "integrity", "reviewed_by"},
	"cost": {"budget_monthly"},
	"evaluation": {"max_errors_per_week", "threshold"},
	"explainability": {"covers", "method"},
	"maintenance": {"cadence", "last_done"},
	"model": {"model_card", "version"},
	"oversight": {"hours_per_week", "minutes_per_review", "review_share"},
	"ownership": {"business", "on_call", "runbook", "security", "technical"},
	"pipeline": {"share"},
	"purpose": {"legal_basis"},
	"system": {"change_control", "in_scope", "intended_purpose", "out_of_scope"},
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

_missing_at_pilot contains [["pipeline"], "how input is prepared is not declared: there is no pipeline block"] if {
	_reached.pilot
	not _declared("pipeline")
}

_missing_at_pilot contains [["system", "volume"], "there is no volume block in system"] if {
	_reached.pilot
	not input.system.volume
}

# Where the system decides with effect, writes or is high-risk, oversight/no_human_oversight reports that nobody watches.
_missing_at_pilot contains [["oversight"], "who watches the system is not declared: there is no oversight block"] if {
	_reached.pilot
	not _declared("oversight")
	not input.system.automation_level == "not_automated"
	not data.aicomply.policies.oversight.no_human_oversight.applies
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

_missing_at_pilot contains [["model", m.name], sprintf("no evaluation has %s as its subject", [m.ref])] if {
	_reached.pilot
	some m in serving.models
	not m.ref in {e.subject | some e in input.evaluation}
}

_missing_at_pilot contains [["store", s.name], sprintf("no access block says who can use %s", [s.ref])] if {
	_reached.pilot
	some s in input.store
	input.derived.node[s.ref].personal
	not s.ref in {a.resource | some a in input.access}
}

_missing_at_production contains [["maintenance"], "how models are kept current is not declared: there is no maintenance block"] if {
	_reached.production
	not _declared("maintenance")
}

# Where a model serves, monitoring/no_plan reports that nothing watches it.
_missing_at_production contains [["monitor"], "what is watched in production is not declared: there is no monitor block"] if {
	_reached.production
	not _declared("monitor")
	count(serving.models) == 0
}

# Where the GDPR applies, explainability/notice_missing reports it.
_missing_at_production contains [["notice"], "no notice of kind privacy is declared"] if {
	_reached.production
	input.derived.personal_data
	not jurisdiction.gdpr
	count([n | some n in input.notice; n.kind == "privacy"]) == 0
}

# Where use is paid for, or open to the internet, cost/no_cap reports it.
_missing_at_production contains [["cost", "cap"], "there is no cap block in cost"] if {
	_reached.production
	input.cost
	not input.cost.cap
	not data.aicomply.policies.cost.no_cap.applies
}

_declared(type) if input[type]
