# expect: system.intended_purpose
# expect: system.scope
system "helper" {
  title            = "Helper"
  intended_purpose = "Helps our teams."
  stage            = "pilot"
  scope {
    in_scope     = [purpose.support]
    out_of_scope = []
  }
}
purpose "support" {
  data_use = "essential.service.operations.support"
}
model "llm" {
  kind    = "llm"
  version = "acme-llm-2026-03-01"
}
