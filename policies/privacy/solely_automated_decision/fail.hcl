# expect: system.automation_level
# expect: purpose.scoring.special_category_basis
system "credit" {
  title            = "Credit line decisions"
  intended_purpose = "Decide on applications for a credit line of up to 2,000 euros within a minute."
  stage            = "pilot"
  jurisdictions    = ["EU"]
  controller       = party.bank
  automation_level = "full"
  decision_effect  = "legal"
}
party "bank" {
  role    = "controller"
  country = "DE"
}
purpose "scoring" {
  data_use               = "essential.service"
  legal_basis            = "gdpr_6_1_b"
  special_category_basis = "gdpr_9_2_f"
  retention_max          = "365d"
}
dataset "applications" {
  data_categories = ["user.financial", "user.health_and_medical"]
  data_subjects   = ["customer"]
  identifiability = "identified"
  collected_for   = [purpose.scoring]
  origin          = [principal.applicant]
}
principal "applicant" { kind = "data_subject" }
principal "officers" { kind = "human_group" }
model "scorer" {
  kind     = "classifier"
  operator = party.bank
  region   = "DE"
}
flow "application" {
  from    = principal.applicant
  to      = model.scorer
  carries = [dataset.applications]
  purpose = purpose.scoring
}
oversight "officers" {
  principal    = principal.officers
  review_share = 0.05
  can_override = false
  can_stop     = true
}
rights {
  contact = "privacy@bank.example"
}
