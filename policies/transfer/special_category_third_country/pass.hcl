system "assistant" {
  title            = "Support assistant"
  intended_purpose = "Draft first replies to support tickets for an agent to edit and send."
  stage            = "pilot"
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
  certifications = ["eu_us_dpf"]
  sub_processors = [party.labelworks]
}

party "labelworks" {
  role    = "sub_processor"
  country = "PH"
}

purpose "support" {
  data_use               = "essential.service.operations.support"
  legal_basis            = "gdpr_6_1_b"
  retention_max          = "365d"
  special_category_basis = "gdpr_9_2_a"
}

dataset "tickets" {
  data_categories = ["user.content.private"]
  may_contain     = ["user.health_and_medical"]
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

component "abuse_review" {
  kind     = "human_task"
  operator = party.labelworks
  region   = "PH"
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
  transfer { mechanism = "adequacy_dpf" }
}

flow "abuse_sampling" {
  from    = model.llm
  to      = component.abuse_review
  carries = [dataset.tickets]
  purpose = purpose.support
  transfer {
    mechanism = "scc"
    tia       = assessment.tia_labelworks
  }
}

assessment "tia_labelworks" {
  kind     = "tia"
  status   = "approved"
  approved = "2026-09-01"
  covers   = [flow.abuse_sampling]
}
