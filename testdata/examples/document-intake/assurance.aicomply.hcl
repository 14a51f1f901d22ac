# --- What was measured ------------------------------------------------------------------------------------------------

evaluation "sorting" {
  subject             = model.classifier
  metric              = "accuracy"
  better              = "higher"
  value               = 0.985
  threshold           = 0.975
  sample_size         = 4000
  data                = "production_sample"
  evaluated           = "2026-10-07"
  evidence            = evidence.sorting
  max_errors_per_week = 120
}
# All mandatory facts of a document are right. Documents in other languages were translated before.
evaluation "facts" {
  subject             = model.extractor
  metric              = "task_success"
  better              = "higher"
  value               = 0.972
  threshold           = 0.96
  sample_size         = 3000
  data                = "production_sample"
  evaluated           = "2026-10-09"
  evidence            = evidence.facts
  max_errors_per_week = 220
  tolerance           = 0.02
  group "german" {
    value       = 0.975
    sample_size = 2300
  }
  group "other_languages" {
    value       = 0.961
    sample_size = 700
  }
}

evidence "sorting" {
  kind      = "evaluation_results"
  file      = "evals/2026-10-sorting.json"
  pointer   = "/results"
  supports  = [evaluation.sorting]
  fresh_for = "120d"
}
evidence "facts" {
  kind      = "evaluation_results"
  file      = "evals/2026-10-facts.json"
  pointer   = "/results"
  supports  = [evaluation.facts]
  fresh_for = "120d"
}
evidence "redaction" {
  kind      = "document"
  file      = "evals/2026-09-redaction.md"
  supports  = [flow.prompt, flow.sample, flow.to_label]
  fresh_for = "180d"
}
evidence "citations" {
  kind      = "document"
  file      = "evals/2026-10-explanations.md"
  supports  = [explainability.where_it_stands, explainability.why_this_class]
  fresh_for = "180d"
}

# --- What was assessed, before the pilot and since --------------------------------------------------------------------

assessment "dpia" {
  kind          = "dpia"
  status        = "approved"
  started       = "2026-01-12"
  approved      = "2026-03-30"
  review_every  = "365d"
  document      = "assessments/dpia.md"
  sha256        = "53c4ab9aeee9fb229e0469dbd94bc91b8a04607a6c794618a34ec107deaf425e" # of the document that was approved
  residual_risk = "medium"
}
assessment "lia" {
  kind         = "lia"
  status       = "approved"
  started      = "2026-02-09"
  approved     = "2026-03-16"
  review_every = "365d"
  document     = "assessments/lia.md"
  covers       = [purpose.training, purpose.operations]
}
assessment "compatibility" {
  kind         = "compatibility"
  status       = "approved"
  started      = "2026-02-09"
  approved     = "2026-03-16"
  review_every = "365d"
  document     = "assessments/compatibility.md"
  covers       = [purpose.training]
}
assessment "tia" {
  kind         = "tia"
  status       = "approved"
  started      = "2026-01-19"
  approved     = "2026-02-02"
  review_every = "365d"
  document     = "assessments/tia-serbia.md"
  covers       = [flow.to_label]
}
assessment "vendors" {
  kind         = "vendor"
  status       = "approved"
  started      = "2025-12-08"
  approved     = "2026-01-19" # before the first contract for this system was signed
  review_every = "365d"
  document     = "assessments/vendors.md"
  covers       = [party.cloud, party.modelhost, party.translator, party.labeller]
}
assessment "threat_model" {
  kind         = "threat_model"
  status       = "approved"
  started      = "2026-01-26"
  approved     = "2026-02-27"
  review_every = "365d"
  document     = "assessments/threat-model.md"
  open_findings {
    critical = 0
    high     = 0
  }
}
assessment "security" {
  kind         = "security_review"
  status       = "approved"
  started      = "2026-02-16"
  approved     = "2026-05-18"
  review_every = "365d"
  document     = "assessments/security-review.md"
  open_findings {
    critical = 0
    high     = 0
  }
}
assessment "red_team" {
  kind         = "red_team"
  status       = "approved"
  started      = "2026-05-04"
  approved     = "2026-05-29"
  review_every = "365d"
  document     = "assessments/red-team.md"
  open_findings {
    critical = 0
    high     = 0
  }
}
assessment "impact" {
  kind         = "aiia"
  status       = "approved"
  started      = "2026-02-02"
  approved     = "2026-04-01"
  review_every = "365d"
  document     = "assessments/impact.md"
}

risk "prompt_injection" {
  reference  = "LLM01:2025"
  likelihood = "medium"
  impact     = "low" # all that it reaches is a draft
  treatment  = "mitigate"
  residual   = "low"
  owner      = "security-office"
  reviewed   = "2026-10-26"
}
risk "disclosure" {
  reference  = "LLM02:2025"
  likelihood = "low"
  impact     = "high"
  treatment  = "mitigate"
  residual   = "low"
  owner      = "privacy-office"
  reviewed   = "2026-10-26"
}
risk "wrong_fact_unnoticed" {
  reference  = "LLM09:2025"
  likelihood = "medium"
  impact     = "medium"
  treatment  = "mitigate"
  residual   = "medium"
  owner      = "claims-operations"
  reviewed   = "2026-10-26"
}

# --- What is accepted for a time --------------------------------------------------------------------------------------

waiver "merged_claims" {
  policy       = "integration/manual_step"
  resource     = integration.claims_core
  reason       = "The core system reports merged claims only from its release of March 2027"
  ticket       = "CLAIMS-4117"
  accepted_by  = "claims-operations@insurer.example"
  expires      = "2027-04-15"
  compensating = "A clerk works through a nightly list of merged claims, about 15 a week"
}
