# expect: rights.access_sla upcoming
# expect: rights.opt_out upcoming
# expect: system.automation_level upcoming
# expect: system.decision_effect
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
  contact = "privacy@homes.example"
}
