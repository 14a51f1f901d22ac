system "s" {}
model "a" {
  model_card = "../../../etc/passwd"
  ml_bom     = "/etc/passwd"
}
model "b" {
  model_card = "https://example.com/card"
  ml_bom     = ""
}
model "c" {
  model_card = "docs\\card.md"
  ml_bom     = "docs/../../../x"
}
