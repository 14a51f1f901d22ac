system "s" {
  volume {}
  volume {}
}
party "p" {}
party "p" {
  contract {}
  contract {}
}
cost {
  item "a" {}
  item "b" {}
  item "a" {}
}
cost {}
