aicomply {
  profiles = ["gdpr", "eu-ai-act"]
}
system "call_trainer" {
  title            = "Call trainer"
  intended_purpose = "Reads from customers' voices how satisfied they are, rates the agent who answered, and plays both back as a film."
  stage            = "production"
  jurisdictions    = ["EU"]
  controller       = party.acme
  operator_roles   = ["deployer"]
  sector           = "telecommunications"
  capabilities     = ["emotion_recognition"]
  eu_ai_act {
    risk_level        = "high"
    annex_iii         = ["1(c)", "4(b)"]
    synthetic_content = ["video"]
  }
}
party "acme" {
  role    = "controller"
  country = "DE"
}
party "voiceco" {
  role    = "processor"
  country = "US"
}
purpose "training" {
  data_use = "essential.service.operations.support"
}
dataset "calls" {
  data_categories = ["user.biometric.voice", "user.content.private"]
  data_subjects   = ["customer"]
  origin          = [principal.caller]
}
principal "caller" {
  kind = "data_subject"
}
model "voice" {
  kind     = "speech"
  operator = party.voiceco
  region   = "us-east-1"
}
flow "call" {
  from    = principal.caller
  to      = model.voice
  carries = [dataset.calls]
  purpose = purpose.training
}
notice "privacy" {
  kind     = "privacy"
  mentions = ["controller", "purposes", "rights", "recipients", "transfers"]
}
notice "adm" {
  kind = "adm"
}
notice "worker" {
  kind = "worker"
}
notice "emotion_biometric" {
  kind = "emotion_biometric"
}
notice "deep_fake" {
  kind = "deep_fake"
}
