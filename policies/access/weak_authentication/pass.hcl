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
principal "support_vendor" {
  kind   = "vendor_support"
  mfa    = true
  shared = false
}
principal "index_loader" {
  kind           = "service"
  authentication = "static_key"
  key_rotation   = "90d"
}
access "vendor_claims" {
  principal    = principal.support_vendor
  resource     = store.claims
  permissions  = ["read"]
  last_review  = "2026-10-01"
  review_every = "90d"
}
access "loader_claims" {
  principal    = principal.index_loader
  resource     = store.claims
  permissions  = ["write"]
  last_review  = "2026-10-01"
  review_every = "90d"
}
principal "night_shift" {
  kind   = "human_group"
  mfa    = true
  shared = false
}
principal "new_hires" {
  kind = "human_group"
  mfa  = true
}
access "new_hires_claims" {
  principal    = principal.new_hires
  resource     = store.claims
  permissions  = ["read"]
  last_review  = "2026-10-01"
  review_every = "90d"
}
