# expect: system.eu_ai_act.risk_level upcoming
system "cv_ranking" {
  title            = "Ranking of applications"
  intended_purpose = "Orders applications for a vacancy by how well they match its description."
  stage            = "pilot"
  jurisdictions    = ["EU"]
  sector           = "employment"
  eu_ai_act {
    risk_level = "minimal"
    annex_iii  = ["4(a)"]
    profiling  = true
  }
}
model "ranker" {
  kind = "ranker"
}
