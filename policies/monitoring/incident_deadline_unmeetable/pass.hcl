system "claims_letters" {
  title            = "Claims letters"
  intended_purpose = "Drafts letters to customers about their claims, which a clerk edits and signs."
  stage            = "production"
  jurisdictions    = ["EU"]
  controller       = party.insurer
}
party "insurer" {
  role    = "controller"
  country = "FR"
}
party "llmco" {
  role    = "processor"
  country = "FR"
  data_terms {
    incident_notice = "24h"
  }
}
party "printer" {
  role    = "processor"
  country = "FR"
  data_terms {
    incident_notice = "24h"
  }
}
dataset "claims" {
  data_categories = ["user.name", "user.contact"]
  origin          = [component.desk]
}
component "desk" {
  kind     = "ui"
  operator = party.insurer
}
component "print" {
  kind     = "external_service"
  operator = party.printer
}
model "writer" {
  kind     = "llm"
  operator = party.llmco
  version  = "writer-2026-04-01"
}
flow "prompt" {
  from    = component.desk
  to      = model.writer
  carries = [dataset.claims]
}
flow "print" {
  from    = component.desk
  to      = component.print
  carries = [dataset.claims]
}
incident_plan {
  document         = "docs/incidents.md"
  owner            = "dpo"
  authority_notice = "72h"
  last_exercise    = "2025-11-23"
}
