system "product_help" {
  title            = "Product help"
  intended_purpose = "Answers questions about the shop's products from its public documentation."
  stage            = "pilot"
  controller       = party.shop
}
party "shop" {
  role    = "controller"
  country = "NL"
}
party "modelco" {
  role    = "processor"
  country = "IE"
}
principal "visitor" {
  kind = "public"
}
component "chat" {
  kind             = "service"
  operator         = party.shop
  internet_exposed = true
}
model "llm" {
  kind     = "llm"
  operator = party.modelco
}
flow "question" {
  from                  = principal.visitor
  to                    = component.chat
  encryption_in_transit = "tls1.3"
  authentication        = "none"
  public_reason         = "Help page for visitors without an account; rate-limited by address"
}
flow "prompt" {
  from                  = component.chat
  to                    = model.llm
  encryption_in_transit = "tls1.3"
  authentication        = "token"
}
flow "answer" {
  from                  = model.llm
  to                    = component.chat
  encryption_in_transit = "tls1.3"
}
