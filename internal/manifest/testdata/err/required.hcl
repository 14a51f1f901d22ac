system "s" {}
flow "f" {}
access "a" {
  principal = null
  resource  = store.s
}
store "s" {}
waiver "w" {
  policy   = null
  resource = "*"
  reason   = null
}
import "i" {}
