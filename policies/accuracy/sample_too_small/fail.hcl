# expect: evaluation.recall.sample_size
system "fraud_screening" {
  title            = "Fraud screening"
  intended_purpose = "Flags card payments that look fraudulent for a person to look at."
  stage            = "production"
}
model "detector" {
  kind    = "classifier"
  version = "detector-5.0.3"
}
evaluation "recall" {
  subject     = model.detector
  metric      = "recall"
  value       = 0.92
  threshold   = 0.90
  sample_size = 300
}
