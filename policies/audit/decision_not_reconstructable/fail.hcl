# expect: audit_log.decisions
system "claims_triage" {
  title            = "Claims triage"
  intended_purpose = "Sorts incoming insurance claims by urgency for the people who settle them."
  stage            = "production"
}
model "classifier" {
  kind    = "classifier"
  version = "claims-4.2.0"
}
audit_log "decisions" {
  covers      = [model.classifier]
  events      = ["inference", "error"]
  fields      = ["timestamp", "actor", "output"]
  reviewed_by = "claims-audit"
}
