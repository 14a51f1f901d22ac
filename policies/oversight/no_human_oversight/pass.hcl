system "refund_assistant" {
  title            = "Refund assistant"
  intended_purpose = "Reads a customer's complaint and refunds small amounts without a person in between."
  stage            = "pilot"
}
model "llm" {
  kind = "llm"
}
tool "issue_refund" {
  used_by = [model.llm]
  effect  = "irreversible"
}
principal "refund_desk" {
  kind = "human_group"
}
oversight "desk" {
  principal    = principal.refund_desk
  can_override = true
  can_stop     = true
}
