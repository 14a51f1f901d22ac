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
  events      = ["inference", "human_override", "access", "config_change", "error"]
  fields      = ["timestamp", "actor", "model_version", "input_ref", "output"]
  reviewed_by = "claims-audit"
}
