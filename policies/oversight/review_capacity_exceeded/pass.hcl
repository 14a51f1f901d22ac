system "invoice_capture" {
  title            = "Invoice capture"
  intended_purpose = "Reads supplier invoices and proposes a booking that a clerk checks where the model is unsure."
  stage            = "pilot"
  volume {
    per_week = 2000
  }
}
principal "clerks" { kind = "human_group" }
model "extractor" {
  kind    = "vision"
  version = "extract-2.0.1"
}
pipeline "invoices" {
  input_format "pdf" {
    share        = 0.85
    handler      = model.extractor
    failure_rate = 0.02
  }
  input_format "photo" { share = 0.15 }
}
oversight "clerks" {
  principal          = principal.clerks
  review_share       = 0.10
  minutes_per_review = 3
  hours_per_week     = 28
}
