# expect: pipeline.orders.exception
# expect: pipeline.orders.input_format.fax.on_failure gap
# expect: pipeline.orders.schema_change_detection
system "order_intake" {
  title            = "Order intake"
  intended_purpose = "Reads orders of dealers and enters them into the order system."
  stage            = "production"
  controller       = party.maker
}
party "maker" {
  role    = "controller"
  country = "AT"
}
party "dealer" {
  role    = "third_party"
  country = "AT"
}
component "dealer_portal" {
  kind     = "service"
  operator = party.dealer
}
component "reader" {
  kind     = "ocr"
  operator = party.maker
}
flow "orders" {
  from = component.dealer_portal
  to   = component.reader
}
pipeline "orders" {
  schema_change_detection = false
  input_format "xml" {
    share        = 0.9
    handler      = component.reader
    failure_rate = 0
  }
  input_format "fax" {
    share        = 0.1
    handler      = component.reader
    failure_rate = 0.08
  }
}
