system "s" {
  volme {}
  wibble {}
}
