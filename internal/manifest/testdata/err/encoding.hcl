system "s" {
  title = "café"
}
