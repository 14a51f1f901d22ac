system "s" {
  title = "x"
