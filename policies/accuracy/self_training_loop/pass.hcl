system "product_texts" {
  title            = "Product texts"
  intended_purpose = "Writes descriptions of products for the shop from the data sheets of their makers."
  stage            = "production"
}
component "shop" { kind = "service" }
component "editors" { kind = "human_task" }
component "rater" { kind = "job" }
store "examples" { kind = "training_set" }
store "ratings" { kind = "training_set" }
model "writer" {
  kind       = "llm"
  version    = "writer-2.1.0"
  trained_on = [store.examples]
}
model "ranker" {
  kind       = "ranker"
  version    = "ranker-1.0.0"
  trained_on = [store.ratings]
}
flow "texts" {
  from = model.writer
  to   = component.shop
}
flow "edit" {
  from = component.shop
  to   = component.editors
}
flow "examples" {
  from = component.editors
  to   = store.examples
}
flow "rate" {
  from = component.shop
  to   = component.rater
}
flow "ratings" {
  from = component.rater
  to   = store.ratings
}
