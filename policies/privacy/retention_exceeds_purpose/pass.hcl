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

store "history" {
  kind             = "database"
  operator         = party.acme
  region           = "eu-central-1"
  retention        = "335d"
  backup_retention = "30d"
}

store "cache" {
  kind      = "cache"
  operator  = party.acme
  region    = "eu-central-1"
  retention = "7d"
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

flow "cache" {
  from    = component.api
  to      = store.cache
  carries = [dataset.tickets]
  purpose = purpose.support
}
