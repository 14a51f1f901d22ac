system "credit_limits" {
  title            = "Credit limits"
  intended_purpose = "Proposes a credit limit for a customer, which a clerk confirms or changes."
  stage            = "production"
}
model "scorer" {
  kind    = "regressor"
  version = "limits-3.1.0"
}
store "decision_log" {
  kind      = "log"
  retention = "730d"
}
principal "platform_team" {
  kind = "human_group"
  mfa  = true
}
access "platform_model" {
  principal    = principal.platform_team
  resource     = model.scorer
  permissions  = ["deploy"]
  last_review  = "2026-10-01"
  review_every = "180d"
}
access "platform_logs" {
  principal    = principal.platform_team
  resource     = store.decision_log
  permissions  = ["read"]
  last_review  = "2026-10-01"
  review_every = "180d"
}
audit_log "decisions" {
  covers    = [model.scorer]
  integrity = "append_only"
  store     = store.decision_log
}
audit_log "overrides" {
  covers    = [model.scorer]
  integrity = "object_lock"
}
