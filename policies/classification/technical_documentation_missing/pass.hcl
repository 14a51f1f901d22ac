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
assessment "qms" {
  kind     = "qms"
  status   = "approved"
  document = "assessments/qms.pdf"
}
assessment "instructions_for_use" {
  kind     = "instructions_for_use"
  status   = "approved"
  document = "assessments/instructions_for_use.pdf"
}
assessment "technical_documentation" {
  kind     = "technical_documentation"
  status   = "approved"
  document = "assessments/technical_documentation.pdf"
}
assessment "conformity" {
  kind     = "conformity"
  status   = "approved"
  document = "assessments/conformity.pdf"
}
assessment "registration" {
  kind     = "registration"
  status   = "approved"
  document = "assessments/registration.pdf"
}
