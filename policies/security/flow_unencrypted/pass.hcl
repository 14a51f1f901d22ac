defaults {
  operator              = party.grocer
  region                = "FR"
  encryption_in_transit = "tls1.3"
}
system "demand_forecast" {
  title            = "Demand forecast"
  intended_purpose = "Forecasts how many parcels each shop will receive from its customers' orders."
  stage            = "pilot"
}
party "grocer" {
  role    = "controller"
  country = "FR"
}
party "weather_service" {
  role    = "third_party"
  country = "FR"
}
dataset "orders" {
  data_categories = ["user.contact.address", "user.behavior.purchase_history"]
  data_subjects   = ["customer"]
  origin          = [component.shop]
}
dataset "weather" {
  data_categories = ["system.operations"]
  identifiability = "non_personal"
  origin          = [component.weather]
}
component "shop" {
  kind = "service"
}
component "weather" {
  kind     = "external_service"
  operator = party.weather_service
}
model "forecast" {
  kind = "regressor"
}
flow "export" {
  from    = component.shop
  to      = model.forecast
  carries = [dataset.orders]
}
flow "forecasts" {
  from    = component.weather
  to      = model.forecast
  carries = [dataset.weather]
}
