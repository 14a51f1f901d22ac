system "s" {
  title            = "a\u202eb"
  intended_purpose = "a\u0000b"
  sector           = format("%s", "\u2066")
}
cost {
  item "a\u202e" {}
}
