package schema

// The blocks with nested blocks of their own; package variables only so that
// the table in manifest.go stays readable from top to bottom.

// Capabilities are what AI Act Art. 5(1) prohibits, or prohibits in some settings.
func capabilities() []string {
	return []string{
		"subliminal_manipulation", "exploitation_of_vulnerability", "social_scoring", "individual_crime_prediction",
		"face_scraping", "emotion_recognition", "biometric_categorisation", "remote_biometric_identification",
		"intimate_imagery", "child_abuse_imagery",
	}
}

var systemBlock = Block{
	Type: "system", Label: Labelled, Doc: "The AI system that is deployed; exactly one per deployment.", Standard: "DPV AISystem; AI Act Art. 3(1), 3(3)–(8), 3(12)",
	Attrs: []Attr{
		{Name: "title", Doc: "Its name for people.", From: "poc"},
		{Name: "intended_purpose", Doc: "What it is for, in a sentence.", From: "poc"},
		{Name: "stage", Doc: "How far the deployment has come; absent counts as poc.", Enum: []string{"poc", "pilot", "production", "retired"}, From: "poc"},
		{Name: "pilot_start", Doc: "When the pilot began, or will.", Type: Date},
		{Name: "go_live", Doc: "When production begins, or began.", Type: Date, From: production},
		{Name: "jurisdictions", Doc: "Where it is used; absent counts as everywhere.", Type: Jurisdiction, List: true, From: pilot},
		{Name: "allowed_regions", Doc: "Where data may be: country codes, EU, EEA, or cloud regions.", Type: Territory, List: true},
		{Name: "controller", Doc: "Who decides on purposes and means.", Type: Reference, Refs: []string{"party"}, From: pilot},
		{Name: "operator_roles", Doc: "The organisation's roles under the AI Act.", List: true, Enum: []string{"provider", "deployer", "importer", "distributor", "product_manufacturer", "authorised_representative"}},
		{Name: "automation_level", Doc: "How far it acts by itself (ISO/IEC 22989).", Enum: []string{"not_automated", "assistive", "partial", "conditional", "high", "full", "autonomous"}},
		{Name: "decision_effect", Doc: "Effect of its decisions on a person (GDPR Art. 22(1)).", Enum: []string{"none", "legal", "similarly_significant"}},
		{Name: "art_22_ground", Doc: "Ground of GDPR Art. 22(2) for a solely automated decision.", Enum: []string{"contract", "law", "explicit_consent"}},
		{Name: "sector", Doc: "Where it is used.", Enum: []string{"employment", "education", "health", "finance", "insurance", "law_enforcement", "migration", "justice", "critical_infrastructure", "public_administration", "retail", "telecommunications", "media", "transport", "manufacturing", "technology", "other"}},
		{Name: "capabilities", Doc: "Capabilities that AI Act Art. 5(1) may prohibit.", List: true, Enum: capabilities()},
		{Name: "deployer_type", Doc: "What the deployer is (AI Act Art. 27).", Enum: []string{"public_body", "private_public_service", "private"}},
		{Name: "large_scale", Doc: "It processes personal data on a large scale (GDPR Art. 35(3)(b), 37(1)).", Type: Bool},
		{Name: "public_monitoring", Doc: "It monitors a publicly accessible area systematically (GDPR Art. 35(3)(c)).", Type: Bool},
		{Name: "new_technology", Doc: "It uses technology in a way whose effect on persons is not well understood yet (GDPR Art. 35(1)).", Type: Bool},
		{Name: "reviewed_on", Doc: "When this manifest was last reviewed.", Type: Date},
	},
	Blocks: []Block{
		{
			Type: "eu_ai_act", Doc: "Classification under the EU AI Act.", Standard: "AI Act Art. 4, 5, 6, 50",
			Attrs: []Attr{
				{Name: "risk_level", Doc: "The class.", Enum: []string{"prohibited", "high", "transparency", "minimal"}},
				{Name: "annex_iii", Doc: "Points of Annex III that it falls under, such as \"4(a)\".", List: true},
				{Name: "annex_i", Doc: "It is, or is a safety component of, a product under Annex I.", Type: Bool},
				{Name: "profiling", Doc: "It profiles persons (Art. 6(3), last subparagraph).", Type: Bool},
				{Name: "screening", Doc: "Record of the screening for prohibited practices.", Type: Path},
				{Name: "interacts_directly", Doc: "Persons interact with it directly (Art. 50(1)).", Type: Bool},
				{Name: "synthetic_content", Doc: "Content that it generates (Art. 50(2)).", List: true, Enum: []string{"text", "image", "audio", "video"}},
				{Name: "content_marking", Doc: "How generated content is marked.", Enum: []string{"none", "metadata", "watermark", "both"}},
				{Name: "marking_exception", Doc: "Exception of Art. 50(2) that is relied on, and why."},
				{Name: "deep_fakes", Doc: "It makes images, audio or video that resemble real persons, objects, places or events (Art. 50(4)).", Type: Bool},
				{Name: "public_interest_text", Doc: "It writes text that is published on matters of public interest without a person's review (Art. 50(4)).", Type: Bool},
				{Name: "literacy", Doc: "How staff are made AI-literate (Art. 4)."},
				{Name: "first_placed_on_market", Doc: "When it was first placed on the market.", Type: Date},
				{Name: "modifications", Doc: "What the organisation did to a system of another provider (Art. 25(1)): put its own name on it, changed it substantially, gave it another purpose.", List: true, Enum: []string{"own_name", "substantial_modification", "changed_purpose"}},
			},
			Blocks: []Block{
				{Type: "art_6_3", Doc: "Why an Annex III system is not high-risk.", Attrs: []Attr{
					{Name: "condition", Doc: "Condition of Art. 6(3) that holds.", Enum: []string{"a", "b", "c", "d"}},
					{Name: "assessment", Doc: "The documented assessment (Art. 6(4)).", Type: Reference, Refs: []string{"assessment"}},
				}},
			},
		},
		{
			Type: "volume", Doc: "How much it handles.", Standard: "production practice",
			Attrs: []Attr{
				{Name: "per_week", Doc: "Cases a week in production.", Type: Number, From: pilot},
				{Name: "peak_per_minute", Doc: "Cases in the busiest minute.", Type: Number, From: production},
				{Name: "unit", Doc: "What a case is."},
			},
		},
		{
			Type: "scope", Doc: "What it is for, and what not.", Standard: "NIST AI RMF MAP 3.3",
			Attrs: []Attr{
				{Name: "in_scope", Doc: "Purposes that it serves.", Type: Reference, Refs: []string{"purpose"}, List: true, From: pilot},
				{Name: "out_of_scope", Doc: "Uses that are excluded; compared with model.tasks.", List: true, From: pilot},
				{Name: "change_control", Doc: "How the scope is changed.", From: pilot},
			},
		},
	},
}

var partyBlock = Block{
	Type: "party", Label: Labelled, Doc: "An organisation that takes part.", Standard: "GDPR Art. 4(7)–(10), 28",
	Attrs: []Attr{
		{Name: "role", Doc: "Its role.", Enum: []string{"controller", "joint_controller", "processor", "sub_processor", "third_party"}, From: pilot},
		{Name: "country", Doc: "Where it is established.", Type: Country, From: pilot},
		{Name: "contact", Doc: "Whom to ask."},
		{Name: "dpo", Doc: "Its data protection officer."},
		{Name: "certifications", Doc: "What it is audited against; eu_us_dpf makes a US recipient adequate.", List: true, Enum: []string{"eu_us_dpf", "iso27001", "iso42001", "soc2_type2", "hitrust"}},
		{Name: "sub_processors", Doc: "Parties that it passes data on to.", Type: Reference, Refs: []string{"party"}, List: true},
	},
	Blocks: []Block{
		{Type: "contract", Many: true, Doc: "A contract with it; one block for each.", Attrs: []Attr{
			{Name: "kind", Doc: "Data processing (GDPR Art. 28), business associate (HIPAA), joint controllers (GDPR Art. 26).", Enum: []string{"dpa", "baa", "jca"}},
			{Name: "signed", Doc: "When it was signed.", Type: Date},
			{Name: "document", Doc: "The contract.", Type: Path},
			{Name: "sub_processor_authorisation", Doc: "How sub-processors are authorised (Art. 28(2)).", Enum: []string{"general", "specific"}},
		}},
		{Type: "data_terms", Doc: "What it may do with what it receives.", Attrs: []Attr{
			{Name: "trains_on_inputs", Doc: "It trains on what it receives.", Type: Bool},
			{Name: "input_retention", Doc: "How long it keeps what it receives.", Type: Duration},
			{Name: "human_review", Doc: "Its staff may read what it receives.", Type: Bool},
			{Name: "incident_notice", Doc: "Time within which it reports an incident.", Type: Duration},
		}},
	},
}

var flowBlock = Block{
	Type: "flow", Label: Labelled, Doc: "A movement of data from one node to another.", Standard: "fideslang DataFlow; Threagile communication link; GDPR Art. 44–49",
	Attrs: []Attr{
		{Name: "from", Doc: "Where from.", Type: Reference, Refs: nodes, Required: true, NotNull: true},
		{Name: "to", Doc: "Where to.", Type: Reference, Refs: nodes, Required: true, NotNull: true},
		{Name: "carries", Doc: "Datasets that it carries; checked against what can reach it.", Type: Reference, Refs: []string{"dataset"}, List: true, From: pilot},
		{Name: "omits", Doc: "Categories that it is declared not to carry.", Type: Category, List: true},
		{Name: "purpose", Doc: "Why.", Type: Reference, Refs: []string{"purpose"}, From: pilot},
		{Name: "encryption_in_transit", Doc: "Encryption.", Enum: []string{"none", "tls1.2", "tls1.3", "mtls"}, From: pilot, Inherits: true},
		{Name: "authentication", Doc: "How the sender authenticates.", Enum: []string{"none", "token", "mtls", "iam"}},
		{Name: "identity", Doc: "On whose behalf.", Enum: []string{"user", "service"}},
		{Name: "trigger", Doc: "What sets it off.", Enum: []string{"webhook", "stream", "poll", "batch", "file_export", "manual"}},
		{Name: "public_reason", Doc: "Why it is open without authentication, where it is."},
	},
	Blocks: []Block{
		{Type: "deidentify", Doc: "What is taken off on the way.", Attrs: []Attr{
			{Name: "method", Doc: "How.", Enum: []string{"redaction", "pseudonymisation", "tokenisation", "aggregation", "anonymisation"}},
			{Name: "removes", Doc: "Categories that it takes off; a key covers those below it.", Type: Category, List: true},
			{Name: "tested", Doc: "Evidence that it works.", Type: Reference, Refs: []string{"evidence"}},
		}},
		{Type: "transfer", Doc: "The safeguard for a transfer to a third country.", Attrs: []Attr{
			{Name: "mechanism", Doc: "Which one.", Enum: []string{"adequacy", "adequacy_dpf", "scc", "bcr", "ad_hoc_clauses", "derogation_49"}},
			{Name: "tia", Doc: "The transfer impact assessment.", Type: Reference, Refs: []string{"assessment"}},
			{Name: "signed", Doc: "When the clauses were signed.", Type: Date},
		}},
	},
}

var pipelineBlock = Block{
	Type: "pipeline", Label: Labelled, Doc: "How input is prepared, and what happens to what does not fit.", Standard: "AI Act Art. 10(2)(c)",
	Attrs: []Attr{
		{Name: "schema_change_detection", Doc: "A change of the input's form is noticed.", Type: Bool},
		{Name: "production_sample", Doc: "A sample of production input.", Type: Path},
	},
	Blocks: []Block{
		{Type: "input_format", Label: Labelled, Doc: "A form in which input arrives.", Attrs: []Attr{
			{Name: "share", Doc: "Share of all input.", Type: Share, From: pilot},
			{Name: "handler", Doc: "What handles it.", Type: Reference, Refs: machines},
			{Name: "failure_rate", Doc: "Share of it that the handler fails on.", Type: Share},
			{Name: "on_failure", Doc: "What happens then.", Enum: []string{"manual_review", "reject", "retry", "drop"}, Open: true},
		}},
		{Type: "exception", Doc: "Where exceptions go.", Attrs: []Attr{
			{Name: "queue", Doc: "Where."},
			{Name: "owner", Doc: "Who works on them."},
			{Name: "sla", Doc: "Time within which they are done.", Type: Duration},
		}},
	},
}

var ownershipBlock = Block{
	Type: "ownership", Doc: "Who is responsible.", Standard: "NIST AI RMF GOVERN 2.1",
	Attrs: []Attr{
		{Name: "business", Doc: "Who owns the outcome.", From: pilot},
		{Name: "technical", Doc: "Who owns the system.", From: pilot},
		{Name: "security", Doc: "Who answers for security.", From: pilot},
		{Name: "privacy", Doc: "Who answers for privacy, where personal data is processed."},
		{Name: "business_contact", Doc: "E-mail or handle of the business owner."},
		{Name: "technical_contact", Doc: "E-mail or handle of the technical owner; may not accept waivers."},
		{Name: "security_contact", Doc: "E-mail or handle of the security owner."},
		{Name: "privacy_contact", Doc: "E-mail or handle of the privacy owner."},
		{Name: "on_call", Doc: "Who is called at night.", From: production},
		{Name: "runbook", Doc: "What they do then.", From: production},
		{Name: "maintainers", Doc: "Who changes the system.", List: true},
	},
	Blocks: []Block{
		{Type: "handoff", Doc: "Handing over from those who built it to those who run it.", Attrs: []Attr{
			{Name: "from", Doc: "Who built it."},
			{Name: "to", Doc: "Who runs it."},
			{Name: "engaged_at", Doc: "Stage at which those who run it were brought in.", Enum: []string{"poc", "pilot", "production"}},
			{Name: "training", Doc: "How they were trained."},
			{Name: "accepted", Doc: "When they accepted it.", Type: Date},
		}},
	},
}

var costBlock = Block{
	Type: "cost", Doc: "What it costs, and may cost.", Standard: "OWASP LLM10:2025",
	Attrs: []Attr{
		{Name: "currency", Doc: "ISO 4217 code of all amounts."},
		{Name: "poc_monthly", Doc: "What the proof of concept cost a month.", Type: Money, From: pilot},
		{Name: "budget_monthly", Doc: "What production may cost a month.", Type: Money, From: pilot},
		{Name: "approved_growth", Doc: "How many times the cost of the proof of concept was approved.", Type: Number},
		{Name: "assumed_volume", Doc: "Cases a week that the budget assumed.", Type: Number},
	},
	Blocks: []Block{
		{Type: "item", Label: Labelled, Doc: "One thing that costs money.", Attrs: []Attr{
			{Name: "kind", Doc: "What for.", Enum: []string{"api", "infrastructure", "human_review", "retraining", "licence"}},
			{Name: "monthly", Doc: "Fixed cost a month.", Type: Money},
			{Name: "price_per_volume", Doc: "Cost of one case.", Type: Money},
		}},
		{Type: "cap", Doc: "What stops it from costing more.", Attrs: []Attr{
			{Name: "monthly", Doc: "Limit a month.", Type: Money},
			{Name: "per_caller_per_minute", Doc: "Requests a minute that one caller may make.", Type: Number},
		}},
	},
}
