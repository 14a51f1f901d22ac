# expect: system.volume gap
# expect: model.llm gap
# expect: dataset.tickets gap
# How much there is to handle and how far customers can be identified are not known, and nobody has measured the model.
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
  identifiability = null # not known yet
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

fallback "queue" {
  covers   = [model.llm]
  triggers = ["low_confidence", "timeout", "provider_outage"]
}

ownership {
  business  = "vp-support"
  technical = "team-support"
  security  = "secops"
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
