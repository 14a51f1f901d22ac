# --- Who has access ---------------------------------------------------------------------------------------------------

principal "clerks" {
  kind           = "human_group"
  mfa            = true
  shared         = false
  authentication = "sso"
  country        = "DE"
}
principal "engineers" {
  kind           = "human_group"
  mfa            = true
  shared         = false
  authentication = "sso"
  country        = "DE"
}
principal "ml_engineers" {
  kind           = "human_group"
  mfa            = true
  shared         = false
  authentication = "sso"
  country        = "DE"
}
principal "auditors" {
  kind           = "human_group"
  mfa            = true
  shared         = false
  authentication = "sso"
  country        = "DE"
}
principal "deployer" { # the pipeline; it alone deploys, people alone merge
  kind           = "service"
  shared         = false
  authentication = "workload_identity"
  country        = "DE"
}

access "clerks_originals" {
  principal    = principal.clerks
  resource     = store.originals
  permissions  = ["read"]
  purpose      = purpose.claims
  approved_by  = "claims-operations"
  last_review  = "2026-10-12"
  review_every = "90d"
}
access "clerks_records" {
  principal    = principal.clerks
  resource     = store.claim_records
  permissions  = ["read", "write"]
  purpose      = purpose.claims
  approved_by  = "claims-operations"
  last_review  = "2026-10-12"
  review_every = "90d"
}
access "ml_training" {
  principal    = principal.ml_engineers
  resource     = store.training_pages
  permissions  = ["read"]
  purpose      = purpose.training
  approved_by  = "privacy-office"
  last_review  = "2026-10-12"
  review_every = "90d"
}
access "engineers_router" {
  principal    = principal.engineers
  resource     = component.router
  permissions  = ["write"]
  purpose      = purpose.claims
  approved_by  = "security-office"
  last_review  = "2026-10-12"
  review_every = "90d"
}
access "deploy" {
  principal    = principal.deployer
  resource     = component.router
  permissions  = ["deploy"]
  purpose      = purpose.claims
  approved_by  = "security-office"
  last_review  = "2026-10-12"
  review_every = "90d"
}
# Broad, and therefore with a reason and an end.
access "break_glass" {
  principal     = principal.engineers
  resource      = store.originals
  permissions   = ["admin"]
  purpose       = purpose.claims
  justification = "Restore after data loss: sealed account, two persons, each use reviewed the next day"
  approved_by   = "security-office"
  expires       = "2026-12-31"
  last_review   = "2026-10-12"
  review_every  = "90d"
}
access "audit_store" {
  principal    = principal.auditors
  resource     = store.audit
  permissions  = ["read"]
  purpose      = purpose.records
  approved_by  = "security-office"
  last_review  = "2026-10-12"
  review_every = "90d"
}

# --- What is recorded, and explained ----------------------------------------------------------------------------------

audit_log "decisions" {
  covers      = [component.router, component.review_desk, model.classifier, model.extractor, tool.draft_claim]
  events      = ["inference", "tool_call", "human_override", "access", "config_change", "model_change", "error"]
  fields      = ["timestamp", "actor", "model_version", "input_ref", "output", "confidence", "explanation_ref"]
  integrity   = "object_lock"
  retention   = "1095d"
  reviewed_by = "internal-audit, monthly"
  store       = store.audit
}
explainability "where_it_stands" {
  covers               = [model.extractor]
  method               = "citation" # each fact points at its place on the page
  audience             = ["operator", "auditor"]
  stored_with_decision = true
  faithfulness         = evidence.citations
}
explainability "why_this_class" {
  covers               = [model.classifier]
  method               = "feature_attribution"
  audience             = ["operator", "developer"]
  stored_with_decision = true
  faithfulness         = evidence.citations
}
notice "privacy" {
  kind     = "privacy"
  audience = ["data_subject", "customer"]
  url      = "https://insurer.example/privacy"
  mentions = [
    "controller", "purposes", "legal_basis", "recipients", "transfers", "retention",
    "rights", "complaint", "ai_processing", "training", "sources",
  ]
  at = "collection"
}
rights {
  contact     = "privacy@insurer.example"
  access_sla  = "21d"
  erasure_sla = "21d"
  contest     = "A clerk looks at the document again on request, without the draft"
  opt_out     = "https://insurer.example/privacy/object" # takes a document's pages out of the training set
}

# --- Who watches it ---------------------------------------------------------------------------------------------------

# (0.12 x 6,000 + 246 that fail) x 3 minutes = 48.3 hours a week. Four clerks have 16 hours each.
oversight "clerks" {
  principal          = principal.clerks
  review_share       = 0.12 # low confidence, and a random sample of 2 %
  minutes_per_review = 3
  hours_per_week     = 64
  can_override       = true
  can_stop           = true
  training           = "docs/training.md"
}
fallback "typing_pool" {
  covers      = [component.ocr, model.classifier, model.extractor]
  triggers    = ["low_confidence", "timeout", "provider_outage", "policy_block"]
  action      = "Documents go to the clerks' queue unread, as before the system; 1,300 a day were managed in the test"
  last_tested = "2026-09-22"
}
pipeline "intake" {
  schema_change_detection = true
  production_sample       = "docs/data-sheet.md" # says where the pages are; they are no matter for a repository
  input_format "pdf_with_text" {
    share        = 0.55
    handler      = component.file_check
    failure_rate = 0.01
    on_failure   = "manual_review"
  }
  input_format "scan_or_photo" {
    share        = 0.38
    handler      = component.ocr
    failure_rate = 0.04
    on_failure   = "manual_review"
  }
  input_format "email_text" {
    share        = 0.05
    handler      = component.file_check
    failure_rate = 0.005
    on_failure   = "manual_review"
  }
  input_format "anything_else" { # spreadsheets, videos, archives: no attempt is made
    share        = 0.02
    handler      = component.file_check
    failure_rate = 1
    on_failure   = "manual_review"
  }
  exception {
    queue = "intake-exceptions"
    owner = "claims-operations"
    sla   = "24h"
  }
}

integration "claims_core" {
  with             = component.claims_core
  mode             = "api"
  limit_per_minute = 120
  events_needed    = ["claim.created", "claim.merged"]
  events_available = ["claim.created"] # claim.merged comes with the next release; see waiver.merged_claims
  owner            = "team-core"
  sla              = "4h"
  tested           = "2026-10-20"
}
integration "translation" {
  with             = component.translation
  mode             = "api"
  limit_per_minute = 40
  owner            = "team-intake"
  sla              = "8h"
  tested           = "2026-10-20"
}

monitor "quality" {
  covers  = [model.classifier, model.extractor]
  signals = ["override_rate", "agreement", "input_drift", "output_drift", "error_rate", "latency", "cost", "volume"]
  drift {
    method    = "population stability index over classes and page features"
    threshold = 0.2
    window    = "7d"
    baseline  = "May 2026, the last full month of the pilot"
  }
  alert {
    channel          = "pager:team-intake"
    owner            = "team-intake"
    expected_per_day = 3
    capacity_per_day = 10
  }
}
maintenance "classifier" {
  subject   = model.classifier
  cadence   = "90d"
  last_done = "2026-10-05"
  rollback  = "docs/runbook.md"
  trigger   = "drift above its threshold, or overrides above 6 % for a week"
}
maintenance "extractor" {
  subject   = model.extractor
  cadence   = "90d"
  last_done = "2026-10-09"
  rollback  = "docs/runbook.md"
  trigger   = "a change of version, prompt or tool"
}
incident_plan {
  document         = "docs/incident-plan.md"
  owner            = "security-office"
  authority_notice = "48h"
  subject_notice   = "72h"
  last_exercise    = "2026-09-17"
}

# --- What it costs ----------------------------------------------------------------------------------------------------

# 6,000 documents a week are 26,000 a month.
cost {
  currency        = "EUR"
  poc_monthly     = 2600
  budget_monthly  = 19000
  approved_growth = 7 # by the board, on 2026-04-22
  assumed_volume  = 6000
  item "model_api" {
    kind             = "api"
    price_per_volume = 0.035
  }
  item "translation" {
    kind             = "api"
    price_per_volume = 0.02 # 0.50 for one document in 25
  }
  item "ocr_and_hosting" {
    kind    = "infrastructure"
    monthly = 4900
  }
  item "clerks" { # 48.3 hours a week at 38
    kind    = "human_review"
    monthly = 7950
  }
  item "labelling" {
    kind    = "retraining"
    monthly = 1200
  }
  cap {
    monthly               = 19000
    per_caller_per_minute = 20
  }
}
