system "call_notes" {
  title            = "Call notes"
  intended_purpose = "Writes down phone calls of the claims desk and summarises them for the file."
  stage            = "pilot"
  jurisdictions    = ["EU"]
  controller       = party.insurer
}
party "insurer" {
  role    = "controller"
  country = "NL"
}
party "speechco" {
  role           = "processor"
  country        = "IE"
  sub_processors = [party.transcribers]
  contract {
    kind   = "dpa"
    signed = "2026-09-15"
  }
}
party "transcribers" {
  role    = "sub_processor"
  country = "PT"
}
dataset "calls" {
  data_categories = ["user.biometric.voice", "user.name"]
  data_subjects   = ["customer"]
  origin          = [principal.caller]
}
principal "caller" {
  kind = "data_subject"
}
model "speech" {
  kind     = "speech"
  operator = party.speechco
  region   = "IE"
}
component "manual_check" {
  kind     = "human_task"
  operator = party.transcribers
  region   = "PT"
}
flow "audio" {
  from    = principal.caller
  to      = model.speech
  carries = [dataset.calls]
}
flow "samples" {
  from    = model.speech
  to      = component.manual_check
  carries = [dataset.calls]
}
