system "s" {
  controller = party.acmee
}
party "acme" {
  sub_processors = [party.acme, party.labs, partey.acme]
}
component "c" {
  operator = store.nowhere
  boundary = wibble.x
}
waiver "w" {
  policy      = "access/x"
  resource    = cost
  reason      = "r"
  ticket      = "t"
  accepted_by = "a"
  expires     = "2026-12-01"
}
store "docs" {}
flow "f" {
  from = component.docs
  to   = compnent.cc
}
