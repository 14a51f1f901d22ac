system "s" {
  controller = "party.acme"
  scope {
    in_scope = ["support"]
  }
}
party "acme" {}
component "c" {
  operator = acme
  boundary = boundary.net.zone
}
component "d" {
  operator = party["acme"]
  boundary = local.net.zone
}
component "e" {
  operator = "acme"
  boundary = 3
}
store "f" {
  operator = party
}
