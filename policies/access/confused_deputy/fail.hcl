# expect: flow.passages.identity
system "hr_assistant" {
  title            = "HR assistant"
  intended_purpose = "Answers employees' questions about their own contract, leave and pay."
  stage            = "pilot"
}
dataset "personnel_files" {
  data_categories = ["user.name", "user.financial"]
  data_subjects   = ["employee"]
  origin          = [store.personnel]
}
principal "employees" {
  kind = "human_group"
  mfa  = true
}
component "desk" {
  kind = "ui"
}
component "retriever" {
  kind = "service"
}
store "personnel" {
  kind               = "vector_index"
  encryption_at_rest = "customer_managed"
  row_level_access   = false
}
model "llm" {
  kind    = "llm"
  version = "acme-llm-2026-03-01"
}
flow "question" {
  from = principal.employees
  to   = component.desk
}
flow "prompt" {
  from = component.desk
  to   = model.llm
}
flow "passages" {
  from     = store.personnel
  to       = component.retriever
  carries  = [dataset.personnel_files]
  identity = "service"
}
flow "context" {
  from    = component.retriever
  to      = model.llm
  carries = [dataset.personnel_files]
}
