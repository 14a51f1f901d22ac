system "sorting_line" {
  title            = "Sorting line"
  intended_purpose = "Finds damaged parcels on a conveyor so that a person can take them off."
  stage            = "production"
}
model "camera" {
  kind    = "vision"
  version = "parcels-4.9.0"
}
assessment "threats" {
  kind         = "threat_model"
  status       = "approved"
  approved     = "2025-09-01"
  review_every = "365d"
}
assessment "attacks" {
  kind     = "red_team"
  status   = "approved"
  approved = "2026-03-01"
}
assessment "security" {
  kind         = "security_review"
  status       = "approved"
  approved     = "2026-05-04"
  review_every = "365d"
}
