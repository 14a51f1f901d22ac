# expect: cost
system "contract_review" {
  title            = "Contract review"
  intended_purpose = "Marks clauses in contracts that a lawyer should look at."
  stage            = "production"
  volume {
    per_week = 400
  }
}
model "reader" {
  kind    = "llm"
  version = "reader-2026-02-01"
  hosting = "api"
}
principal "lawyers" { kind = "human_group" }
oversight "lawyers" {
  principal    = principal.lawyers
  review_share = 0.2
}
maintenance "reader" {
  subject = model.reader
  cadence = "90d"
}
cost {
  currency       = "EUR"
  assumed_volume = 300
  item "tokens" {
    kind             = "api"
    price_per_volume = 0.4
  }
}
