title = "x"
system "s" {}
