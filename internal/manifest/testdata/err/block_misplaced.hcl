system "s" {
  party "p" {}
}
