system "s" {
  title =
  stage = "poc"
}
