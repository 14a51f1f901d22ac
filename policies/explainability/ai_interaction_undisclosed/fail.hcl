# expect: notice.assistant.at
system "shop_assistant" {
  title            = "Shop assistant"
  intended_purpose = "Answers questions of visitors of the web shop about products, delivery and returns."
  stage            = "pilot"
  jurisdictions    = ["EU"]
  operator_roles   = ["provider", "deployer"]
  eu_ai_act {
    risk_level         = "transparency"
    interacts_directly = true
  }
}
model "llm" {
  kind = "llm"
}
notice "assistant" {
  kind = "ai_interaction"
  url  = "https://shop.example/help/assistant"
  at   = "decision"
}
