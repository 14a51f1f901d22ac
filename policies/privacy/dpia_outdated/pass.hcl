system "screening" {
  title            = "Shift planning"
  intended_purpose = "Propose shifts from the availability, skills and sick notes of the staff."
  stage            = "production"
  jurisdictions    = ["EU"]
  controller       = party.acme
  decision_effect  = "none"
}
party "acme" {
  role    = "controller"
  country = "DE"
}
purpose "planning" {
  data_use               = "essential.service"
  legal_basis            = "gdpr_6_1_b"
  special_category_basis = "gdpr_9_2_b"
  retention_max          = "365d"
}
dataset "staff" {
  data_categories = ["user.name", "user.health_and_medical"]
  data_subjects   = ["employee"]
  identifiability = "identified"
  collected_for   = [purpose.planning]
  origin          = [store.hr]
}
store "hr" {
  kind      = "database"
  operator  = party.acme
  region    = "DE"
  retention = "365d"
}
model "planner" {
  kind     = "ranker"
  operator = party.acme
  region   = "DE"
}
flow "staff" {
  from    = store.hr
  to      = model.planner
  carries = [dataset.staff]
  purpose = purpose.planning
}
assessment "dpia" {
  kind               = "dpia"
  status             = "approved"
  approved           = "2025-11-23"
  review_every       = "365d"
  residual_risk      = "high"
  prior_consultation = "2025-11-03"
}
