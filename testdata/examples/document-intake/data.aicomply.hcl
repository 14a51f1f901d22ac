locals {
  # What names a person directly. Kept in one place, since two flows take it off.
  direct_identifiers = ["user.name", "user.contact", "user.financial", "user.unique_id"]
}

# --- Why --------------------------------------------------------------------------------------------------------------

purpose "claims" {
  data_use               = "essential.service.operations"
  legal_basis            = "gdpr_6_1_b"
  special_category_basis = "gdpr_9_2_f" # a doctor's letter among the papers serves to establish the claim
  retention_max          = "3650d"
  notice                 = notice.privacy
}
purpose "records" { # what the system did, for supervision and audit
  data_use               = "essential.legal_obligation"
  legal_basis            = "gdpr_6_1_c"
  special_category_basis = "gdpr_9_2_f"
  retention_max          = "3650d"
  notice                 = notice.privacy
}
purpose "training" {
  data_use        = "train_ai_system"
  legal_basis     = "gdpr_6_1_f"     # weighed in assessment.lia
  compatible_with = [purpose.claims] # the documents came for claims; Art. 6(4) is argued in the assessment
  compatibility   = assessment.compatibility
  retention_max   = "730d"
  notice          = notice.privacy
}
purpose "operations" { # figures and technical logs, without personal data
  data_use      = "essential.service.operations.improve"
  legal_basis   = "gdpr_6_1_f"
  retention_max = "400d"
  notice        = notice.privacy
}

# --- What, and about whom ---------------------------------------------------------------------------------------------

dataset "claim_documents" {
  data_categories  = concat(local.direct_identifiers, ["user.content.private", "user.government_id.vehicle_registration"])
  may_contain      = ["user.health_and_medical"] # nobody asks for it; people send it
  data_subjects    = ["customer"]
  identifiability  = "identified"
  classification   = "confidential"
  collected_for    = [purpose.claims, purpose.records]
  origin           = [principal.policyholders]
  provenance       = "sent by policyholders through the portal or by e-mail"
  licence          = "own data of the insurer, collected under the insurance contract"
  collected        = "2026-09-30" # the latest page in the training set
  quality_checks   = ["duplicates removed", "unreadable pages removed", "two labels for each page, a third if they differ"]
  bias_examination = "docs/data-sheet.md"
}

principal "policyholders" {
  kind           = "data_subject"
  authentication = "password"
  country        = "DE"
}

# --- Where: parts run by the insurer in Frankfurt unless they say otherwise -------------------------------------------

component "portal" {
  kind             = "gateway"
  internet_exposed = true
  sink             = "none"
}
# Malware, file type, size. Not of kind validator: it does not see what a letter tells a model to do.
component "file_check" {
  kind = "service"
  sink = "none"
}
component "ocr" { kind = "ocr" }
component "router" {
  kind = "service"
  sink = "none"
}
component "tokeniser" { kind = "deidentifier" } # names and numbers become tokens that only field_check can turn back
component "translation" {
  kind     = "external_service"
  operator = party.translator
  region   = "CH"
  sink     = "none"
}
component "field_check" { kind = "validator" } # formats, sums, known policy number; encodes for display
component "review_desk" {
  kind = "ui"
  sink = "html"
}
component "claims_core" {
  kind = "service"
  sink = "none"
}
component "sampler" { kind = "job" }
component "label_desk" {
  kind     = "human_task"
  operator = party.labeller
  region   = "RS"
  needs    = ["user.content.private"]
}
component "label_check" { kind = "validator" } # two labels agree, page has no identifier left

model "classifier" {
  kind            = "classifier"
  version         = "intake-classifier-3.2.0"
  changed         = "2026-10-05"
  hosting         = "self_hosted"
  untrusted_input = true
  trained_on      = [store.training_pages]
  fine_tuned      = true
  erasable        = true # trained anew each quarter on what is still in the set
  digest          = "sha256:208f8d31c35628f2d33dda739c2d6d865253ede56cefb06507e6c806ccb888a6"
  licence         = "Apache-2.0"
  ml_bom          = "boms/classifier.cdx.json"
  model_card      = "docs/classifier-card.md"
  tasks           = ["document_sorting"]
}
model "extractor" {
  kind             = "llm"
  operator         = party.modelhost
  region           = "eu-west-3"
  version          = "modelhost-medium-2026-07-14"
  changed          = "2026-08-31"
  retires_on       = "2027-09-30"
  hosting          = "api"
  untrusted_input  = true # anybody can write anything into a letter
  fine_tuned       = false
  model_card       = "docs/extractor-card.md"
  tasks            = ["fact_extraction"]
  limit_per_minute = 60
}

# The only thing that the model can do, and a clerk confirms it. A letter that says "pay at once" becomes a draft.
tool "draft_claim" {
  used_by  = [model.extractor]
  effect   = "write"
  approval = "human"
  outbound = false
  scopes   = ["claims:draft"]
  operator = party.insurer
  region   = "eu-central-1"
}

store "originals" {
  kind             = "object_storage"
  operator         = party.cloud
  retention        = "3600d"
  backup_retention = "30d"
  erasable         = true
  public           = false
  row_level_access = true
}
store "claim_records" {
  kind             = "database"
  operator         = party.cloud
  retention        = "3600d"
  backup_retention = "30d"
  erasable         = true
  public           = false
  row_level_access = true
}
store "training_pages" {
  kind             = "training_set"
  operator         = party.cloud
  retention        = "700d"
  backup_retention = "30d"
  erasable         = true # pages keep the number of their document, for this
  public           = false
}
store "audit" {
  kind             = "log"
  operator         = party.cloud
  retention        = "1095d"
  backup_retention = "30d"
  erasable         = false # object lock; kept under a legal obligation
  public           = false
}
store "app_log" {
  kind      = "log"
  operator  = party.cloud
  retention = "30d"
  erasable  = false
  public    = false
}
store "metrics" {
  kind      = "warehouse"
  operator  = party.cloud
  retention = "365d"
  erasable  = false
  public    = false
}

# --- From where to where ----------------------------------------------------------------------------------------------

flow "upload" {
  from           = principal.policyholders
  to             = component.portal
  carries        = [dataset.claim_documents]
  purpose        = purpose.claims
  authentication = "token"
  identity       = "user"
  trigger        = "webhook"
}
flow "received" {
  from    = component.portal
  to      = component.file_check
  carries = [dataset.claim_documents]
  purpose = purpose.claims
  trigger = "stream"
}
flow "filed" {
  from           = component.file_check
  to             = store.originals
  carries        = [dataset.claim_documents]
  purpose        = purpose.claims
  authentication = "iam"
}
flow "pages" {
  from    = component.file_check
  to      = component.ocr
  carries = [dataset.claim_documents]
  purpose = purpose.claims
}
flow "text" {
  from    = component.ocr
  to      = component.router
  carries = [dataset.claim_documents]
  purpose = purpose.claims
}
flow "classify" {
  from    = component.router
  to      = model.classifier
  carries = [dataset.claim_documents]
  purpose = purpose.claims
}
flow "class" {
  from    = model.classifier
  to      = component.router
  carries = []
  omits   = ["user"] # one of 14 labels and a confidence
  purpose = purpose.claims
}

# One document in 25 is in a language that the models were not measured on. Switzerland has an adequacy decision; the
# mechanism is declared all the same, so that a change of the recipient shows.
flow "to_translation" {
  from           = component.router
  to             = component.translation
  carries        = [dataset.claim_documents]
  purpose        = purpose.claims
  authentication = "token"
  trigger        = "stream"
  transfer { mechanism = "adequacy" }
}
flow "translated" {
  from           = component.translation
  to             = component.router
  carries        = [dataset.claim_documents]
  purpose        = purpose.claims
  authentication = "token"
  trigger        = "webhook"
}

# The language model never sees a name: the tokeniser takes it off, and field_check puts it back. What the letter says
# stays in, so what arrives is pseudonymised and not anonymous.
flow "to_tokeniser" {
  from    = component.router
  to      = component.tokeniser
  carries = [dataset.claim_documents]
  purpose = purpose.claims
}
flow "prompt" {
  from                  = component.tokeniser
  to                    = model.extractor
  carries               = [dataset.claim_documents]
  purpose               = purpose.claims
  encryption_in_transit = "mtls"
  authentication        = "mtls"
  deidentify {
    method  = "tokenisation"
    removes = local.direct_identifiers
    tested  = evidence.redaction
  }
}
flow "fields" { # the arguments of draft_claim
  from    = tool.draft_claim
  to      = component.field_check
  carries = [dataset.claim_documents]
  purpose = purpose.claims
}
flow "token_table" {
  from    = component.tokeniser
  to      = component.field_check
  carries = [dataset.claim_documents]
  purpose = purpose.claims
}
flow "draft" {
  from    = component.field_check
  to      = component.review_desk
  carries = [dataset.claim_documents]
  purpose = purpose.claims
}
flow "review" {
  from           = component.review_desk
  to             = principal.clerks
  carries        = [dataset.claim_documents]
  purpose        = purpose.claims
  authentication = "token"
  identity       = "user"
}
flow "confirmed" {
  from           = component.review_desk
  to             = component.claims_core
  carries        = [dataset.claim_documents]
  purpose        = purpose.claims
  authentication = "mtls"
  identity       = "user"
  trigger        = "webhook"
}
flow "recorded" {
  from           = component.claims_core
  to             = store.claim_records
  carries        = [dataset.claim_documents]
  purpose        = purpose.claims
  authentication = "iam"
}

# Learning: 300 pages a month, redacted before they leave the country.
flow "sample" {
  from           = store.originals
  to             = component.sampler
  carries        = [dataset.claim_documents]
  purpose        = purpose.training
  authentication = "iam"
  identity       = "service"
  trigger        = "batch"
  deidentify {
    method  = "redaction" # the store leaves such letters, and lines that a second model marks, out of the sample
    removes = ["user.health_and_medical"]
    tested  = evidence.redaction
  }
}
flow "to_label" {
  from           = component.sampler
  to             = component.label_desk
  carries        = [dataset.claim_documents]
  purpose        = purpose.training
  authentication = "token"
  trigger        = "batch"
  deidentify {
    method  = "redaction"
    removes = concat(local.direct_identifiers, ["user.government_id"])
    tested  = evidence.redaction
  }
  transfer {
    mechanism = "scc"
    tia       = assessment.tia
    signed    = "2026-02-03"
  }
}
flow "labelled" {
  from           = component.label_desk
  to             = component.label_check
  carries        = [dataset.claim_documents]
  purpose        = purpose.training
  authentication = "token"
  trigger        = "batch"
}
flow "learnt_from" {
  from           = component.label_check
  to             = store.training_pages
  carries        = [dataset.claim_documents]
  purpose        = purpose.training
  authentication = "iam"
}

# What stays behind: a full record under object lock, and figures and logs without personal data.
flow "audit_events" {
  from           = component.router
  to             = store.audit
  carries        = [dataset.claim_documents]
  purpose        = purpose.records
  authentication = "iam"
}
flow "technical_log" {
  from           = component.router
  to             = store.app_log
  carries        = []
  omits          = ["user"] # log fields are an allow list: ids of steps, times, error codes
  purpose        = purpose.operations
  authentication = "iam"
}
flow "figures" {
  from           = component.router
  to             = store.metrics
  carries        = []
  purpose        = purpose.operations
  authentication = "iam"
  trigger        = "batch"
  deidentify {
    method  = "aggregation"
    removes = ["user"]
  }
}
