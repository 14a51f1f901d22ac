system "title_suggestions" {
  title            = "Title suggestions"
  intended_purpose = "Suggests three titles for an article to the editor who wrote it."
  stage            = "production"
}
model "titles" {
  kind       = "llm"
  ml_bom     = "models/titles.cdx.json"
  model_card = "models/titles-card.md"
}
model "search" {
  kind = "embedding"
}
evidence "search_card" {
  kind     = "model_card"
  file     = "models/search-card.md"
  supports = [model.search]
}
