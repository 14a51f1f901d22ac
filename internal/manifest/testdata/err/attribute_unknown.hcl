system "s" {
  titel    = "x"
  wibble   = "x"
  per_week = 1
}
