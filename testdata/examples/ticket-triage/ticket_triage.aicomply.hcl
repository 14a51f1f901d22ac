aicomply {
  schema   = 1
  profiles = ["gdpr", "eu-ai-act", "owasp-llm-2025", "nist-ai-rmf", "soc2", "production-readiness"]
}
defaults { # inherited by component, store and flow unless overridden
  operator              = party.acme
  region                = "eu-central-1"
  encryption_in_transit = "tls1.3"
}
system "ticket_triage" {
  title            = "Support ticket triage"
  intended_purpose = "Categorise inbound support tickets, set a priority and draft a first reply that an agent edits and sends."
  stage            = "pilot" # poc | pilot | production | retired
  go_live          = "2027-01-18"
  jurisdictions    = ["EU"]
  allowed_regions  = ["EEA", "US"]
  controller       = party.acme
  operator_roles   = ["provider", "deployer"] # AI Act Art. 3(3), 3(4)
  automation_level = "partial"                # not_automated | assistive | partial | conditional | high | full | autonomous
  decision_effect  = "none"                   # none | legal | similarly_significant   (GDPR Art. 22(1))
  reviewed_on      = "2026-11-02"
  eu_ai_act {
    risk_level         = "transparency" # prohibited | high | transparency | minimal
    annex_iii          = []             # e.g. ["4(a)"]
    profiling          = false
    screening          = "assessments/ai-act-screening.md"
    interacts_directly = false # an agent sends every reply
    synthetic_content  = ["text"]
    content_marking    = "none"
    literacy           = "https://wiki.acme.example/ai-literacy"
  }
  volume {
    per_week        = 1000
    peak_per_minute = 40
  }
  scope {
    in_scope       = [purpose.support]
    out_of_scope   = ["sentiment_scoring", "upsell", "executive_dashboards"]
    change_control = "docs/adr/0007-scope.md"
  }
}

party "acme" {
  role    = "controller" # controller | joint_controller | processor | sub_processor | third_party
  country = "DE"
  contact = "privacy@acme.example"
  dpo     = "dpo@acme.example"
}
party "llmco" {
  role           = "processor"
  country        = "US"
  certifications = ["eu_us_dpf", "soc2_type2"]
  sub_processors = [party.labelworks]
  contract {
    kind     = "dpa" # dpa | baa | jca
    signed   = "2026-06-01"
    document = "legal/llmco-dpa.pdf"
  }
  data_terms {
    trains_on_inputs = false
    input_retention  = "30d"
    incident_notice  = "72h"
  }
}
party "labelworks" {
  role    = "sub_processor"
  country = "PH"
}
purpose "support" {
  data_use      = "essential.service.operations.support" # fideslang data use
  legal_basis   = "gdpr_6_1_b"
  retention_max = "730d"
}
purpose "improve" {
  data_use      = "train_ai_system"
  legal_basis   = "gdpr_6_1_f"
  retention_max = "365d"
}
dataset "tickets" {
  data_categories = ["user.name", "user.contact.email", "user.content.private"]
  may_contain     = ["user.health_and_medical", "user.financial.credit_card"] # incidental, free text
  data_subjects   = ["customer"]
  identifiability = "identified" # identified | pseudonymised | anonymised | synthetic | non_personal
  classification  = "confidential"
  collected_for   = [purpose.support]
  origin          = [principal.customer]
}

principal "customer" { kind = "data_subject" }
principal "support_agents" {
  kind = "human_group"
  mfa  = true
}
principal "ml_engineers" {
  kind = "human_group"
  mfa  = false
}
component "triage_api" { kind = "service" }
component "redactor" { kind = "deidentifier" }
component "agent_desk" { kind = "ui" }
component "abuse_review" {
  kind     = "human_task"
  operator = party.labelworks
  region   = "PH"
}
model "llm" {
  kind            = "llm"
  operator        = party.llmco
  region          = "us-east-1"
  version         = "llmco-large-2026-03-01"
  retires_on      = "2027-01-31"
  untrusted_input = true
  model_card      = "docs/model-card.md"
}
tool "issue_refund" {
  used_by  = [model.llm]
  effect   = "irreversible" # read | write | irreversible
  approval = "none"         # none | human
}
store "app_logs" {
  kind               = "log" # database | object_storage | vector_index | log | cache | training_set | backup
  retention          = "400d"
  erasable           = false
  encryption_at_rest = "provider_managed"
}
store "training_set" {
  kind               = "training_set"
  retention          = "1095d"
  erasable           = false
  encryption_at_rest = "customer_managed"
}

flow "intake" {
  from    = principal.customer
  to      = component.triage_api
  carries = [dataset.tickets]
  purpose = purpose.support
  trigger = "webhook" # webhook | stream | poll | batch | file_export | manual
}
flow "to_redactor" {
  from                  = component.triage_api
  to                    = component.redactor
  carries               = [dataset.tickets]
  purpose               = purpose.support
  encryption_in_transit = "mtls"
}
flow "prompt" {
  from    = component.redactor
  to      = model.llm
  carries = [dataset.tickets]
  purpose = purpose.support
  deidentify {
    method  = "redaction" # redaction | pseudonymisation | tokenisation | aggregation | anonymisation
    removes = ["user.name", "user.contact"]
  }
  transfer { mechanism = "adequacy_dpf" } # adequacy | adequacy_dpf | scc | bcr | ad_hoc_clauses | derogation_49
}
flow "abuse_sampling" {
  from    = model.llm
  to      = component.abuse_review
  carries = [dataset.tickets]
  purpose = purpose.support
}
flow "draft" {
  from    = model.llm
  to      = component.agent_desk
  carries = [] # declared as carrying nothing personal
  purpose = purpose.support
}
flow "debug_logging" {
  from                  = component.triage_api
  to                    = store.app_logs
  carries               = [dataset.tickets]
  purpose               = purpose.support
  encryption_in_transit = "tls1.2"
}
flow "corrections" {
  from    = component.agent_desk
  to      = store.training_set
  carries = [dataset.tickets]
  purpose = purpose.improve
}
access "engineers_logs" {
  principal    = principal.ml_engineers
  resource     = store.app_logs
  permissions  = ["*"]
  last_review  = "2025-12-01"
  review_every = "90d"
}

audit_log "decisions" {
  covers      = [component.triage_api, model.llm]
  events      = ["inference", "human_override", "config_change"]
  fields      = ["timestamp", "actor", "model_version", "input_ref", "output", "confidence"]
  integrity   = "object_lock" # none | append_only | hash_chain | object_lock
  retention   = "365d"
  reviewed_by = "secops"
}
explainability "triage" {
  covers               = [model.llm]
  method               = "rationale" # feature_attribution | rationale | citation | rule | counterfactual | none
  stored_with_decision = true
}
notice "privacy" {
  kind     = "privacy" # privacy | ai_interaction | adm | worker | emotion_biometric | deep_fake
  url      = "https://acme.example/privacy"
  mentions = ["recipients", "retention", "ai_processing"]
}
oversight "agents" {
  principal          = principal.support_agents
  review_share       = 0.08 # share of volume a person re-checks
  minutes_per_review = 6
  hours_per_week     = 12
  can_override       = true
  can_stop           = true
  training           = "docs/oversight-training.md"
}
fallback "manual_queue" {
  covers      = [model.llm]
  triggers    = ["low_confidence", "timeout", "provider_outage"]
  last_tested = "2026-10-20"
}
pipeline "intake" {
  input_format "text" {
    share        = 0.68
    handler      = component.triage_api
    failure_rate = 0.01
    on_failure   = "manual_review"
  }
  input_format "scanned_pdf" { share = 0.30 } # no OCR handler declared
}
integration "crm" {
  with             = component.agent_desk
  mode             = "manual" # webhook | api | stream | file_export | manual
  limit_per_minute = 20
}
evaluation "accuracy" {
  subject             = model.llm
  metric              = "accuracy"
  value               = 0.95
  threshold           = 0.93
  sample_size         = 200
  data                = "production_sample" # curated | synthetic | production_sample | shadow
  evaluated           = "2026-10-12"
  evidence            = evidence.eval_run
  max_errors_per_week = 30
}
monitor "quality" {
  covers  = [model.llm]
  signals = ["accuracy", "input_drift", "refusal_rate", "cost", "latency"]
  alert {
    channel          = "pagerduty:triage"
    expected_per_day = 12
    capacity_per_day = 20
  }
}
maintenance "llm" {
  subject   = model.llm
  cadence   = "90d" # retraining, or re-evaluation of a hosted model
  last_done = "2026-07-01"
}
incident_plan {
  document         = "docs/incident.md"
  authority_notice = "72h"
  last_exercise    = "2026-05-10"
}
ownership {
  business  = "vp-support"
  technical = "team-triage"
  security  = "secops"
  on_call   = "pagerduty:triage"
  runbook   = "docs/runbook.md"
  handoff {
    from     = "data-science"
    to       = "team-triage"
    accepted = null
  }
}
cost {
  currency        = "EUR"
  poc_monthly     = 500
  budget_monthly  = 4000
  approved_growth = 6
  item "llm_tokens" {
    kind             = "api" # api | infrastructure | human_review | retraining | licence
    price_per_volume = 0.55
  }
  item "hosting" {
    kind    = "infrastructure"
    monthly = 900
  }
  item "review" {
    kind    = "human_review"
    monthly = 1200
  }
}
assessment "security" {
  kind    = "security_review" # also dpia, tia, threat_model, red_team, vendor, and others
  status  = "in_progress"
  started = "2026-12-20"
}
assessment "dpia" {
  kind         = "dpia"
  status       = "approved"
  approved     = "2026-08-14"
  review_every = "365d"
  document     = "assessments/dpia.pdf"
  sha256       = "a8c39b68fd1ce39e74005789d20d08e7082a872f50a2843d66bf0878f0e31db0"
}
evidence "eval_run" {
  kind      = "evaluation_results"
  file      = "evals/2026-10-12.json"
  pointer   = "/results/stats"
  supports  = [evaluation.accuracy]
  fresh_for = "60d"
}
waiver "log_review" {
  policy      = "access/review_overdue"
  resource    = access.engineers_logs
  reason      = "Access review tool migration; quarterly review moved to December"
  ticket      = "SEC-2231"
  accepted_by = "ciso@acme.example"
  expires     = "2026-12-31"
}
