# expect: access.platform_claims.permissions
system "claims_search" {
  title            = "Claims search"
  intended_purpose = "Finds similar past claims so that a handler can settle a new one consistently."
  stage            = "pilot"
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
principal "platform_team" {
  kind = "human_group"
  mfa  = true
}
access "platform_claims" {
  principal     = principal.platform_team
  resource      = store.claims
  permissions   = ["*"]
  justification = "Rebuilds the index after a schema change"
  last_review   = "2026-10-01"
  review_every  = "90d"
}
