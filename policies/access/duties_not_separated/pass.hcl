system "fraud_scoring" {
  title            = "Fraud scoring"
  intended_purpose = "Scores card payments for fraud so that an analyst can look at the highest first."
  stage            = "production"
}
model "scorer" {
  kind    = "classifier"
  version = "fraud-7.2.0"
}
component "gateway" {
  kind = "gateway"
}
store "gateway_log" {
  kind      = "log"
  retention = "365d"
}
principal "ml_team" {
  kind = "human_group"
  mfa  = true
}
principal "release_managers" {
  kind = "human_group"
  mfa  = true
}
principal "data_team" {
  kind = "human_group"
  mfa  = true
}
access "ml_changes" {
  principal    = principal.ml_team
  resource     = model.scorer
  permissions  = ["write"]
  approved_by  = "head-of-risk"
  last_review  = "2026-10-01"
  review_every = "180d"
}
access "ml_releases" {
  principal    = principal.release_managers
  resource     = model.scorer
  permissions  = ["deploy"]
  approved_by  = "head-of-risk"
  last_review  = "2026-10-01"
  review_every = "180d"
}
access "data_model" {
  principal    = principal.data_team
  resource     = model.scorer
  permissions  = ["write"]
  approved_by  = "head-of-risk"
  last_review  = "2026-10-01"
  review_every = "180d"
}
access "data_logs" {
  principal    = principal.data_team
  resource     = store.gateway_log
  permissions  = ["read"]
  approved_by  = "head-of-risk"
  last_review  = "2026-10-01"
  review_every = "180d"
}
audit_log "gateway" {
  covers    = [component.gateway]
  integrity = "append_only"
  store     = store.gateway_log
}
