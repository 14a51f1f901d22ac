system "job_alerts" {
  title            = "Job alerts"
  intended_purpose = "Ranks new vacancies for each subscriber and sends the best ones every morning."
  stage            = "production"
  volume {
    per_week        = 250000
    peak_per_minute = 1500
  }
}
component "mailer" { kind = "external_service" }
model "ranker" {
  kind             = "ranker"
  version          = "ranker-2.3.0"
  limit_per_minute = 1500
}
integration "notifications" {
  with             = component.mailer
  mode             = "api"
  limit_per_minute = 1500
}
