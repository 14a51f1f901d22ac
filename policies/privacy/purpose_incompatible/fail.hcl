# expect: flow.leads.purpose
# Customers wrote for support; marketing is another purpose.
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

purpose "upsell" {
  data_use      = "marketing"
  legal_basis   = "gdpr_6_1_f"
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

component "campaigns" {
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

flow "leads" {
  from    = component.api
  to      = component.campaigns
  carries = [dataset.tickets]
  purpose = purpose.upsell
}

