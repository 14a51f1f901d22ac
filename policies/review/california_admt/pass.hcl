system "tenant_check" {
  title            = "Tenant check"
  intended_purpose = "Accepts or rejects applications for a flat from income, credit history and earlier tenancies."
  stage            = "production"
  jurisdictions    = ["US-CA"]
  automation_level = "full"
  decision_effect  = "similarly_significant"
}
model "tenant" {
  kind = "classifier"
}
rights {
  contact    = "privacy@homes.example"
  opt_out    = "https://homes.example/opt-out"
  access_sla = "45d"
}
notice "automated_decision" {
  kind = "adm"
  url  = "https://homes.example/automated-decisions"
  at   = "collection"
}
assessment "risk" {
  kind   = "ccpa_risk"
  status = "approved"
}
