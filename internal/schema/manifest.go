package schema

import "github.com/aicomply/aicomply/internal/finding"

// Groups of block types that references name.
var (
	nodes     = []string{"principal", "component", "store", "model", "tool"}
	machines  = []string{"component", "store", "model", "tool"}
	resources = []string{"component", "store", "model", "tool", "audit_log"}
)

const (
	pilot      = finding.Pilot
	production = finding.Production
)

// Profiles are the names that aicomply.profiles may hold: the frameworks whose
// controls are mapped and shown, and one set of production practice.
func Profiles() []string {
	return []string{
		"gdpr", "eu-ai-act", "hipaa", "ccpa", "nist-ai-rmf", "iso-42001", "owasp-llm-2025",
		"soc2", "nist-800-53", "mitre-atlas", "production-readiness",
	}
}

// Manifest is the manifest language: every top-level block.
//
// A new block, or a new attribute, is one literal in this table. Decoding,
// diagnostics, the JSON Schema that types the policies, and the reference in
// docs/manifest.md all derive from it.
var Manifest = &Block{
	Type: "manifest",
	Doc:  "One deployment: the *.aicomply.hcl files of one directory, merged.",
	Blocks: []Block{
		{
			Type: "aicomply", Doc: "Settings of the check itself.",
			Attrs: []Attr{
				{Name: "schema", Doc: "Version of the manifest language; 1.", Type: Integer},
				{Name: "profiles", Doc: "Frameworks to map and show; none named means all that match the jurisdictions.", List: true, Enum: Profiles()},
			},
		},
		{
			Type: "import", Label: Labelled, Doc: "A file or directory inside the repository that declares shared parties and purposes.", Standard: "Threagile includes",
			Attrs: []Attr{
				{Name: "source", Doc: "File or directory, relative to this manifest.", Type: Path, Required: true, NotNull: true},
			},
		},
		{
			Type: "defaults", Doc: "Values inherited by components, stores, models and flows that do not declare their own.",
			Attrs: []Attr{
				{Name: "operator", Doc: "Who runs components, stores and models.", Type: Reference, Refs: []string{"party"}},
				{Name: "region", Doc: "Where components, stores and models run.", Type: Region},
				{Name: "encryption_in_transit", Doc: "Encryption of flows.", Enum: []string{"none", "tls1.2", "tls1.3", "mtls"}},
				{Name: "encryption_at_rest", Doc: "Encryption of stores.", Enum: []string{"none", "provider_managed", "customer_managed"}},
			},
		},
		systemBlock,
		partyBlock,
		{
			Type: "principal", Label: Labelled, Doc: "A person, a group of persons or a service account.", Standard: "DPV Entity; NIST SP 800-53 AC, IA",
			Attrs: []Attr{
				{Name: "kind", Doc: "What it is.", Enum: []string{"data_subject", "human_group", "service", "vendor_support", "public"}, From: pilot},
				{Name: "mfa", Doc: "Multi-factor authentication is enforced.", Type: Bool},
				{Name: "shared", Doc: "Several persons use one account.", Type: Bool},
				{Name: "authentication", Doc: "How it authenticates.", Enum: []string{"sso", "password", "workload_identity", "static_key"}},
				{Name: "country", Doc: "From where it has access.", Type: Country},
				{Name: "key_rotation", Doc: "How often a static key is replaced.", Type: Duration},
			},
		},
		{
			Type: "purpose", Label: Labelled, Doc: "Why data is processed.", Standard: "DPV Purpose, LegalBasis; GDPR Art. 5(1)(b), 6",
			Attrs: []Attr{
				{Name: "data_use", Doc: "Use of the data, as a fideslang key.", Type: DataUse, From: pilot},
				{Name: "legal_basis", Doc: "Legal basis under GDPR Art. 6(1).", Enum: []string{"gdpr_6_1_a", "gdpr_6_1_b", "gdpr_6_1_c", "gdpr_6_1_d", "gdpr_6_1_e", "gdpr_6_1_f"}, From: pilot},
				{Name: "special_category_basis", Doc: "Condition under GDPR Art. 9(2), where special categories are processed.", Enum: []string{"gdpr_9_2_a", "gdpr_9_2_b", "gdpr_9_2_c", "gdpr_9_2_d", "gdpr_9_2_e", "gdpr_9_2_f", "gdpr_9_2_g", "gdpr_9_2_h", "gdpr_9_2_i", "gdpr_9_2_j"}},
				{Name: "criminal_data_basis", Doc: "Law that authorises processing of criminal-offence data under GDPR Art. 10."},
				{Name: "retention_max", Doc: "Longest time that data may be kept for this purpose.", Type: Duration, From: pilot},
				{Name: "compatible_with", Doc: "Purposes of collection with which this one is compatible under GDPR Art. 6(4).", Type: Reference, Refs: []string{"purpose"}, List: true},
				{Name: "compatibility", Doc: "The assessment, of kind compatibility, that says so.", Type: Reference, Refs: []string{"assessment"}},
				{Name: "notice", Doc: "Notice that tells persons of this purpose.", Type: Reference, Refs: []string{"notice"}},
			},
			Blocks: []Block{
				{Type: "consent", Doc: "How consent is recorded and withdrawn, where it is the basis.", Attrs: []Attr{
					{Name: "record", Doc: "Where consent is recorded."},
					{Name: "withdrawal", Doc: "How it is withdrawn."},
				}},
			},
		},
		{
			Type: "dataset", Label: Labelled, Doc: "A body of data, and where it enters.", Standard: "fideslang; AI Act Art. 10(2)",
			Attrs: []Attr{
				{Name: "data_categories", Doc: "What it holds, as fideslang keys; a key covers those below it.", Type: Category, List: true, From: pilot},
				{Name: "may_contain", Doc: "What may turn up in it by incident, as in free text.", Type: Category, List: true},
				{Name: "data_subjects", Doc: "Whose data it is.", Type: Subject, List: true, From: pilot},
				{Name: "identifiability", Doc: "How far persons can be identified; absent counts as identified.", Enum: []string{"identified", "pseudonymised", "anonymised", "synthetic", "non_personal"}, From: pilot},
				{Name: "classification", Doc: "The organisation's class.", Enum: []string{"public", "internal", "restricted", "confidential", "strictly_confidential"}},
				{Name: "collected_for", Doc: "Purposes for which it was collected.", Type: Reference, Refs: []string{"purpose"}, List: true, From: pilot},
				{Name: "origin", Doc: "Where it enters the system.", Type: Reference, Refs: nodes, List: true, From: pilot},
				{Name: "provenance", Doc: "Where it came from before."},
				{Name: "licence", Doc: "Licence under which it is used."},
				{Name: "collected", Doc: "When it was collected.", Type: Date},
				{Name: "quality_checks", Doc: "Checks made on it.", List: true},
				{Name: "bias_examination", Doc: "How it was examined for bias against groups of persons, or where that is recorded."},
			},
		},
		{
			Type: "component", Label: Labelled, Doc: "A part of the system that processes data.", Standard: "Threagile technical asset",
			Attrs: []Attr{
				{Name: "kind", Doc: "What it does. A filter lets through only what its outgoing flows declare.", Enum: []string{"service", "ui", "job", "queue", "gateway", "deidentifier", "filter", "validator", "ocr", "human_task", "decision", "external_service"}, From: pilot},
				{Name: "operator", Doc: "Who runs it.", Type: Reference, Refs: []string{"party"}, From: pilot, Inherits: true},
				{Name: "region", Doc: "Where it runs: a cloud region or a country.", Type: Region, From: pilot, Inherits: true},
				{Name: "internet_exposed", Doc: "It can be reached from the internet.", Type: Bool},
				{Name: "needs", Doc: "Data categories that it needs.", Type: Category, List: true},
				{Name: "sink", Doc: "What it feeds model output into.", Enum: []string{"none", "sql", "shell", "code", "html", "email"}},
				{Name: "boundary", Doc: "Trust boundary that it lies in.", Type: Reference, Refs: []string{"boundary"}},
			},
		},
		{
			Type: "store", Label: Labelled, Doc: "A place where data stays.", Standard: "DPV StorageDuration, EncryptionAtRest",
			Attrs: []Attr{
				{Name: "kind", Doc: "What it is.", Enum: []string{"database", "object_storage", "vector_index", "log", "cache", "training_set", "backup", "warehouse"}, From: pilot},
				{Name: "operator", Doc: "Who runs it.", Type: Reference, Refs: []string{"party"}, From: pilot, Inherits: true},
				{Name: "region", Doc: "Where it is: a cloud region or a country.", Type: Region, From: pilot, Inherits: true},
				{Name: "retention", Doc: "How long data is kept.", Type: Duration, From: pilot},
				{Name: "backup_retention", Doc: "How long backups keep it after that.", Type: Duration},
				{Name: "erasable", Doc: "One person's data can be erased.", Type: Bool},
				{Name: "needs", Doc: "Data categories that it needs.", Type: Category, List: true},
				{Name: "encryption_at_rest", Doc: "Encryption, by whose keys.", Enum: []string{"none", "provider_managed", "customer_managed"}, Inherits: true},
				{Name: "public", Doc: "It can be read without authentication.", Type: Bool},
				{Name: "row_level_access", Doc: "Access is decided per record.", Type: Bool},
				{Name: "boundary", Doc: "Trust boundary that it lies in.", Type: Reference, Refs: []string{"boundary"}},
			},
		},
		{
			Type: "model", Label: Labelled, Doc: "An AI model in use.", Standard: "CycloneDX ML component; SPDX AIPackage",
			Attrs: []Attr{
				{Name: "kind", Doc: "What it is.", Enum: []string{"llm", "classifier", "regressor", "ranker", "embedding", "vision", "speech", "agent"}, From: pilot},
				{Name: "operator", Doc: "Who runs it.", Type: Reference, Refs: []string{"party"}, From: pilot, Inherits: true},
				{Name: "region", Doc: "Where it runs: a cloud region or a country.", Type: Region, From: pilot, Inherits: true},
				{Name: "version", Doc: "Exact version, not an alias.", From: pilot},
				{Name: "changed", Doc: "When it last changed: its version, its prompts, its tools or its settings.", Type: Date},
				{Name: "retires_on", Doc: "When the provider switches this version off.", Type: Date},
				{Name: "hosting", Doc: "Where inference happens.", Enum: []string{"api", "self_hosted", "embedded"}},
				{Name: "untrusted_input", Doc: "Text that others wrote reaches it.", Type: Bool},
				{Name: "trained_on", Doc: "Data that it was trained or fine-tuned on.", Type: Reference, Refs: []string{"dataset", "store"}, List: true},
				{Name: "fine_tuned", Doc: "It was fine-tuned for this system.", Type: Bool},
				{Name: "erasable", Doc: "What it learnt about one person can be erased, as by training it anew without them.", Type: Bool},
				{Name: "needs", Doc: "Data categories that it needs.", Type: Category, List: true},
				{Name: "digest", Doc: "Digest of its weights."},
				{Name: "licence", Doc: "Licence of its weights."},
				{Name: "ml_bom", Doc: "Its bill of materials.", Type: Path},
				{Name: "model_card", Doc: "Its model card.", Type: Path, From: production},
				{Name: "alternative", Doc: "The model to change to.", Type: Reference, Refs: []string{"model"}},
				{Name: "tasks", Doc: "What it is used for.", List: true},
				{Name: "limit_per_minute", Doc: "Requests a minute that its provider or host takes.", Type: Number},
				{Name: "boundary", Doc: "Trust boundary that it lies in.", Type: Reference, Refs: []string{"boundary"}},
			},
		},
		{
			Type: "tool", Label: Labelled, Doc: "Something that a model can call.", Standard: "OWASP LLM06:2025",
			Attrs: []Attr{
				{Name: "used_by", Doc: "Models that can call it.", Type: Reference, Refs: []string{"model"}, List: true, From: pilot},
				{Name: "effect", Doc: "What a call does.", Enum: []string{"read", "write", "irreversible"}, From: pilot},
				{Name: "approval", Doc: "Who approves a call.", Enum: []string{"none", "human"}, From: pilot},
				{Name: "outbound", Doc: "It can send data out of the system.", Type: Bool},
				{Name: "scopes", Doc: "Permissions that it holds.", List: true},
				{Name: "operator", Doc: "Who runs it; absent = who runs the model.", Type: Reference, Refs: []string{"party"}},
				{Name: "region", Doc: "Where it runs; absent = where the model runs.", Type: Region},
			},
		},
		{
			Type: "boundary", Label: Labelled, Doc: "A trust boundary.", Standard: "Threagile trust boundary",
			Attrs: []Attr{
				{Name: "kind", Doc: "What separates it.", Enum: []string{"network", "account", "organisation", "tenant"}},
				{Name: "contains", Doc: "What lies inside.", Type: Reference, Refs: append([]string{"boundary"}, nodes...), List: true},
			},
		},
		flowBlock,
		{
			Type: "access", Label: Labelled, Doc: "A grant: who may do what with a resource.", Standard: "NIST SP 800-53 AC-2, AC-6",
			Attrs: []Attr{
				{Name: "principal", Doc: "Who.", Type: Reference, Refs: []string{"principal"}, Required: true, NotNull: true},
				{Name: "resource", Doc: "On what.", Type: Reference, Refs: resources, Required: true, NotNull: true},
				{Name: "permissions", Doc: "What is allowed; read, admin and * can read.", List: true, Enum: []string{"read", "write", "delete", "deploy", "admin", "*"}, Open: true, From: pilot},
				{Name: "purpose", Doc: "Why.", Type: Reference, Refs: []string{"purpose"}},
				{Name: "justification", Doc: "Why a broad permission is needed."},
				{Name: "approved_by", Doc: "Who approved it."},
				{Name: "expires", Doc: "Last day of a temporary grant.", Type: Date},
				{Name: "last_review", Doc: "When it was last reviewed.", Type: Date, From: production},
				{Name: "review_every", Doc: "How often it is reviewed.", Type: Duration, From: production},
			},
		},
		{
			Type: "audit_log", Label: Labelled, Doc: "A record of what the system did.", Standard: "AI Act Art. 12, 19; NIST SP 800-53 AU-2, AU-3, AU-9, AU-11",
			Attrs: []Attr{
				{Name: "covers", Doc: "What it records.", Type: Reference, Refs: machines, List: true, From: pilot},
				{Name: "events", Doc: "Events that it records.", List: true, Enum: []string{"inference", "tool_call", "human_override", "access", "config_change", "model_change", "error"}, From: production},
				{Name: "fields", Doc: "What it records of each.", List: true, Enum: []string{"timestamp", "actor", "model_version", "input_ref", "output", "confidence", "explanation_ref"}, From: production},
				{Name: "integrity", Doc: "How it is protected against change.", Enum: []string{"none", "append_only", "hash_chain", "object_lock"}, From: production},
				{Name: "retention", Doc: "How long it is kept.", Type: Duration, From: production},
				{Name: "reviewed_by", Doc: "Who reads it.", From: production},
				{Name: "store", Doc: "Where it is kept.", Type: Reference, Refs: []string{"store"}},
			},
		},
		{
			Type: "explainability", Label: Labelled, Doc: "How decisions are explained.", Standard: "AI Act Art. 13, 86; NIST AI RMF MEASURE 2.9",
			Attrs: []Attr{
				{Name: "covers", Doc: "Models and components whose decisions it explains.", Type: Reference, Refs: []string{"model", "component"}, List: true, From: pilot},
				{Name: "method", Doc: "How.", Enum: []string{"feature_attribution", "rationale", "citation", "rule", "counterfactual", "none"}, From: pilot},
				{Name: "audience", Doc: "For whom.", List: true, Enum: []string{"data_subject", "operator", "deployer", "auditor", "developer"}, Open: true},
				{Name: "stored_with_decision", Doc: "Each explanation is kept with its decision.", Type: Bool},
				{Name: "faithfulness", Doc: "Evidence that explanations match what the model did.", Type: Reference, Refs: []string{"evidence"}},
			},
		},
		{
			Type: "notice", Label: Labelled, Doc: "What persons are told.", Standard: "GDPR Art. 13–14; AI Act Art. 26, 50",
			Attrs: []Attr{
				{Name: "kind", Doc: "What about.", Enum: []string{"privacy", "ai_interaction", "adm", "worker", "emotion_biometric", "deep_fake"}},
				{Name: "audience", Doc: "To whom.", List: true, Enum: []string{"data_subject", "customer", "employee", "worker_representative", "public"}, Open: true},
				{Name: "url", Doc: "Where it stands."},
				{Name: "mentions", Doc: "What it covers.", List: true, Enum: []string{"controller", "purposes", "legal_basis", "recipients", "transfers", "retention", "rights", "complaint", "automated_decision", "ai_processing", "training", "sources"}, Open: true},
				{Name: "at", Doc: "When it is given.", Enum: []string{"collection", "first_interaction", "decision", "always"}, Open: true},
			},
		},
		{
			Type: "rights", Doc: "How persons exercise their rights.", Standard: "GDPR Art. 12, 15–22",
			Attrs: []Attr{
				{Name: "contact", Doc: "Where to."},
				{Name: "access_sla", Doc: "Time to answer an access request.", Type: Duration},
				{Name: "erasure_sla", Doc: "Time to erase.", Type: Duration},
				{Name: "contest", Doc: "How a decision is contested."},
				{Name: "opt_out", Doc: "How processing is objected to."},
			},
		},
		{
			Type: "oversight", Label: Labelled, Doc: "Who watches the system, and with how much time.", Standard: "AI Act Art. 14, 26(2)",
			Attrs: []Attr{
				{Name: "principal", Doc: "Who reviews.", Type: Reference, Refs: []string{"principal"}, From: pilot},
				{Name: "review_share", Doc: "Share of all cases that a person re-checks.", Type: Share, From: pilot},
				{Name: "minutes_per_review", Doc: "Minutes that one review takes.", Type: Number, From: production},
				{Name: "hours_per_week", Doc: "Hours a week that reviewers have.", Type: Number, From: production},
				{Name: "can_override", Doc: "They can change a decision.", Type: Bool, From: pilot},
				{Name: "can_stop", Doc: "They can stop the system.", Type: Bool, From: pilot},
				{Name: "training", Doc: "How they are trained."},
			},
		},
		{
			Type: "fallback", Label: Labelled, Doc: "What happens when the model cannot answer.", Standard: "AI Act Art. 15(4)",
			Attrs: []Attr{
				{Name: "covers", Doc: "For what.", Type: Reference, Refs: machines, List: true, From: pilot},
				{Name: "triggers", Doc: "When.", List: true, Enum: []string{"low_confidence", "timeout", "provider_outage", "policy_block"}, From: pilot},
				{Name: "action", Doc: "What happens then."},
				{Name: "last_tested", Doc: "When it was last tested.", Type: Date, From: production},
			},
		},
		pipelineBlock,
		{
			Type: "integration", Label: Labelled, Doc: "A connection to another system.", Standard: "production practice",
			Attrs: []Attr{
				{Name: "with", Doc: "With what.", Type: Reference, Refs: machines},
				{Name: "mode", Doc: "How data moves.", Enum: []string{"webhook", "api", "stream", "file_export", "manual"}},
				{Name: "limit_per_minute", Doc: "Requests a minute that it takes.", Type: Number},
				{Name: "events_needed", Doc: "Events that the process needs.", List: true},
				{Name: "events_available", Doc: "Events that the other system sends.", List: true},
				{Name: "owner", Doc: "Who keeps it running."},
				{Name: "sla", Doc: "Time within which it is served or repaired.", Type: Duration},
				{Name: "tested", Doc: "When it was last tested end to end.", Type: Date},
			},
		},
		{
			Type: "evaluation", Label: Labelled, Doc: "A measured quality of a model, and what is demanded of it.", Standard: "AI Act Art. 9(8), 15; SPDX metricDecisionThreshold",
			Attrs: []Attr{
				{Name: "kind", Doc: "What it is for; absent = quality.", Enum: []string{"quality", "bias"}},
				{Name: "subject", Doc: "What was evaluated.", Type: Reference, Refs: []string{"model", "component"}, From: pilot},
				{Name: "metric", Doc: "What was measured.", Enum: []string{"accuracy", "precision", "recall", "f1", "auc", "error_rate", "false_positive_rate", "false_negative_rate", "hallucination_rate", "refusal_rate", "groundedness", "task_success", "agreement", "latency", "mae", "rmse", "word_error_rate", "toxicity_rate"}, Open: true, From: pilot},
				{Name: "better", Doc: "Which way is better; absent = higher.", Enum: []string{"higher", "lower"}},
				{Name: "value", Doc: "The measured value; a share for rates.", Type: Number, From: pilot},
				{Name: "threshold", Doc: "The value demanded.", Type: Number, From: pilot},
				{Name: "sample_size", Doc: "Cases measured.", Type: Integer, From: pilot},
				{Name: "data", Doc: "On what data.", Enum: []string{"curated", "synthetic", "production_sample", "shadow"}, From: pilot},
				{Name: "dataset", Doc: "On which dataset.", Type: Reference, Refs: []string{"dataset"}},
				{Name: "evaluated", Doc: "When.", Type: Date, From: pilot},
				{Name: "evidence", Doc: "Where the result is.", Type: Reference, Refs: []string{"evidence"}},
				{Name: "max_errors_per_week", Doc: "Wrong results a week that the business accepts.", Type: Number, From: production},
				{Name: "tolerance", Doc: "Largest difference between groups that is accepted.", Type: Share},
			},
			Blocks: []Block{
				{Type: "group", Label: Labelled, Doc: "The result for one group of persons.", Attrs: []Attr{
					{Name: "value", Doc: "The measured value for the group.", Type: Number},
					{Name: "sample_size", Doc: "Cases measured in the group.", Type: Integer},
				}},
				{Type: "conditions", Doc: "Conditions under which special categories serve to find bias (AI Act Art. 4a(1)).", Attrs: []Attr{
					{Name: "necessity", Doc: "Why other data, synthetic or anonymised data included, would not do."},
					{Name: "reuse_limits", Doc: "What keeps the data from being used for anything else."},
					{Name: "access_control", Doc: "Who has access, and how that is controlled and documented."},
					{Name: "delete_after", Doc: "Time after which the data is deleted.", Type: Duration},
					{Name: "record", Doc: "Where the records of processing say why it was necessary."},
				}},
			},
		},
		{
			Type: "monitor", Label: Labelled, Doc: "What is watched in production.", Standard: "AI Act Art. 72; NIST AI RMF MEASURE 2.4",
			Attrs: []Attr{
				{Name: "covers", Doc: "What it watches.", Type: Reference, Refs: machines, List: true, From: pilot},
				{Name: "signals", Doc: "Signals that it measures.", List: true, Enum: []string{"accuracy", "agreement", "override_rate", "input_drift", "output_drift", "refusal_rate", "hallucination_rate", "toxicity_rate", "user_feedback", "cost", "latency", "error_rate", "volume", "availability"}, Open: true, From: production},
			},
			Blocks: []Block{
				{Type: "drift", Doc: "How drift is found.", Attrs: []Attr{
					{Name: "method", Doc: "Statistic or test."},
					{Name: "threshold", Doc: "Value that raises an alert.", Type: Number},
					{Name: "window", Doc: "Time over which it is computed.", Type: Duration},
					{Name: "baseline", Doc: "What it is compared with."},
				}},
				{Type: "alert", Doc: "Who is alerted, and how often.", Attrs: []Attr{
					{Name: "channel", Doc: "Where alerts go."},
					{Name: "owner", Doc: "Who acts on them."},
					{Name: "expected_per_day", Doc: "Alerts expected a day.", Type: Number},
					{Name: "capacity_per_day", Doc: "Alerts that can be handled a day.", Type: Number},
				}},
			},
		},
		{
			Type: "maintenance", Label: Labelled, Doc: "Retraining, or re-evaluation of a hosted model.", Standard: "production practice",
			Attrs: []Attr{
				{Name: "subject", Doc: "What is maintained.", Type: Reference, Refs: machines, From: pilot},
				{Name: "cadence", Doc: "How often.", Type: Duration, From: production},
				{Name: "last_done", Doc: "When it was last done.", Type: Date, From: production},
				{Name: "rollback", Doc: "How a change is undone."},
				{Name: "trigger", Doc: "What triggers it besides time."},
			},
		},
		{
			Type: "incident_plan", Doc: "What happens after an incident.", Standard: "GDPR Art. 33; AI Act Art. 73",
			Attrs: []Attr{
				{Name: "document", Doc: "The plan.", Type: Path},
				{Name: "owner", Doc: "Who leads."},
				{Name: "authority_notice", Doc: "Time to notify the authority.", Type: Duration},
				{Name: "subject_notice", Doc: "Time to notify persons.", Type: Duration},
				{Name: "last_exercise", Doc: "When it was last exercised.", Type: Date},
			},
		},
		ownershipBlock,
		costBlock,
		{
			Type: "assessment", Label: Labelled, Doc: "A review that the deployment needs.", Standard: "DPV DPIA status; AI Act Art. 6, 9–11, 17, 27",
			Attrs: []Attr{
				{Name: "kind", Doc: "Which review.", Enum: []string{"dpia", "fria", "lia", "tia", "security_review", "threat_model", "red_team", "vendor", "aiia", "art_6_4", "compatibility", "qms", "technical_documentation", "conformity", "registration", "instructions_for_use", "ccpa_risk", "post_market_plan"}, From: pilot},
				{Name: "status", Doc: "How far it is.", Enum: []string{"planned", "in_progress", "approved", "rejected"}, From: pilot},
				{Name: "started", Doc: "When it started, or is planned to.", Type: Date},
				{Name: "approved", Doc: "When it was approved.", Type: Date},
				{Name: "review_every", Doc: "How long the approval holds.", Type: Duration},
				{Name: "document", Doc: "The document.", Type: Path},
				{Name: "sha256", Doc: "SHA-256 of the document that was approved, in hex.", Type: Digest},
				{Name: "covers", Doc: "What it covers; absent = the system.", Type: Reference, Refs: append([]string{"flow", "party", "dataset", "purpose"}, nodes...), List: true},
				{Name: "residual_risk", Doc: "Risk that remains.", Enum: []string{"low", "medium", "high"}},
				{Name: "prior_consultation", Doc: "When the authority was consulted.", Type: Date},
				{Name: "notified", Doc: "When the authority was told the result (AI Act Art. 27(3)).", Type: Date},
			},
			Blocks: []Block{
				{Type: "open_findings", Doc: "Findings of the review that are not resolved.", Attrs: []Attr{
					{Name: "critical", Doc: "Critical ones.", Type: Integer},
					{Name: "high", Doc: "High ones.", Type: Integer},
				}},
			},
		},
		{
			Type: "risk", Label: Labelled, Doc: "A risk, and what is done about it.", Standard: "AI Act Art. 9; OSCAL risk",
			Attrs: []Attr{
				{Name: "reference", Doc: "Threat id: OWASP LLM Top 10, MITRE ATLAS."},
				{Name: "likelihood", Doc: "How likely.", Enum: []string{"low", "medium", "high"}},
				{Name: "impact", Doc: "How bad.", Enum: []string{"low", "medium", "high"}},
				{Name: "treatment", Doc: "What is done.", Enum: []string{"mitigate", "accept", "transfer", "avoid"}},
				{Name: "residual", Doc: "What remains.", Enum: []string{"low", "medium", "high"}},
				{Name: "owner", Doc: "Who owns it."},
				{Name: "reviewed", Doc: "When it was last reviewed.", Type: Date},
			},
		},
		{
			Type: "evidence", Label: Labelled, Doc: "A file in the repository that backs a claim.", Standard: "OSCAL observation",
			Attrs: []Attr{
				{Name: "kind", Doc: "What it is.", Enum: []string{"evaluation_results", "document", "terraform_plan", "kubernetes", "model_card", "ml_bom", "sbom", "log_sample", "override_rate"}, From: pilot},
				{Name: "file", Doc: "The file.", Type: Path, From: pilot},
				{Name: "pointer", Doc: "JSON pointer to the value; the resource address in a Terraform plan."},
				{Name: "sha256", Doc: "SHA-256 of the file, in hex.", Type: Digest},
				{Name: "supports", Doc: "What it backs.", Type: Reference, Refs: append([]string{"evaluation", "assessment", "flow", "explainability", "oversight", "audit_log", "monitor"}, nodes...), List: true},
				{Name: "fresh_for", Doc: "How long it counts.", Type: Duration},
			},
		},
		{
			Type: "waiver", Label: Labelled, Doc: "A finding that is accepted for a time.", Standard: "Threagile risk_tracking, with an expiry",
			Attrs: []Attr{
				{Name: "policy", Doc: "Which policy.", Type: PolicyID, Required: true, NotNull: true},
				{Name: "resource", Doc: "On what: a reference, or \"*\" for all.", Type: Reference, Refs: []string{"*"}, Required: true, NotNull: true},
				{Name: "reason", Doc: "Why.", Required: true},
				{Name: "ticket", Doc: "Where it is tracked.", Required: true},
				{Name: "accepted_by", Doc: "Who accepted it: not the owner of the system.", Required: true},
				{Name: "expires", Doc: "Its last day.", Type: Date, Required: true},
				{Name: "compensating", Doc: "What is done instead."},
			},
		},
	},
}
