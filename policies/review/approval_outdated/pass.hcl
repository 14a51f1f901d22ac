system "sorting_line" {
  title            = "Sorting line"
  intended_purpose = "Finds damaged parcels on a conveyor so that a person can take them off."
  stage            = "production"
}
model "camera" {
  kind    = "vision"
  version = "parcels-5.0.2"
}
assessment "threats" {
  kind         = "threat_model"
  status       = "approved"
  approved     = "2026-11-16"
  review_every = "365d"
}
assessment "attacks" {
  kind         = "red_team"
  status       = "approved"
  approved     = "2026-11-17"
  review_every = "365d"
}
assessment "security" {
  kind         = "security_review"
  status       = "approved"
  approved     = "2026-11-18"
  review_every = "365d"
}
