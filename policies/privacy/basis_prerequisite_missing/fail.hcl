# expect: purpose.support.legal_basis
# expect: purpose.newsletter.consent.withdrawal gap
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
  legal_basis   = "gdpr_6_1_f"
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
purpose "newsletter" {
  data_use      = "marketing"
  legal_basis   = "gdpr_6_1_a"
  retention_max = "90d"
  consent {
    record = "consent table of the CRM"
  }
}
dataset "subscribers" {
  data_categories = ["user.contact.email"]
  data_subjects   = ["customer"]
  identifiability = "identified"
  collected_for   = [purpose.newsletter]
  origin          = [component.api]
}
flow "intake" {
  from    = principal.customer
  to      = component.api
  carries = [dataset.tickets]
  purpose = purpose.support
}
