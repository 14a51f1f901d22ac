# expect: model.llm.region
# expect: store.history.region gap
# expect: principal.agents.country gap
system "assistant" {
  title            = "Support assistant"
  intended_purpose = "Draft first replies to support tickets for an agent to edit and send."
  stage            = "pilot"
  jurisdictions    = ["EU"]
  controller       = party.acme
  allowed_regions  = ["EEA"]
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
  region   = "us-east-1"
}

store "history" {
  kind      = "database"
  operator  = party.acme
  region    = "mars-central-1"
  retention = "90d"
}

principal "agents" {
  kind = "human_group"
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

flow "history" {
  from    = component.api
  to      = store.history
  carries = [dataset.tickets]
  purpose = purpose.support
}

access "agents_history" {
  principal   = principal.agents
  resource    = store.history
  permissions = ["read"]
}
