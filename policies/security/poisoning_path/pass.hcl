system "product_search" {
  title            = "Product search"
  intended_purpose = "Answers shoppers' questions about products from reviews and data sheets."
  stage            = "pilot"
  controller       = party.shop
}
party "shop" {
  role    = "controller"
  country = "FR"
}
party "maker" {
  role    = "third_party"
  country = "FR"
}
defaults {
  operator = party.shop
}
principal "shoppers" {
  kind = "public"
}
component "review_form" {
  kind = "ui"
}
component "data_sheets" {
  kind     = "external_service"
  operator = party.maker
}
component "moderation" {
  kind = "human_task"
}
component "signature_check" {
  kind = "validator"
}
store "product_index" {
  kind               = "vector_index"
  encryption_at_rest = "provider_managed"
}
flow "review" {
  from = principal.shoppers
  to   = component.review_form
}
flow "review_queue" {
  from = component.review_form
  to   = component.moderation
}
flow "review_index" {
  from = component.moderation
  to   = store.product_index
}
flow "partner_sheets" {
  from = component.data_sheets
  to   = component.signature_check
}
flow "partner_index" {
  from = component.signature_check
  to   = store.product_index
}
access "editors" {
  principal    = principal.shoppers
  resource     = store.product_index
  permissions  = ["read"]
  last_review  = "2026-10-01"
  review_every = "180d"
}
