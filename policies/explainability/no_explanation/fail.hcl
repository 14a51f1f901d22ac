# expect: explainability.scores.stored_with_decision
# expect: model.limit_setter
system "credit_scoring" {
  title            = "Credit scoring"
  intended_purpose = "Scores applications for consumer credit; a low score is refused without further review."
  stage            = "pilot"
  decision_effect  = "legal"
}
model "scorer" {
  kind    = "classifier"
  version = "scorer-3.1.0"
}
model "limit_setter" {
  kind    = "regressor"
  version = "limits-1.4.2"
}
explainability "scores" {
  covers               = [model.scorer]
  method               = "feature_attribution"
  stored_with_decision = false
}
