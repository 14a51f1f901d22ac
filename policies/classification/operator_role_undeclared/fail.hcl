# expect: system.operator_roles gap
system "meeting_notes" {
  title            = "Meeting notes"
  intended_purpose = "Writes the minutes of internal meetings from a recording; the chair corrects and files them."
  stage            = "production"
  jurisdictions    = ["EU"]
  eu_ai_act {
    risk_level = "minimal"
    annex_iii  = []
  }
}
model "notes" {
  kind = "llm"
}
