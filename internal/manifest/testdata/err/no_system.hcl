party "p" {}
