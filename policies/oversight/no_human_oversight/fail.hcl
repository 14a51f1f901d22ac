# expect: oversight.desk.can_stop
# expect: oversight.desk.can_override gap
# expect: oversight.desk.principal
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
principal "watchdog" {
  kind = "service"
}
oversight "desk" {
  principal = principal.watchdog
  can_stop  = false
}
