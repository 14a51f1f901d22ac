system "s" {
  title = "x"
  title = "y"
}
