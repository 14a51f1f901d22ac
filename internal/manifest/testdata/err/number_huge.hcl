evaluation "e" {
  value = 1e999999999
}
