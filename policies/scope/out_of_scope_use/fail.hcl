# expect: flow.to_dashboard.purpose
# expect: model.classifier.tasks
system "survey_coding" {
  title            = "Coding of survey answers"
  intended_purpose = "Sorts free-text answers of customer surveys into topics for the product team."
  stage            = "pilot"
  scope {
    in_scope       = [purpose.product_feedback]
    out_of_scope   = ["sentiment_scoring", "agent_rating"]
    change_control = "docs/adr/0003-scope.md"
  }
}
purpose "product_feedback" {
  data_use = "analytics.reporting.content_performance"
}
purpose "rate_agents" {
  data_use = "employment"
}
dataset "answers" {
  data_categories = ["user.content.private"]
  origin          = [component.survey]
}
component "survey" {
  kind = "service"
}
component "dashboard" {
  kind = "ui"
}
model "classifier" {
  kind  = "classifier"
  tasks = ["topic_coding", "agent rating"]
}
flow "answers" {
  from    = component.survey
  to      = model.classifier
  carries = [dataset.answers]
  purpose = purpose.product_feedback
}
flow "to_dashboard" {
  from    = model.classifier
  to      = component.dashboard
  carries = [dataset.answers]
  purpose = purpose.rate_agents
}
