system "helper" {
  title            = "Helper"
  intended_purpose = "Finds the manual page that answers a technician's question on site."
  stage            = "pilot"
  scope {
    in_scope       = [purpose.support]
    out_of_scope   = ["advice_to_customers", "rating_of_technicians"]
    change_control = "docs/adr/0003-scope.md"
  }
}
purpose "support" {
  data_use = "essential.service.operations.support"
}
model "llm" {
  kind    = "llm"
  version = "acme-llm-2026-03-01"
}
