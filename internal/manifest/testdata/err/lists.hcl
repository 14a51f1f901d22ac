system "s" {
  operator_roles = ["deployer", null]
  jurisdictions  = [["EU"]]
  capabilities   = [local.none]
}
locals {
  none = null
}
