# expect: system.eu_ai_act.content_marking
system "product_texts" {
  title            = "Product texts"
  intended_purpose = "Writes descriptions of new products for the web shop from the data sheets of their makers."
  stage            = "production"
  jurisdictions    = ["EU"]
  operator_roles   = ["provider", "deployer"]
  eu_ai_act {
    risk_level             = "transparency"
    interacts_directly     = false
    synthetic_content      = ["text", "image"]
    content_marking        = "none"
    first_placed_on_market = "2026-08-02"
  }
}
model "writer" {
  kind = "llm"
}
