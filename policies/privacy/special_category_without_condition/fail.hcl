# expect: flow.intake.purpose
# expect: flow.check.purpose
# Claims hold diagnoses and convictions, and neither purpose says what allows them.
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

purpose "fraud" {
  data_use      = "essential.fraud_detection"
  legal_basis   = "gdpr_6_1_f"
  retention_max = "365d"
}

dataset "claims" {
  data_categories = ["user.name", "user.health_and_medical", "user.criminal_history"]
  data_subjects   = ["patient"]
  identifiability = "identified"
  collected_for   = [purpose.support, purpose.fraud]
  origin          = [principal.patient]
}

principal "patient" { kind = "data_subject" }

component "api" {
  kind     = "service"
  operator = party.acme
  region   = "eu-central-1"
}

component "fraud_check" {
  kind     = "decision"
  operator = party.acme
  region   = "eu-central-1"
}

flow "intake" {
  from    = principal.patient
  to      = component.api
  carries = [dataset.claims]
  purpose = purpose.support
}

flow "check" {
  from    = component.api
  to      = component.fraud_check
  carries = [dataset.claims]
  purpose = purpose.fraud
}
