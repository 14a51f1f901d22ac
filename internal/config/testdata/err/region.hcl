region "fra dc1" {
  country = "DE"
}
region "fra-dc1" {
  country = "UK"
}
region "fra-dc2" {}
region "fra-dc3" {
  country = null
}
region "fra-dc4" {
  country = "DE"
}
region "fra-dc4" {
  country = "DE"
}
