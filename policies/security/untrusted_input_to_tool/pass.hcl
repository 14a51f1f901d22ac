system "concierge" {
  title            = "Hotel concierge"
  intended_purpose = "Answers guests' questions about the hotel and books rooms for them."
  stage            = "poc"
}
dataset "questions" {
  data_categories = ["user.content.private"]
  data_subjects   = ["customer"]
  origin          = [principal.guest]
}
principal "guest" {
  kind = "public"
}
component "chat" {
  kind = "ui"
}
model "llm" {
  kind = "llm"
}
tool "find_room" {
  used_by = [model.llm]
  effect  = "read"
}
tool "book_room" {
  used_by  = [model.llm]
  effect   = "write"
  approval = "human"
}
flow "question" {
  from    = principal.guest
  to      = component.chat
  carries = [dataset.questions]
}
flow "prompt" {
  from    = component.chat
  to      = model.llm
  carries = [dataset.questions]
}
