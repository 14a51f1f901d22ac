params {
  waiver_max  = { a = 1 }
  cost_growth = "${local.x}"
  manual_share = party.acme
  retirement_notice = env("X")
}
