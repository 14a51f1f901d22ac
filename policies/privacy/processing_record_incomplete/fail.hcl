# expect: party.acme gap
# expect: dataset.tickets.data_subjects gap
system "assistant" {
  title            = "Support assistant"
  intended_purpose = "Draft first replies to support tickets for an agent to edit and send."
  stage            = "production"
  jurisdictions    = ["EU"]
  controller       = party.acme
  deployer_type    = "public_body"
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
  data_subjects   = []
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
flow "intake" {
  from    = principal.customer
  to      = component.api
  carries = [dataset.tickets]
  purpose = purpose.support
}
