system "helpdesk" {
  title            = "Helpdesk assistant"
  intended_purpose = "Suggests answers from the manual to employees who ask the internal helpdesk."
  stage            = "production"
}
ownership {
  technical         = "team-helpdesk"
  technical_contact = "helpdesk-lead@acme.example"
}
principal "analysts" {
  kind = "human_group"
  mfa  = true
}
store "transcripts" {
  kind               = "database"
  encryption_at_rest = "customer_managed"
}
access "analysts_transcripts" {
  principal    = principal.analysts
  resource     = store.transcripts
  permissions  = ["read"]
  last_review  = "2026-05-04"
  review_every = "180d"
}
waiver "late_review" {
  policy      = "access/review_overdue"
  resource    = access.analysts_transcripts
  reason      = "The directory is being merged; the review follows the merger"
  ticket      = "SEC-118"
  accepted_by = "ciso@acme.example"
  expires     = "2027-05-22"
}
