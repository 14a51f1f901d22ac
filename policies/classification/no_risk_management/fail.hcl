# expect: risk.outage gap
# expect: risk.outage.reviewed stale
# expect: risk.poisoning.owner gap
aicomply {
  profiles = ["nist-ai-rmf"]
}
system "crop_advice" {
  title            = "Crop advice"
  intended_purpose = "Tells growers from a photo of a leaf which disease a plant has and what helps against it."
  stage            = "production"
}
model "leaves" {
  kind = "vision"
}
risk "outage" {
  impact   = "medium"
  reviewed = "2025-11-22"
}
risk "poisoning" {
  reference = "LLM04:2025"
  treatment = "mitigate"
  reviewed  = "2026-06-15"
}
