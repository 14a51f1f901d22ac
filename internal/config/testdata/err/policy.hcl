policy "access/review_overdue" {
  severity = "hihg"
  enabled  = "false"
  reson    = "x"
}
policy "access/no_purpose" {}
policy "access/null" {
  severity = null
}
policy "review_overdue" {}
policy "Access Review/x" {}
policy access {}
policy {}
policy "a/b" "c" {}
policy "access/no_purpose" {}
policies "x" {}
policy = "x"
severity = "high"
