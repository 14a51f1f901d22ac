# expect: flow.debug
# The audit trail may know who logged in; the debug log may not repeat tickets.
system "assistant" {
  title            = "Support assistant"
  intended_purpose = "Draft first replies to support tickets for an agent to edit and send."
  stage            = "pilot"
  jurisdictions    = ["EU"]
  controller       = party.acme
}

party "acme" {
  role    = "controller"
  country = "DE"
}

purpose "support" {
  data_use      = "essential.service.operations.support"
  legal_basis   = "gdpr_6_1_b"
  retention_max = "365d"
}

purpose "security" {
  data_use      = "essential.service.security"
  legal_basis   = "gdpr_6_1_f"
  retention_max = "365d"
}

dataset "logins" {
  data_categories = ["user.account.username"]
  data_subjects   = ["employee"]
  identifiability = "identified"
  collected_for   = [purpose.security]
  origin          = [component.api]
}

dataset "tickets" {
  data_categories = ["user.name", "user.content.private"]
  data_subjects   = ["customer"]
  identifiability = "identified"
  collected_for   = [purpose.support]
  origin          = [principal.customer]
}

principal "customer" { kind = "data_subject" }

component "api" {
  kind     = "service"
  operator = party.acme
  region   = "eu-central-1"
}

store "app_logs" {
  kind      = "log"
  operator  = party.acme
  region    = "eu-central-1"
  retention = "30d"
}

store "records" {
  kind      = "object_storage"
  operator  = party.acme
  region    = "eu-central-1"
  retention = "365d"
}

audit_log "decisions" {
  covers = [component.api]
  store  = store.records
}

flow "intake" {
  from    = principal.customer
  to      = component.api
  carries = [dataset.tickets]
  purpose = purpose.support
}

flow "debug" {
  from    = component.api
  to      = store.app_logs
  carries = [dataset.tickets, dataset.logins]
  purpose = purpose.support
}

flow "audit" {
  from    = component.api
  to      = store.records
  carries = [dataset.logins]
  omits   = ["user.name", "user.content"]
  purpose = purpose.security
}
