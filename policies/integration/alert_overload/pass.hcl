system "price_watch" {
  title            = "Price watch"
  intended_purpose = "Notices wrong prices in the shop before customers order at them."
  stage            = "production"
}
model "anomaly" {
  kind    = "regressor"
  version = "anomaly-2.2.0"
}
monitor "prices" {
  covers  = [model.anomaly]
  signals = ["agreement"]
  alert {
    channel          = "chat:pricing"
    expected_per_day = 25
    capacity_per_day = 25
  }
}
monitor "load" {
  covers  = [model.anomaly]
  signals = ["latency"]
  alert {
    channel          = "chat:pricing"
    capacity_per_day = 25
    expected_per_day = 2
  }
}
