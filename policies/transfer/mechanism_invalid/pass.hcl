system "assistant" {
  title            = "Support assistant"
  intended_purpose = "Draft first replies to support tickets for an agent to edit and send."
  stage            = "production"
  jurisdictions    = ["EU"]
  controller       = party.acme
}
party "acme" {
  role    = "controller"
  country = "DE"
}
party "llmco" {
  role           = "processor"
  country        = "US"
  certifications = ["eu_us_dpf", "soc2_type2"]
}
party "labels" {
  role    = "processor"
  country = "PH"
}
party "archive" {
  role    = "processor"
  country = "IN"
}
purpose "support" {
  data_use      = "essential.service.operations.support"
  legal_basis   = "gdpr_6_1_b"
  retention_max = "90d"
}
dataset "tickets" {
  data_categories = ["user.name", "user.content.private"]
  data_subjects   = ["customer"]
  identifiability = "identified"
  collected_for   = [purpose.support]
  origin          = [principal.customer]
}
principal "customer" { kind = "data_subject" }
component "api" {
  kind     = "service"
  operator = party.acme
  region   = "eu-central-1"
}
model "llm" {
  kind     = "llm"
  operator = party.llmco
  region   = "us-east-1"
}
component "labelling" {
  kind     = "human_task"
  operator = party.labels
  region   = "PH"
}
store "archive" {
  kind      = "backup"
  operator  = party.archive
  region    = "IN"
  retention = "90d"
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
  transfer {
    mechanism = "adequacy_dpf"
  }
}
flow "labels" {
  from    = component.api
  to      = component.labelling
  carries = [dataset.tickets]
  purpose = purpose.support
  transfer {
    mechanism = "scc"
    signed    = "2026-03-01"
    tia       = assessment.transfer
  }
}
flow "export" {
  from    = component.api
  to      = store.archive
  carries = [dataset.tickets]
  purpose = purpose.support
  trigger = "batch"
  transfer {
    mechanism = "bcr"
    tia       = assessment.transfer
  }
}
assessment "transfer" {
  kind     = "tia"
  status   = "approved"
  approved = "2026-03-01"
  covers   = [flow.labels, flow.export]
}
