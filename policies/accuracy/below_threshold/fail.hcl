# expect: evaluation.recall.value
# expect: evaluation.wrong_refusals.threshold gap
system "fraud_screening" {
  title            = "Fraud screening"
  intended_purpose = "Holds card payments that look fraudulent until an analyst has seen them."
  stage            = "pilot"
}
model "screen" {
  kind    = "classifier"
  version = "screen-3.2.1"
}
evaluation "recall" {
  subject   = model.screen
  metric    = "recall"
  value     = 0.88
  threshold = 0.90
}
evaluation "wrong_refusals" {
  subject = model.screen
  metric  = "false_positive_rate"
  better  = "lower"
  value   = 0.02
}
