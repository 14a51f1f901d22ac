# expect: integration.ledger.events_available
# expect: flow.orders.trigger
# expect: integration.ledger.mode
system "demand_forecast" {
  title            = "Demand forecast"
  intended_purpose = "Forecasts next week's orders per shop so that the warehouse can prepare them."
  stage            = "production"
}
component "ledger" { kind = "external_service" }
component "loader" { kind = "job" }
flow "orders" {
  from    = component.ledger
  to      = component.loader
  trigger = "file_export"
}
integration "ledger" {
  with             = component.ledger
  mode             = "file_export"
  owner            = "team-finance"
  events_needed    = ["order_created", "order_cancelled"]
  events_available = ["order_created"]
}
