# expect: access.auditor_claims.expires stale
# expect: access.handlers_claims.last_review stale
# expect: access.loader_claims.review_every gap
system "claims_search" {
  title            = "Claims search"
  intended_purpose = "Finds similar past claims so that a handler can settle a new one consistently."
  stage            = "production"
}
dataset "claims" {
  data_categories = ["user.name", "user.financial"]
  data_subjects   = ["customer"]
  origin          = [store.claims]
}
store "claims" {
  kind               = "vector_index"
  encryption_at_rest = "customer_managed"
}
principal "handlers" {
  kind = "human_group"
  mfa  = true
}
principal "auditor" {
  kind = "human_group"
  mfa  = true
}
principal "loader" {
  kind           = "service"
  authentication = "workload_identity"
}
access "handlers_claims" {
  principal    = principal.handlers
  resource     = store.claims
  permissions  = ["read"]
  last_review  = "2026-08-24"
  review_every = "90d"
}
access "auditor_claims" {
  principal   = principal.auditor
  resource    = store.claims
  permissions = ["read"]
  expires     = "2026-11-22"
}
access "loader_claims" {
  principal   = principal.loader
  resource    = store.claims
  permissions = ["write"]
  last_review = "2026-08-24"
}
