# expect: cost.budget_monthly
system "contract_review" {
  title            = "Contract review"
  intended_purpose = "Marks unusual clauses in supplier contracts for the legal team."
  stage            = "pilot"
  volume {
    per_week = 300
  }
}
cost {
  currency       = "EUR"
  budget_monthly = 2500
  item "tokens" {
    kind             = "api"
    price_per_volume = 0.80
  }
  item "hosting" {
    kind    = "infrastructure"
    monthly = 400
  }
  item "legal_review" {
    kind             = "human_review"
    price_per_volume = 1.50
  }
}
