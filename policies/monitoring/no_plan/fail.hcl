# expect: model.forecast
# expect: model.notes
# expect: system.eu_ai_act upcoming
system "bed_planning" {
  title            = "Bed planning"
  intended_purpose = "Forecasts how many beds each ward needs tomorrow; a nurse decides."
  stage            = "production"
  jurisdictions    = ["EU"]
  operator_roles   = ["provider", "deployer"]
  eu_ai_act {
    risk_level = "high"
    annex_iii  = ["5(a)"]
  }
}
model "forecast" {
  kind    = "regressor"
  version = "forecast-6.0.1"
}
model "notes" {
  kind    = "llm"
  version = "notes-2026-06-01"
}
monitor "forecast" {
  covers  = [model.forecast]
  signals = ["latency", "availability"]
  alert {
    channel = "pager:wards"
    owner   = "ward-it"
  }
}
