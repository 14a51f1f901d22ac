system "s" {
  go_live     = "2026-02-30"
  pilot_start = "23.11.2026"
  reviewed_on = "1815-12-10"
}
purpose "a" {
  retention_max = "30"
}
purpose "b" {
  retention_max = "-3d"
}
purpose "c" {
  retention_max = "1.5d"
}
purpose "d" {
  retention_max = "90 days"
}
purpose "e" {
  retention_max = "99999999w"
}
oversight "o" {
  review_share       = 8
  minutes_per_review = -1
}
evaluation "e" {
  sample_size = 1.5
  value       = 1e16
  threshold   = 0.1234567890123
}
assessment "a" {
  sha256 = "ABC"
}
waiver "w" {
  policy      = "AIC-ACC-003"
  resource    = "all"
  reason      = "r"
  ticket      = "t"
  accepted_by = "a"
  expires     = "tomorrow"
}
