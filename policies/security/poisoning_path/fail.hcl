# expect: flow.review_index
# expect: flow.partner_index
# expect: access.editors.permissions
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
store "product_index" {
  kind               = "vector_index"
  encryption_at_rest = "provider_managed"
}
flow "review" {
  from = principal.shoppers
  to   = component.review_form
}
flow "review_index" {
  from = component.review_form
  to   = store.product_index
}
flow "partner_index" {
  from = component.data_sheets
  to   = store.product_index
}
access "editors" {
  principal    = principal.shoppers
  resource     = store.product_index
  permissions  = ["write"]
  last_review  = "2026-10-01"
  review_every = "180d"
}
