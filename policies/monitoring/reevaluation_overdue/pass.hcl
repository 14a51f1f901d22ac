system "demand_forecast" {
  title            = "Demand forecast"
  intended_purpose = "Forecasts next week's orders per shop so that the warehouse can prepare them."
  stage            = "production"
}
model "forecast" {
  kind    = "regressor"
  version = "forecast-2026.11"
}
maintenance "forecast" {
  subject   = model.forecast
  cadence   = "30d"
  last_done = "2026-11-02"
}
