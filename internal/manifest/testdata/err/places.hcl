system "s" {
  jurisdictions   = ["UK", "USA", "Europe"]
  allowed_regions = ["EEA", "eu-centrall-1", "UK"]
}
party "p" {
  country = "UK"
}
party "q" {
  country = "de"
}
party "r" {
  country = "Germany"
}
component "c" {
  region = " "
}
