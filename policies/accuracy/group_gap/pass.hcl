system "applicant_scoring" {
  title            = "Applicant scoring"
  intended_purpose = "Scores applications for a flat so that the landlord can decide whom to invite first."
  stage            = "production"
  decision_effect  = "similarly_significant"
}
model "scoring" {
  kind    = "regressor"
  version = "scoring-1.4.0"
}
model "ranking" {
  kind    = "ranker"
  version = "ranking-1.0.2"
}
evaluation "scoring" {
  subject   = model.scoring
  metric    = "accuracy"
  tolerance = 0.05
  group "under_30" { value = 0.94 }
  group "over_60" { value = 0.89 }
}
evaluation "ranking" {
  subject   = model.ranking
  metric    = "agreement"
  tolerance = 0.05
  group "women" { value = 0.91 }
  group "men" { value = 0.92 }
}
