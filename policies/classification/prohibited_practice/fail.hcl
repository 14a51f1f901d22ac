# expect: system.capabilities
system "call_coach" {
  title            = "Call coach"
  intended_purpose = "Listens to sales calls and tells the agent which product fits what the customer asks for."
  stage            = "pilot"
  jurisdictions    = ["EU"]
  sector           = "employment"
  capabilities     = ["emotion_recognition"]
  eu_ai_act {
    risk_level = "minimal"
    screening  = "assessments/ai-act-screening.md"
  }
}
model "voice" {
  kind = "speech"
}
