# A support agent with tools and retrieval: a proof of concept that is to become a pilot in January.
#
# What it reads, others wrote: customers, the authors of web pages, users of a forum. What it can do, a stranger's
# sentence can ask it to do. The example shows where that is a finding, and where a guard on the way makes it none:
#   - tool.send_email acts without approval; tool.update_ticket asks a person, and is not reported;
#   - the chat page shows the answer as HTML; the agents' desk gets its summaries through a validator;
#   - forum posts go into the index unread; articles pass an editor.
# At stage poc almost all of it is advisory. Check it with --stage pilot to see what has to be done by January.
aicomply {
  schema   = 1
  profiles = ["gdpr", "eu-ai-act", "owasp-llm-2025", "mitre-atlas", "nist-ai-rmf", "production-readiness"]
}
defaults {
  operator              = party.lumen
  region                = "eu-north-1"
  encryption_in_transit = "tls1.3"
  encryption_at_rest    = "provider_managed"
}
locals {
  # What the agent has seen, it can put into anything that it writes.
  everything = [dataset.chats, dataset.accounts, dataset.articles, dataset.posts, dataset.web_pages]
}
system "support_agent" {
  title            = "Support agent"
  intended_purpose = "Answer customers' questions about their subscription in a chat, look up their account, and prepare changes for the support team."
  stage            = "poc"
  pilot_start      = "2027-01-11"
  go_live          = "2027-05-03"
  jurisdictions    = ["SE"]
  allowed_regions  = ["EEA", "GB", "US"]
  controller       = party.lumen
  operator_roles   = ["provider", "deployer"]
  automation_level = "high" # it answers and sends mail by itself
  decision_effect  = "none"
  sector           = "telecommunications"
  deployer_type    = "private"
  large_scale      = true
  new_technology   = true
  reviewed_on      = "2026-11-18"
  eu_ai_act {
    risk_level         = "transparency"
    annex_iii          = []
    profiling          = false
    screening          = "assessments/ai-act-screening.md"
    interacts_directly = true
    synthetic_content  = ["text"]
    content_marking    = null # not decided: that is a gap. Left out, it would look forgotten
    literacy           = "docs/team-training.md"
  }
  volume {
    per_week        = 12000
    peak_per_minute = 60
    unit            = "conversation"
  }
  scope {
    in_scope       = [purpose.support]
    out_of_scope   = ["retention_offers", "credit_checks"]
    change_control = "docs/adr/0001-scope.md"
  }
}

party "lumen" {
  role    = "controller"
  country = "SE"
  contact = "privacy@lumen.example"
  dpo     = "dpo@lumen.example"
}
party "modellwerk" {
  role    = "processor"
  country = "FR"
  contract {
    kind     = "dpa"
    signed   = "2026-09-01"
    document = "legal/modellwerk-dpa.md"
  }
  data_terms {
    trains_on_inputs = false
    input_retention  = "0d"
    incident_notice  = "24h"
  }
}
party "postbote" {
  role           = "processor"
  country        = "US"
  certifications = ["eu_us_dpf"] # an adequacy decision covers it: no finding of transfer/no_mechanism
  contract {
    kind     = "dpa"
    signed   = "2024-04-15"
    document = "legal/postbote-dpa.md"
  }
  data_terms {
    trains_on_inputs = false
    input_retention  = "7d"
    incident_notice  = "48h"
  }
}
# Whatever the agent types into the search box is theirs. Nobody has read the terms.
party "seeker" {
  role    = "third_party"
  country = "GB"
}
purpose "support" {
  data_use      = "essential.service.operations.support"
  legal_basis   = "gdpr_6_1_b"
  retention_max = "365d"
  notice        = notice.privacy
  # No condition of GDPR Art. 9(2), though customers write about their health. That blocks a proof of concept, too.
}
dataset "chats" {
  data_categories = ["user.content.private"]
  may_contain     = ["user.health_and_medical"] # "I was in hospital and could not pay"
  data_subjects   = ["customer"]
  identifiability = "identified"
  classification  = "confidential"
  collected_for   = [purpose.support]
  origin          = [principal.customer]
}
dataset "accounts" {
  data_categories = ["user.name", "user.contact", "user.account", "user.payment"]
  data_subjects   = ["customer"]
  identifiability = "identified"
  classification  = "confidential"
  collected_for   = [purpose.support]
  origin          = [store.crm]
}
dataset "articles" {
  data_categories = ["system.operations"]
  data_subjects   = []
  identifiability = "non_personal"
  classification  = "public"
  collected_for   = [purpose.support]
  origin          = [principal.editors]
  provenance      = "help articles, written in-house"
  licence         = "own data"
  collected       = "2026-11-01"
  quality_checks  = ["read by a second editor"]
}
dataset "posts" {
  data_categories = ["user.content.public", "user.account.username"]
  data_subjects   = ["customer"]
  identifiability = "pseudonymised"
  classification  = "public"
  collected_for   = [purpose.support]
  origin          = [principal.forum_users]
  provenance      = "community forum, all posts since 2019"
  # Neither licence nor checks: the terms of the forum were not written with a model in mind.
}
dataset "web_pages" {
  data_categories = ["system.operations"]
  data_subjects   = []
  identifiability = "non_personal"
  classification  = "public"
  collected_for   = [purpose.support]
  origin          = [principal.web_authors]
}

principal "customer" { kind = "data_subject" }
principal "web_authors" { kind = "public" } # anybody who can get a page into a search result
principal "forum_users" { kind = "public" }
principal "editors" {
  kind    = "human_group"
  mfa     = true
  country = "SE"
}
principal "support_team" {
  kind    = "human_group"
  mfa     = true
  country = "SE"
}
component "chat_page" {
  kind             = "ui"
  internet_exposed = true
  sink             = "html" # answers are Markdown, and Markdown may hold HTML
}
component "summary_check" { kind = "validator" } # escapes markup, refuses links to other hosts
component "agent_desk" {
  kind = "ui"
  sink = "html" # the same danger as on the chat page, behind a guard
}
component "editorial" { kind = "human_task" }
component "indexer" { kind = "job" }
component "counter" { kind = "filter" } # lets through what its outgoing flows declare: numbers
store "crm" {
  kind             = "database"
  retention        = "365d"
  erasable         = true
  row_level_access = false
}
store "knowledge" {
  kind      = "vector_index"
  retention = "365d"
  erasable  = true
}
store "transcripts" {
  kind      = "object_storage"
  retention = "90d"
  erasable  = true
}
store "statistics" {
  kind      = "warehouse"
  retention = "1825d" # five years are no finding: nothing about persons gets here
  erasable  = false
}
model "agent" {
  kind            = "agent"
  operator        = party.modellwerk
  region          = "eu-west-3"
  hosting         = "api"
  version         = "mw-agent-latest" # an alias: what was tested is not what will run
  changed         = "2026-11-02"
  untrusted_input = true
  tasks           = ["answering", "summarising"]
}
model "embedder" {
  kind     = "embedding"
  operator = party.modellwerk
  region   = "eu-west-3"
  hosting  = "api"
  version  = "mw-embed-2026-04"
}

# Tools, as the agent's servers offer them.
tool "search_knowledge" {
  used_by  = [model.agent]
  effect   = "read"
  approval = "none"
  outbound = false
  scopes   = ["knowledge:read"]
  operator = party.lumen
  region   = "eu-north-1"
}
tool "look_up_account" {
  used_by  = [model.agent]
  effect   = "read"
  approval = "none"
  outbound = false
  scopes   = ["crm:read"]
  operator = party.lumen
  region   = "eu-north-1"
}
# Reading only, and a way out: a page can tell the agent to search for what it knows about the customer.
tool "search_web" {
  used_by  = [model.agent]
  effect   = "read"
  approval = "none"
  outbound = true
  operator = party.seeker
}
tool "update_ticket" {
  used_by  = [model.agent]
  effect   = "write"
  approval = "human" # the guard that tool.send_email lacks
  outbound = false
  scopes   = ["tickets:write"]
  operator = party.lumen
  region   = "eu-north-1"
}
tool "send_email" {
  used_by  = [model.agent]
  effect   = "irreversible"
  approval = "none"
  outbound = true
  scopes   = ["mail:send"] # to any address
  operator = party.postbote
  region   = "us-east-1"
}
boundary "platform" {
  kind     = "network"
  contains = [component.summary_check, component.agent_desk, component.indexer, component.counter, store.crm, store.knowledge, store.transcripts, store.statistics]
}
boundary "edge" {
  kind     = "network"
  contains = [component.chat_page]
}

# The page shows customers their account, and so they could type it in again. Whatever they type counts as chats;
# omits says that nothing else comes back from them. Without it, this flow would be an unexplained drop.
flow "ask" {
  from           = principal.customer
  to             = component.chat_page
  carries        = [dataset.chats]
  omits          = ["system.operations", "user.name", "user.contact", "user.account", "user.payment", "user.content.public"]
  purpose        = purpose.support
  authentication = "token"
}
flow "question" {
  from           = component.chat_page
  to             = model.agent
  carries        = local.everything # each turn sends the whole conversation again, answers included
  purpose        = purpose.support
  authentication = "token"
}
flow "answer" {
  from    = model.agent
  to      = component.chat_page
  carries = local.everything
  purpose = purpose.support
}
flow "shown" {
  from           = component.chat_page
  to             = principal.customer
  carries        = local.everything
  purpose        = purpose.support
  authentication = "token"
}
# One service account for all customers: the agent can look up anybody's record, and will if it is asked the right way.
flow "account_records" {
  from     = store.crm
  to       = tool.look_up_account
  carries  = [dataset.accounts]
  purpose  = purpose.support
  identity = "service"
}
flow "web_results" {
  from    = principal.web_authors
  to      = tool.search_web
  carries = [dataset.web_pages]
  purpose = purpose.support
}
# Articles pass an editor before they are indexed …
flow "drafts" {
  from    = principal.editors
  to      = component.editorial
  carries = [dataset.articles]
  purpose = purpose.support
}
flow "published" {
  from           = component.editorial
  to             = component.indexer
  carries        = [dataset.articles]
  purpose        = purpose.support
  authentication = "token"
}
# … posts do not. Who posts tonight is quoted as Lumen's advice tomorrow.
flow "forum" {
  from           = principal.forum_users
  to             = component.indexer
  carries        = [dataset.posts]
  purpose        = purpose.support
  trigger        = "webhook"
  authentication = "none"
}
flow "embed" {
  from           = component.indexer
  to             = model.embedder
  carries        = [dataset.articles, dataset.posts]
  purpose        = purpose.support
  authentication = "token"
}
flow "index" {
  from           = model.embedder
  to             = store.knowledge
  carries        = [dataset.articles, dataset.posts]
  purpose        = purpose.support
  authentication = "token"
}
flow "retrieve" {
  from     = store.knowledge
  to       = tool.search_knowledge
  carries  = [dataset.articles, dataset.posts]
  purpose  = purpose.support
  identity = "service"
}
flow "summary" {
  from    = model.agent
  to      = component.summary_check
  carries = local.everything
  purpose = purpose.support
}
flow "checked_summary" {
  from    = component.summary_check
  to      = component.agent_desk
  carries = local.everything
  purpose = purpose.support
}
flow "desk" {
  from           = component.agent_desk
  to             = principal.support_team
  carries        = local.everything
  purpose        = purpose.support
  authentication = "token"
}
# "Transcripts hold what customers write." They also hold what the agent answered, and so the accounts it looked up.
flow "record" {
  from    = model.agent
  to      = store.transcripts
  carries = [dataset.chats]
  purpose = purpose.support
}
flow "to_counter" {
  from    = model.agent
  to      = component.counter
  carries = local.everything
  purpose = purpose.support
}
flow "counts" {
  from    = component.counter
  to      = store.statistics
  carries = []
  purpose = purpose.support
}

access "team_transcripts" {
  principal   = principal.support_team
  resource    = store.transcripts
  permissions = ["read"]
  purpose     = purpose.support
}
audit_log "calls" {
  covers      = [model.agent, tool.update_ticket, tool.send_email]
  events      = ["inference", "tool_call", "access", "config_change", "error"] # human_override: with the pilot
  fields      = ["timestamp", "actor", "model_version", "input_ref", "output"]
  integrity   = "append_only"
  retention   = "365d"
  reviewed_by = "security"
}
notice "chat" {
  kind     = "ai_interaction"
  audience = ["customer"]
  at       = "first_interaction"
}
notice "privacy" {
  kind     = "privacy"
  audience = ["customer"]
  url      = "https://lumen.example/privacy"
  mentions = ["controller", "purposes", "legal_basis", "recipients", "retention", "rights"] # written before the mail service moved
  at       = "collection"
}
oversight "support" {
  principal          = principal.support_team
  review_share       = 0.05
  minutes_per_review = 3
  hours_per_week     = 40
  can_override       = true
  can_stop           = null # who switches it off at night is not settled
}
fallback "queue" {
  covers   = [model.agent]
  triggers = ["timeout", "provider_outage"] # not when it is unsure
  action   = "The chat goes to the support team's queue."
}
evaluation "solved" {
  subject     = model.agent
  metric      = "task_success"
  value       = 0.88
  threshold   = 0.85
  sample_size = 120
  data        = "shadow"
  evaluated   = "2026-10-28" # before the agent's prompt changed on 2 November
  evidence    = evidence.solved_run
}
# Made-up attacks are the only ones there are before go-live. At the pilot that is a finding, which a waiver can accept.
evaluation "injection" {
  subject     = model.agent
  metric      = "resisted_injections"
  value       = 0.91
  threshold   = 0.99
  sample_size = 400
  data        = "synthetic"
  evaluated   = "2026-11-05"
  evidence    = evidence.injection_run
}
ownership {
  business    = "head-of-support"
  technical   = "team-assist"
  security    = "security"
  privacy     = "dpo"
  maintainers = ["l.berg", "k.nyman"]
}
# 12,000 conversations a week are 52,000 a month. No cap: a customer with a script can spend the budget in a night.
cost {
  currency        = "EUR"
  poc_monthly     = 900
  budget_monthly  = 9000
  approved_growth = 10
  item "agent" {
    kind             = "api"
    price_per_volume = 0.11
  }
  item "platform" {
    kind    = "infrastructure"
    monthly = 700
  }
  item "reviewing" {
    kind    = "human_review"
    monthly = 1400
  }
}
assessment "security" {
  kind    = "security_review"
  status  = "planned"
  started = "2027-01-25" # two weeks after the pilot begins: too late to change how it is built
}
assessment "dpia" {
  kind    = "dpia"
  status  = "planned"
  started = "2026-12-07"
}
assessment "threats" {
  kind     = "threat_model"
  status   = "in_progress"
  started  = "2026-11-09"
  document = "assessments/threat-model.md"
}

# The risks that the threat model names so far, with the ids under which others know them.
risk "instructions_in_content" {
  reference  = "OWASP LLM01:2025, MITRE ATLAS AML.T0051.001"
  likelihood = "high"
  impact     = "high"
  treatment  = "mitigate"
  residual   = "medium"
  owner      = "security"
  reviewed   = "2026-11-12"
}
risk "poisoned_forum" {
  reference  = "OWASP LLM04:2025, MITRE ATLAS AML.T0070"
  likelihood = "medium"
  impact     = "medium"
  treatment  = "mitigate"
  residual   = "low"
  owner      = "team-assist"
  reviewed   = "2026-11-12"
}
risk "data_out_by_tool" {
  reference  = "OWASP LLM02:2025, MITRE ATLAS AML.T0086"
  likelihood = "medium"
  impact     = "high"
  # No treatment yet: approval of every mail, or mail to the customer's own address only.
  owner    = "security"
  reviewed = "2026-11-12"
}
risk "too_much_power" {
  reference  = "OWASP LLM06:2025, MITRE ATLAS AML.T0053"
  likelihood = "medium"
  impact     = "high"
  treatment  = "mitigate"
  residual   = "low"
  owner      = "head-of-support"
  reviewed   = "2026-11-12"
}
evidence "solved_run" {
  kind     = "evaluation_results"
  file     = "evals/2026-10-solved.json"
  pointer  = "/result"
  supports = [evaluation.solved]
}
evidence "injection_run" {
  kind     = "evaluation_results"
  file     = "evals/2026-11-injection.json"
  pointer  = "/result"
  supports = [evaluation.injection]
}
