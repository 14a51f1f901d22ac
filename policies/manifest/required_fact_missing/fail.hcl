# expect: system.volume gap
# expect: model.llm gap
# expect: ownership gap
# How much there is to handle and who answers for security are not known, and nothing says what happens when the model fails.
system "assistant" {
  title            = "Support assistant"
  intended_purpose = "Draft first replies to support tickets for an agent to edit and send."
  stage            = "pilot"
  jurisdictions    = ["EU"]
  controller       = party.acme
  automation_level = "assistive"

  scope {
    in_scope       = [purpose.support]
    out_of_scope   = ["upsell"]
    change_control = "docs/adr/0007-scope.md"
  }
}

defaults {
  operator              = party.acme
  region                = "eu-central-1"
  encryption_in_transit = "tls1.3"
}

party "acme" {
  role    = "controller"
  country = "DE"
}

purpose "support" {
  data_use      = "essential.service.operations.support"
  legal_basis   = "gdpr_6_1_b"
  retention_max = "365d"
}

dataset "tickets" {
  data_categories = ["user.name", "user.content.private"]
  data_subjects   = ["customer"]
  identifiability = "identified"
  collected_for   = [purpose.support]
  origin          = [principal.customer]
}

principal "customer" { kind = "data_subject" }

principal "agents" {
  kind    = "human_group"
  country = "DE"
}

component "api" { kind = "service" }

model "llm" {
  kind    = "llm"
  version = "llm-2026-03-01"
}

flow "intake" {
  from    = principal.customer
  to      = component.api
  carries = [dataset.tickets]
  purpose = purpose.support
}

flow "prompt" {
  from    = component.api
  to      = model.llm
  carries = [dataset.tickets]
  purpose = purpose.support
}

audit_log "decisions" { covers = [model.llm] }

explainability "drafts" {
  covers = [model.llm]
  method = "rationale"
}

oversight "agents" {
  principal    = principal.agents
  review_share = 0.1
  can_override = true
  can_stop     = true
}

pipeline "intake" {
  input_format "text" {
    share   = 1
    handler = component.api
  }
}

evaluation "quality" {
  subject     = model.llm
  metric      = "task_success"
  value       = 0.95
  threshold   = 0.9
  sample_size = 500
  data        = "production_sample"
  evaluated   = "2026-10-12"
}

ownership {
  business  = "vp-support"
  technical = "team-support"
  security  = null # not known yet
}

cost {
  currency       = "EUR"
  poc_monthly    = 500
  budget_monthly = 4000
}

assessment "security" {
  kind    = "security_review"
  status  = "in_progress"
  started = "2026-10-01"
}
