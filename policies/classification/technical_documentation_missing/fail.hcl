# expect: assessment.manual.document upcoming
# expect: assessment.quality.status upcoming
# expect: system.eu_ai_act.risk_level upcoming
system "cv_ranking" {
  title            = "Ranking of applications"
  intended_purpose = "Orders applications for a vacancy by how well they match its description."
  stage            = "production"
  jurisdictions    = ["EU"]
  operator_roles   = ["provider"]
  sector           = "employment"
  eu_ai_act {
    risk_level = "high"
    annex_iii  = ["4(a)"]
    profiling  = true
  }
}
model "ranker" {
  kind = "ranker"
}
assessment "quality" {
  kind   = "qms"
  status = "in_progress"
}
assessment "manual" {
  kind   = "instructions_for_use"
  status = "approved"
}
