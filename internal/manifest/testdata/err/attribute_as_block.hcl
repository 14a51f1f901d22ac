system "s" {
  title {}
}
