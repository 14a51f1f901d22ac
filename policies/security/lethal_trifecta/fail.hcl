# expect: model.assistant
system "mail_assistant" {
  title            = "Mail assistant"
  intended_purpose = "Reads an employee's mail, answers questions about it and drafts replies."
  stage            = "pilot"
}
dataset "mailbox" {
  data_categories = ["user.name", "user.contact.email", "user.content.private"]
  data_subjects   = ["employee"]
  origin          = [store.mailbox]
}
dataset "incoming" {
  data_categories = ["user.content.private"]
  data_subjects   = ["customer"]
  origin          = [principal.sender]
}
principal "sender" {
  kind = "public"
}
store "mailbox" {
  kind               = "database"
  encryption_at_rest = "customer_managed"
}
model "assistant" {
  kind    = "agent"
  version = "acme-agent-2026-05-01"
}
tool "fetch_page" {
  used_by  = [model.assistant]
  effect   = "read"
  approval = "none"
  outbound = true # the address that it asks for may hold anything
}
tool "search_mail" {
  used_by  = [model.assistant]
  effect   = "read"
  approval = "none"
  outbound = false
}
flow "arriving" {
  from    = principal.sender
  to      = store.mailbox
  carries = [dataset.incoming]
}
flow "reading" {
  from    = store.mailbox
  to      = model.assistant
  carries = [dataset.mailbox, dataset.incoming]
}
