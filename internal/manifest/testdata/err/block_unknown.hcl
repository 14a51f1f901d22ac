system "s" {}
componnet "c" {}
wibble {}
