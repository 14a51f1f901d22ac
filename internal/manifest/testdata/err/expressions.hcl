system "s" {
  title            = "the ${local.x} system"
  intended_purpose = "${local.x}"
  stage            = true ? "poc" : "pilot"
  literacy         = 1
  operator_roles   = [for r in ["deployer"] : r]
  capabilities     = party.*.x
  volume {
    per_week        = 1 + 1
    peak_per_minute = -local.n
    unit            = "%{if true}x%{endif}"
  }
}
locals {
  x = "y"
  n = 1
  o = { a = 1 }
  b = bare
}
