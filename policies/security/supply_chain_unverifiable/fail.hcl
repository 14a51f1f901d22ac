# expect: model.classifier
# expect: model.reranker.hosting gap
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
  licence  = "unknown"
}
model "reranker" {
  kind     = "ranker"
  operator = party.agency
}
