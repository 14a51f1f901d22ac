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
  impact    = "medium"
  treatment = "accept"
  owner     = "field-services"
  reviewed  = "2025-11-23"
}
risk "poisoning" {
  reference = "LLM04:2025"
  treatment = "mitigate"
  owner     = "data-science"
  reviewed  = "2026-06-15"
}
