system "meter_reading" {
  title            = "Meter reading"
  intended_purpose = "Reads the number off photos of gas meters that customers upload."
  stage            = "poc"
  pilot_start      = "2027-02-01"
  go_live          = "2027-04-01"
}
model "reader" {
  kind = "vision"
}
assessment "security" {
  kind    = "security_review"
  status  = "planned"
  started = "2027-01-31"
}
assessment "privacy" {
  kind    = "dpia"
  status  = "planned"
  started = "2026-12-07"
}
