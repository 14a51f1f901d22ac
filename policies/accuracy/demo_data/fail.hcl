# expect: evaluation.accuracy.data
# expect: evaluation.recall.dataset
system "claims_sorting" {
  title            = "Claims sorting"
  intended_purpose = "Sorts incoming insurance claims by kind of damage so that the right team handles them."
  stage            = "pilot"
}
dataset "claims_2025" {
  data_categories = ["system.operations"]
  origin          = [store.claims_archive]
}
store "claims_archive" { kind = "training_set" }
model "sorter" {
  kind       = "classifier"
  version    = "sorter-2.0.4"
  trained_on = [store.claims_archive]
}
evaluation "accuracy" {
  subject = model.sorter
  metric  = "accuracy"
  data    = "curated"
}
evaluation "recall" {
  subject = model.sorter
  metric  = "recall"
  data    = "production_sample"
  dataset = dataset.claims_2025
}
