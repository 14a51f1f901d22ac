system "cv_reader" {
  title            = "Reading of applications"
  intended_purpose = "Copies name, education and former employers from an application into the form that a recruiter reads."
  stage            = "pilot"
  jurisdictions    = ["EU"]
  operator_roles   = ["provider", "deployer"]
  sector           = "employment"
  eu_ai_act {
    risk_level = "minimal"
    annex_iii  = ["4(a)"]
    profiling  = false
    art_6_3 {
      condition  = "a"
      assessment = assessment.exemption
    }
  }
}
model "reader" {
  kind = "llm"
}
assessment "exemption" {
  kind     = "art_6_4"
  status   = "approved"
  document = "assessments/exemption.pdf"
}
assessment "eu_database" {
  kind   = "registration"
  status = "approved"
}
