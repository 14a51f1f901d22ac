system "s" {
  title          = ["x"]
  operator_roles = "deployer"
  stage          = poc
  sector         = local.nine
  reviewed_on    = 2026
  eu_ai_act {
    annex_i   = "true"
    profiling = yes
    literacy  = true
  }
  volume {
    per_week = "1000"
  }
  scope {
    out_of_scope = ["x", 1, upsell]
  }
}
purpose "p" {
  data_use      = essential.service.operations
  retention_max = 30
}
locals {
  nine = 9
}
