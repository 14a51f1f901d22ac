# expect: assessment.attacks.open_findings
# expect: assessment.security.open_findings gap
system "claims_chat" {
  title            = "Claims chat"
  intended_purpose = "Takes a motor claim in conversation and files it for a clerk to settle."
  stage            = "pilot"
  go_live          = "2026-12-07"
}
model "llm" {
  kind    = "llm"
  version = "acme-llm-2026-03-01"
}
assessment "security" {
  kind     = "security_review"
  status   = "approved"
  approved = "2026-10-30"
}
assessment "attacks" {
  kind     = "red_team"
  status   = "approved"
  approved = "2026-11-06"
  open_findings {
    critical = 0
    high     = 2
  }
}
