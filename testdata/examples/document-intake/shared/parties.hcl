# Parties that several deployments of the insurer share. The name of this file does not end in .aicomply.hcl, so it is
# no deployment by itself: each deployment imports it. Paths are relative to this file.

party "insurer" {
  role    = "controller"
  country = "DE"
  contact = "privacy@insurer.example"
  dpo     = "dpo@insurer.example"
}

# Runs the managed database, object storage and log storage.
party "cloud" {
  role           = "processor"
  country        = "IE"
  certifications = ["iso27001", "soc2_type2"]
  contract {
    kind                        = "dpa"
    signed                      = "2025-09-01"
    document                    = "contracts/cloud-dpa.md"
    sub_processor_authorisation = "general"
  }
  data_terms {
    trains_on_inputs = false
    input_retention  = "0d" # keeps nothing beyond the retention that each store declares
    human_review     = false
    incident_notice  = "24h"
  }
}

# Hosts the language model on its own machines near Paris.
party "modelhost" {
  role           = "processor"
  country        = "FR"
  certifications = ["iso27001", "iso42001"]
  contract {
    kind                        = "dpa"
    signed                      = "2026-01-20"
    document                    = "contracts/modelhost-dpa.md"
    sub_processor_authorisation = "specific" # it has none, and may not add one without being asked
  }
  data_terms {
    trains_on_inputs = false
    input_retention  = "0d"
    human_review     = false
    incident_notice  = "24h"
  }
}

# Translates documents in other languages, in Zurich.
party "translator" {
  role           = "processor"
  country        = "CH"
  certifications = ["iso27001"]
  contract {
    kind                        = "dpa"
    signed                      = "2026-01-27"
    document                    = "contracts/translator-dpa.md"
    sub_processor_authorisation = "specific"
  }
  data_terms {
    trains_on_inputs = false
    input_retention  = "7d"
    human_review     = false
    incident_notice  = "24h"
  }
}

# Labels redacted pages by hand, in Belgrade.
party "labeller" {
  role           = "processor"
  country        = "RS"
  certifications = ["iso27001"]
  contract {
    kind                        = "dpa"
    signed                      = "2026-02-03"
    document                    = "contracts/labeller-dpa.md"
    sub_processor_authorisation = "specific"
  }
  data_terms {
    trains_on_inputs = false
    input_retention  = "30d"
    human_review     = true # that is the task
    incident_notice  = "24h"
  }
}
