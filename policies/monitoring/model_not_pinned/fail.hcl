# expect: model.drafts.version
# expect: model.search.retires_on
system "help_centre" {
  title            = "Help centre answers"
  intended_purpose = "Finds the articles that answer a question and drafts a reply from them."
  stage            = "pilot"
  go_live          = "2027-02-01"
}
model "drafts" {
  kind    = "llm"
  version = "writer-pro-latest"
}
model "search" {
  kind       = "embedding"
  version    = "embed-2025-06-15"
  retires_on = "2027-03-31"
}
