system "helpdesk" {
  title            = "Help desk"
  intended_purpose = "Drafts answers to questions of customers, which an agent sends."
  stage            = "pilot"
}
party "llmco" {
  role    = "processor"
  country = "DE"
}
principal "customers" { kind = "data_subject" }
component "desk" {
  kind   = "service"
  region = "eu-central-1"
}
tool "search" {
  used_by  = [model.writer]
  effect   = "read"
  approval = "none"
}
model "writer" {
  kind     = "llm"
  operator = party.llmco
  region   = "eu-central-1"
  version  = "writer-4.2"
}
dataset "questions" {
  data_categories = ["user.contact.email"]
  data_subjects   = ["customer"]
  origin          = [principal.customers]
}
flow "ask" {
  from = principal.customers
  to   = component.desk
}
flow "prompt" {
  from = component.desk
  to   = model.writer
}
assessment "privacy" {
  kind     = "dpia"
  status   = "approved"
  approved = "2026-11-16"
}
