system "letter_writer" {
  title            = "Letter writer"
  intended_purpose = "Reads incoming letters and drafts answers, which a clerk edits and signs."
  stage            = "pilot"
}
model "reader" {
  kind    = "vision"
  version = "reader-4.0.0"
}
model "writer" {
  kind    = "llm"
  version = "writer-2026-07-01"
}
fallback "templates" {
  covers      = [model.writer]
  triggers    = ["timeout", "provider_outage"]
  last_tested = "2026-05-27"
}
fallback "clerk" {
  covers      = [model.reader, model.writer]
  triggers    = ["low_confidence", "timeout", "provider_outage"]
  last_tested = "2026-11-02"
}
maintenance "writer" {
  subject   = model.writer
  cadence   = "90d"
  last_done = "2026-10-01"
  rollback  = "The version before stays deployed; the gateway switches back."
}
