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
  data_terms {
    trains_on_inputs = false
    input_retention  = "30d"
  }
}
party "speechco" {
  role    = "processor"
  country = "FR"
  data_terms {
    trains_on_inputs = false
    input_retention  = "0d"
  }
}
party "scanco" {
  role    = "processor"
  country = "FR"
  data_terms {
    trains_on_inputs = false
    input_retention  = "1d"
  }
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
model "speech" {
  kind     = "speech"
  operator = party.speechco
  region   = "eu-west-3"
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
flow "recording" {
  from    = component.api
  to      = model.speech
  carries = [dataset.tickets]
  purpose = purpose.support
}
model "scan" {
  kind     = "vision"
  operator = party.scanco
  region   = "eu-west-3"
}
flow "letters" {
  from    = component.api
  to      = model.scan
  carries = [dataset.tickets]
  purpose = purpose.support
}
