# expect: evaluation.bias.conditions gap
# expect: evaluation.bias.dataset
system "interview_invitations" {
  title            = "Interview invitations"
  intended_purpose = "Proposes to recruiters which applicants to invite to an interview."
  stage            = "production"
  jurisdictions    = ["EU"]
  controller       = party.employer
}
party "employer" {
  role    = "controller"
  country = "NL"
}
party "auditor" {
  role    = "processor"
  country = "NL"
}
dataset "survey" {
  data_categories = ["user.demographic.race_ethnicity"]
  data_subjects   = ["job_applicant"]
  identifiability = "identified"
  origin          = [store.survey]
}
store "survey" {
  kind      = "database"
  operator  = party.employer
  retention = "90d"
}
model "ranker" {
  kind     = "ranker"
  operator = party.employer
  version  = "ranker-5.1.0"
}
component "audit" {
  kind     = "job"
  operator = party.auditor
}
flow "audit" {
  from    = store.survey
  to      = component.audit
  carries = [dataset.survey]
}
evaluation "bias" {
  kind    = "bias"
  subject = model.ranker
  metric  = "agreement"
  dataset = dataset.survey
  conditions {
    necessity = "Origin cannot be derived from other data, and a synthetic sample missed the bias found by hand."
    record    = "docs/processing-records.md"
  }
}
