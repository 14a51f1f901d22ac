system "cv_screening" {
  title            = "Screening of applications"
  intended_purpose = "Ranks applications for a vacancy by how well they meet its written requirements."
  stage            = "production"
  jurisdictions    = ["EU"]
  operator_roles   = ["deployer"]
  eu_ai_act {
    risk_level = "high"
    annex_iii  = ["4(a)"]
  }
}
model "ranker" {
  kind    = "ranker"
  version = "ranker-2.0.1"
}
audit_log "decisions" {
  covers    = [model.ranker]
  retention = "365d"
}
