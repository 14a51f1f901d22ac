# Document intake of an insurer: letters, scans and photos on household and motor claims are read, sorted, and turned
# into a draft of a claim that a clerk checks. It has been in production since June 2026.
#
# The deployment is all *.aicomply.hcl files of this folder, merged:
#   aicomply.hcl              what the system is, and whose
#   data.aicomply.hcl         what data flows where, and why
#   operations.aicomply.hcl   who has access, what is recorded and watched, what it costs
#   assurance.aicomply.hcl    what was measured, assessed and accepted

aicomply {
  schema   = 1
  profiles = ["gdpr", "eu-ai-act", "iso-42001", "nist-ai-rmf", "owasp-llm-2025", "production-readiness"]
}

import "shared" {
  source = "shared/parties.hcl"
}

defaults {
  operator              = party.insurer
  region                = "eu-central-1"
  encryption_in_transit = "tls1.3"
  encryption_at_rest    = "customer_managed"
}

system "document_intake" {
  title            = "Claims document intake"
  intended_purpose = "Sort documents that policyholders send on household and motor claims, read the facts from them, and draft a claim that a clerk checks and files."
  stage            = "production"
  pilot_start      = "2026-04-06"
  go_live          = "2026-06-15"
  jurisdictions    = ["EU"]
  allowed_regions  = ["EEA", "CH", "RS"] # CH for translation, RS for labelling; nothing else
  controller       = party.insurer
  operator_roles   = ["provider", "deployer"] # built in-house for own use: both (AI Act Art. 3(3), 3(4))
  automation_level = "partial"
  decision_effect  = "none" # whether a claim is paid is decided by a clerk, elsewhere
  sector           = "insurance"
  capabilities     = []
  deployer_type    = "private"
  reviewed_on      = "2026-11-09"

  # Two of the criteria that make a DPIA necessary, and one that does not hold: declared too, for absent is not false.
  large_scale       = true
  new_technology    = true
  public_monitoring = false

  # Annex III 5(c) is about pricing and risk assessment in life and health insurance: neither happens here.
  eu_ai_act {
    risk_level             = "minimal"
    annex_iii              = []
    annex_i                = false
    profiling              = false
    screening              = "assessments/ai-act-screening.md"
    interacts_directly     = false # policyholders deal with the portal and with clerks
    synthetic_content      = []    # it copies facts from documents, it writes nothing
    literacy               = "docs/training.md"
    first_placed_on_market = "2026-06-15"
  }
  volume {
    per_week        = 6000
    peak_per_minute = 30
    unit            = "document"
  }
  scope {
    in_scope       = [purpose.claims, purpose.records, purpose.training, purpose.operations]
    out_of_scope   = ["claim_decision", "fraud_scoring", "personal_injury", "pricing"]
    change_control = "docs/scope-changes.md"
  }
}

ownership {
  business          = "claims-operations"
  business_contact  = "claims-operations@insurer.example"
  technical         = "team-intake"
  technical_contact = "team-intake@insurer.example"
  security          = "security-office"
  security_contact  = "security@insurer.example"
  privacy           = "privacy-office"
  privacy_contact   = "privacy@insurer.example"
  on_call           = "pager:team-intake"
  runbook           = "docs/runbook.md"
  maintainers       = ["anna.lindt", "tomasz.wrona"]
  handoff {
    from       = "data-lab"
    to         = "team-intake"
    engaged_at = "poc" # those who run it sat with those who built it from the start
    training   = "docs/training.md"
    accepted   = "2026-06-08"
  }
}
