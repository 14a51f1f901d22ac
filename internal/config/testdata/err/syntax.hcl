policy "access/review_overdue" {
  severity = "high"
