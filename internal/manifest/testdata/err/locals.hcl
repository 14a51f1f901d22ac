system "s" {
  title = local.titel
}
locals "x" {
  title = "a"
  a     = local.b
  b     = local.a
  self  = [local.self]
  unused = nothing()
  nested {}
}
locals {
  title = "b"
}
party "p" {
  contact = local.a
}
