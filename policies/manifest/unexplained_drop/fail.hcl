# expect: flow.draft.carries
# The draft is said to carry nothing, but the model has seen the ticket and may repeat it.
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

component "api" {
  kind     = "service"
  operator = party.acme
  region   = "eu-central-1"
}

model "llm" {
  kind     = "llm"
  operator = party.acme
  region   = "eu-central-1"
}

component "agent_desk" {
  kind     = "ui"
  operator = party.acme
  region   = "eu-central-1"
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

flow "draft" {
  from    = model.llm
  to      = component.agent_desk
  carries = []
  purpose = purpose.support
}
