system "a" {}
system "b" {}
