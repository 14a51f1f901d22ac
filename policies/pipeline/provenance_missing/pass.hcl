system "case_helper" {
  title            = "Case helper"
  intended_purpose = "Suggests to case workers the passages of the handbook that a case needs."
  stage            = "production"
}
dataset "handbook" {
  data_categories = ["system.operations"]
  origin          = [store.handbook]
  provenance      = "Published by the ministry"
  licence         = "CC-BY-4.0"
  collected       = "2026-03-01"
  quality_checks  = ["all chapters present"]
}
dataset "past_cases" {
  data_categories  = ["user.content.private"]
  data_subjects    = ["customer"]
  origin           = [store.past_cases]
  provenance       = "Closed cases of 2020 to 2025"
  licence          = "own data"
  collected        = "2025-12-31"
  quality_checks   = ["deduplicated"]
  bias_examination = "docs/bias-2026-01.md"
}
dataset "test_cases" {
  data_categories = ["system.operations"]
  provenance      = "Drawn from the cases of May 2026"
  licence         = "own data"
  collected       = "2026-06-01"
  quality_checks  = ["labels checked by two people"]
}
store "handbook" { kind = "vector_index" }
store "past_cases" { kind = "training_set" }
model "suggest" {
  kind       = "ranker"
  version    = "suggest-1.2.0"
  trained_on = [store.past_cases]
}
evaluation "hits" {
  subject = model.suggest
  metric  = "recall"
  dataset = dataset.test_cases
}
