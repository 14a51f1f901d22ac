system "visit_notes" {
  title            = "Visit notes"
  intended_purpose = "Summarises what doctor and patient said during a visit, for the doctor to correct and sign."
  stage            = "pilot"
}
dataset "visits" {
  data_categories = ["user.health_and_medical", "user.name"]
  data_subjects   = ["patient"]
  origin          = [store.recordings]
}
model "summariser" {
  kind = "llm"
}
store "recordings" {
  kind               = "object_storage"
  encryption_at_rest = "customer_managed"
  public             = false
}
store "summaries" {
  kind               = "database"
  encryption_at_rest = "provider_managed"
}
store "search" {
  kind               = "vector_index"
  encryption_at_rest = "provider_managed"
}
flow "audio" {
  from    = store.recordings
  to      = model.summariser
  carries = [dataset.visits]
}
flow "summary" {
  from    = model.summariser
  to      = store.summaries
  carries = [dataset.visits]
}
flow "index" {
  from    = store.summaries
  to      = store.search
  carries = [dataset.visits]
}
