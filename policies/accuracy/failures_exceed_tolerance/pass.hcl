system "invoice_matching" {
  title            = "Invoice matching"
  intended_purpose = "Matches incoming invoices with orders so that payment can be released."
  stage            = "pilot"
  volume {
    per_week = 1000
  }
}
model "matcher" {
  kind    = "classifier"
  version = "matcher-1.8.0"
}
evaluation "accuracy" {
  subject             = model.matcher
  metric              = "accuracy"
  value               = 0.96
  max_errors_per_week = 40
}
