# expect: system.eu_ai_act.literacy gap
system "meeting_notes" {
  title            = "Meeting notes"
  intended_purpose = "Writes the minutes of internal meetings from a recording; the chair corrects and files them."
  stage            = "production"
  jurisdictions    = ["EU"]
  operator_roles   = ["deployer"]
  eu_ai_act {
    risk_level = "minimal"
  }
}
model "notes" {
  kind = "llm"
}
