system "s" {}
party {}
party "p" "q" {}
party "1 p" {}
cost "c" {
  item {}
  item "" {}
}
defaults "d" {
  regio = "x"
}
