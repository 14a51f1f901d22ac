policy "access/no_purpose" {
  enabled = false
}
policy "access/blank" {
  enabled = false
  reason  = "  "
}
policy "access/fine" {
  enabled = false
  reason  = "Reviewed by hand."
}
