system "document_sorting" {
  title            = "Document sorting"
  intended_purpose = "Sorts scanned letters by the department that has to answer them."
  stage            = "production"
  controller       = party.agency
}
party "agency" {
  role    = "controller"
  country = "SE"
}
model "classifier" {
  kind     = "classifier"
  operator = party.agency
  hosting  = "self_hosted"
  licence  = "Apache-2.0"
  digest   = "sha256:9f1c2d7a5b3e4f60718293a4b5c6d7e8f90123456789abcdef0123456789abcd"
  ml_bom   = "docs/classifier.cdx.json"
}
model "reranker" {
  kind     = "ranker"
  operator = party.agency
  hosting  = "api"
}
