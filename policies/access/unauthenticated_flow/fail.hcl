# expect: flow.question.authentication
# expect: flow.prompt.authentication gap
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
}
flow "prompt" {
  from                  = component.chat
  to                    = model.llm
  encryption_in_transit = "tls1.3"
}
flow "answer" {
  from                  = model.llm
  to                    = component.chat
  encryption_in_transit = "tls1.3"
}
