# expect: ownership.maintainers
system "dispatch" {
  title            = "Dispatch"
  intended_purpose = "Proposes which technician to send to which fault."
  stage            = "production"
}
ownership {
  business    = "head-of-service"
  technical   = "team-dispatch"
  security    = "secops"
  on_call     = "pager:dispatch"
  runbook     = "docs/runbook.md"
  maintainers = ["m.bauer"]
}
