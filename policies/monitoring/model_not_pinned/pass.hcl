system "help_centre" {
  title            = "Help centre answers"
  intended_purpose = "Finds the articles that answer a question and drafts a reply from them."
  stage            = "pilot"
  go_live          = "2027-02-01"
}
model "drafts" {
  kind    = "llm"
  version = "writer-pro-2026-09-30"
}
model "search" {
  kind       = "embedding"
  version    = "embed-2026-05-20"
  retires_on = "2027-12-31"
}
