system "s" {
  title            = uper("x")
  intended_purpose = upper(1)
  stage            = lower("poc", "x")
  operator_roles   = concat("deployer")
  capabilities     = distinct([], [])
  jurisdictions    = setunion(["EU"], "DE")
  allowed_regions  = concat(local.r...)
  sector           = format("%s %s", "x")
  deployer_type    = format("%q", "x")
  decision_effect  = format("x", "y")
  automation_level = file("/etc/passwd")
}
locals {
  r = [["EU"]]
}
