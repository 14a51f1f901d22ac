system "s" {
  controller = store.documents
}
store "documents" {}
access "a" {
  principal = store.documents
  resource  = party.acme
}
party "acme" {}
