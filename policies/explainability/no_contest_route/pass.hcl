system "housing_benefit" {
  title            = "Housing benefit"
  intended_purpose = "Calculates the housing benefit from an application and drafts the notice that a clerk signs."
  stage            = "production"
  decision_effect  = "legal"
  sector           = "public_administration"
}
model "benefit" {
  kind = "regressor"
}
principal "clerks" {
  kind = "human_group"
}
oversight "clerks" {
  principal    = principal.clerks
  can_override = true
  can_stop     = true
}
rights {
  contact = "benefits@town.example"
  contest = "objection to the benefits office within a month; a second clerk decides"
}
