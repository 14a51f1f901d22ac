params {
  waiver_max       = 90
  waiver_maxx      = "90d"
  cost_growth      = "3"
  cost_growth      = 4
  format_tolerance = 2
  manual_share     = -0.1
  key_rotation_max = "3 months"
  review_lead_time = null
  retirement_notice = ["90d"]
  evaluation_interval {}
}
params {}
params "x" {}
waiver_max = "90d"
