# expect: evaluation.groundedness.evaluated stale
# expect: evaluation.titles.evaluated stale
system "manual_search" {
  title            = "Search in manuals"
  intended_purpose = "Answers questions of technicians from the maintenance manuals of the plant."
  stage            = "production"
}
dataset "manuals" {
  data_categories = ["system.operations"]
  origin          = [store.manuals]
  collected       = "2026-10-01"
}
store "manuals" { kind = "vector_index" }
model "answers" {
  kind    = "llm"
  version = "answers-2026-08-01"
  changed = "2026-09-15"
}
model "titles" {
  kind    = "classifier"
  version = "titles-1.1.0"
}
flow "lookup" {
  from = store.manuals
  to   = model.answers
}
evaluation "groundedness" {
  subject   = model.answers
  metric    = "groundedness"
  evaluated = "2026-08-20"
}
evaluation "titles" {
  subject   = model.titles
  metric    = "f1"
  evaluated = "2026-05-26"
}
