system "route_planner" {
  title            = "Route planner"
  intended_purpose = "Plans the next day's delivery routes from orders, traffic and drivers' hours."
  stage            = "pilot"
  go_live          = "2027-01-11"
}
ownership {
  business  = "head-of-logistics"
  technical = "team-routing"
  security  = "secops"
  handoff {
    from       = "innovation-lab"
    to         = "team-routing"
    engaged_at = "poc"
    accepted   = "2026-11-16"
  }
}
