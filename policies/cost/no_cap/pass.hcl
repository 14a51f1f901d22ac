system "travel_chat" {
  title            = "Travel chat"
  intended_purpose = "Answers questions of travellers about trains and tickets."
  stage            = "production"
}
component "chat" {
  kind             = "ui"
  internet_exposed = true
}
model "llm" {
  kind    = "llm"
  version = "llm-2026-05-01"
  hosting = "api"
}
cost {
  currency       = "EUR"
  budget_monthly = 2000
  cap {
    monthly               = 2500
    per_caller_per_minute = 10
  }
}
