system "loan_letters" {
  title            = "Loan letters"
  intended_purpose = "Drafts the letter that explains a credit decision to the applicant."
  stage            = "production"
}
model "llm" {
  kind    = "llm"
  version = "acme-llm-2026-03-01"
}
assessment "threats" {
  kind     = "threat_model"
  status   = "approved"
  approved = "2026-05-04"
}
assessment "security" {
  kind     = "security_review"
  status   = "approved"
  approved = "2026-10-30"
  started  = "2026-10-01"
}
assessment "attacks" {
  kind     = "red_team"
  status   = "approved"
  approved = "2026-11-06"
}
