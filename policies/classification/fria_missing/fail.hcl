# expect: system.eu_ai_act.annex_iii upcoming
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
