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

purpose "improve" {
  data_use      = "train_ai_system"
  legal_basis   = "gdpr_6_1_f"
  retention_max = "365d"
  notice        = notice.privacy
}

dataset "tickets" {
  data_categories = ["user.name", "user.content.private"]
  data_subjects   = ["customer"]
  identifiability = "identified"
  collected_for   = [purpose.support, purpose.improve]
  origin          = [principal.customer]
}

principal "customer" { kind = "data_subject" }

component "api" {
  kind     = "service"
  operator = party.acme
  region   = "eu-central-1"
}

store "training_set" {
  kind      = "training_set"
  operator  = party.acme
  region    = "eu-central-1"
  retention = "365d"
}

flow "intake" {
  from    = principal.customer
  to      = component.api
  carries = [dataset.tickets]
  purpose = purpose.support
}

flow "corrections" {
  from    = component.api
  to      = store.training_set
  carries = [dataset.tickets]
  purpose = purpose.improve
}

notice "privacy" {
  kind     = "privacy"
  url      = "https://acme.example/privacy"
  mentions = ["purposes", "training"]
}

rights {
  contact = "privacy@acme.example"
  opt_out = "https://acme.example/privacy/opt-out"
}
