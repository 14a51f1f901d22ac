system "data_questions" {
  title            = "Questions to the warehouse"
  intended_purpose = "Turns an analyst's question into a query and shows its result as a table."
  stage            = "pilot"
}
principal "analysts" {
  kind = "human_group"
  mfa  = true
}
component "notebook" {
  kind = "ui"
  sink = "none"
}
component "query_check" {
  kind = "validator" # one SELECT on known tables, or nothing
}
component "query_runner" {
  kind = "service"
  sink = "sql"
}
model "llm" {
  kind    = "llm"
  version = "acme-llm-2026-03-01"
}
flow "question" {
  from = principal.analysts
  to   = component.notebook
}
flow "prompt" {
  from = component.notebook
  to   = model.llm
}
flow "query" {
  from = model.llm
  to   = component.query_check
}
flow "checked_query" {
  from = component.query_check
  to   = component.query_runner
}
flow "table" {
  from = component.query_runner
  to   = component.notebook
}
