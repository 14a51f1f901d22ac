# expect: store.history.erasable
# expect: rights.access_sla
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
store "history" {
  kind      = "database"
  operator  = party.acme
  region    = "eu-central-1"
  retention = "90d"
  erasable  = false
}
flow "intake" {
  from    = principal.customer
  to      = component.api
  carries = [dataset.tickets]
  purpose = purpose.support
}
flow "history" {
  from    = component.api
  to      = store.history
  carries = [dataset.tickets]
  purpose = purpose.support
}
rights {
  contact     = "privacy@acme.example"
  access_sla  = "45d"
  erasure_sla = "30d"
}
