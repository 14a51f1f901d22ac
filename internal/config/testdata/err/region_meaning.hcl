region "eu-central-1" {
  country = "DE"
}
region "DE" {
  country = "FR"
}
region "EEA" {
  country = "FR"
}
region "UK" {
  country = "GB"
}
region "fra-dc1" {
  country = "DE"
}
