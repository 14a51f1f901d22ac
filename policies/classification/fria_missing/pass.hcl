system "credit_scoring" {
  title            = "Credit scoring"
  intended_purpose = "Estimates how likely an applicant is to repay a loan; a clerk decides."
  stage            = "production"
  jurisdictions    = ["EU"]
  operator_roles   = ["deployer"]
  sector           = "finance"
  deployer_type    = "private"
  eu_ai_act {
    risk_level = "high"
    annex_iii  = ["5(b)"]
    profiling  = true
  }
}
model "score" {
  kind = "classifier"
}
assessment "rights" {
  kind     = "fria"
  status   = "approved"
  approved = "2026-09-15"
  notified = "2026-09-22"
}
