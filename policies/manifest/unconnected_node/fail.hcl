# expect: store.history
# expect: tool.lookup
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
  role    = "processor"
  country = "FR"
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
  region   = "eu-west-3"
}
store "history" {
  kind      = "database"
  operator  = party.acme
  region    = "eu-central-1"
  retention = "30d"
}
tool "lookup" {
  used_by = []
  effect  = "read"
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
