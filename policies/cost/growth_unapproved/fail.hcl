# expect: cost.approved_growth
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
  poc_monthly    = 350
  budget_monthly = 5000
  item "tokens" {
    kind             = "api"
    price_per_volume = 0.80
  }
  item "hosting" {
    kind    = "infrastructure"
    monthly = 400
  }
}
