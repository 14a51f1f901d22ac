system "s" {
  stage          = "prodution"
  sector         = "astrology"
  operator_roles = ["deployer", "provdier"]
}
access "a" {
  principal   = principal.p
  resource    = store.s
  permissions = ["anything", ""]
}
principal "p" {}
store "s" {}
