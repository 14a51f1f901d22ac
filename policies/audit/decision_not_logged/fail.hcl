# expect: tool.issue_refund
system "refund_assistant" {
  title            = "Refund assistant"
  intended_purpose = "Reads a customer's complaint and refunds small amounts without a person in between."
  stage            = "pilot"
}
model "llm" {
  kind    = "llm"
  version = "acme-llm-2026-03-01"
}
tool "issue_refund" {
  used_by = [model.llm]
  effect  = "irreversible"
}
tool "search_orders" {
  used_by = [model.llm]
  effect  = "read"
}
audit_log "decisions" {
  covers = [model.llm]
}
