package schema

// received describes one entry of what reaches a node or moves over an edge.
func received() Block {
	return Block{
		Type: "receives", Many: true, Doc: "What arrives, one entry for each category of each dataset.",
		Attrs: []Attr{
			{Name: "category", Doc: "Data category.", Type: Category},
			{Name: "dataset", Doc: "Address of the dataset that it entered with.", Type: Reference, Refs: []string{"dataset"}},
			{Name: "incidental", Doc: "It only may be in there (may_contain).", Type: Bool},
			{Name: "personal", Doc: "It is below user, and the person is identified or pseudonymised.", Type: Bool},
			{Name: "special", Doc: "It is personal, and of a special category (GDPR Art. 9(1)).", Type: Bool},
			{Name: "criminal", Doc: "It is personal, and about criminal offences (GDPR Art. 10).", Type: Bool},
			{Name: "credential", Doc: "It lets someone in.", Type: Bool},
			{Name: "identifiability", Doc: "How far persons can be identified here, after de-identification on the way.", Enum: []string{"identified", "pseudonymised", "anonymised", "synthetic", "non_personal"}},
			{Name: "purposes", Doc: "Purposes under which it arrives: those of the flows, or where a flow has none, of the flows before; at its origin none.", Type: Reference, Refs: []string{"purpose"}, List: true},
		},
	}
}

// Derived describes input.derived: facts that aicomply computes from the
// manifest before policies decide on them. Absent means that a fact needed for
// the computation is not declared. Days are whole calendar days in UTC.
var Derived = &Block{
	Type: "derived", Doc: "Facts computed from the manifest.",
	Attrs: []Attr{
		{Name: "jurisdictions", Doc: "Where the system is used: those declared, and what they lie in (DE adds EU and EEA, US-CA adds US). With none declared, all that a policy knows: EU, EEA, UK, US, US-CA.", List: true},
		{Name: "personal_data", Doc: "A dataset holds personal data, declared or by incident; absent where none does, and one does not say what it holds.", Type: Bool},
		{Name: "unhandled_share", Doc: "Share of input in formats without a handler, summed over pipelines.", Type: Share},
		{Name: "unaccounted_share", Doc: "Share of input that no declared format accounts for, summed over pipelines.", Type: Share},
		{Name: "exceptions_per_week", Doc: "Cases a week on which a format's handler fails; a handler without failure_rate counts as one that never does.", Type: Number},
		{Name: "review_hours_per_week", Doc: "Hours a week of human review: (review_share x per_week + exceptions + unhandled) x minutes_per_review / 60, with the largest minutes_per_review; without a pipeline, of the reviewed share alone.", Type: Number},
		{Name: "review_hours_with_unaccounted", Doc: "The same, with input that no format accounts for counted as unhandled.", Type: Number},
		{Name: "review_hours_available", Doc: "Hours a week that reviewers have, summed over oversight blocks; absent where one does not say.", Type: Number},
		{Name: "monthly_cost", Doc: "Projected cost a month: sum over items of monthly + price_per_volume x per_week x 52/12; absent where one item's is not known.", Type: Money},
		{Name: "cost_growth", Doc: "Projected cost over the cost of the proof of concept.", Type: Number},
		{Name: "go_live_in_days", Doc: "Days from the clock to system.go_live; negative after it.", Type: Number},
	},
	Blocks: []Block{
		{
			Type: "node", Keyed: true, Doc: "Every principal, component, store, model and tool.",
			Attrs: []Attr{
				{Name: "type", Doc: "Its block type.", Enum: nodes},
				{Name: "name", Doc: "Its label."},
				{Name: "operator", Doc: "Who runs it; of a tool without one, who runs the model.", Type: Reference, Refs: []string{"party"}},
				{Name: "operator_role", Doc: "That party's role.", Enum: []string{"controller", "joint_controller", "processor", "sub_processor", "third_party"}},
				{Name: "region", Doc: "Its region as declared or inherited.", Type: Region},
				{Name: "unknown_region", Doc: "The region is in no table, so its country is not known.", Type: Bool},
				{Name: "nearest_region", Doc: "The known region nearest to an unknown one."},
				{Name: "country", Doc: "Its country: of its region, else, where no region is declared, of its operator; of a principal as declared.", Type: Country},
				{Name: "area", Doc: "Of a region that spans countries: EU, EEA or US."},
				{Name: "personal", Doc: "Personal data reaches it.", Type: Bool},
				{Name: "confidential", Doc: "Data of class confidential or above reaches it.", Type: Bool},
				{Name: "untrusted", Doc: "Input that outsiders control reaches it over flows without a guard.", Type: Bool},
			},
			Blocks: []Block{received()},
		},
		{
			Type: "flow", Keyed: true, Doc: "Every flow.",
			Attrs: []Attr{
				{Name: "from_country", Doc: "Country of its start.", Type: Country},
				{Name: "to_country", Doc: "Country of its end.", Type: Country},
				{Name: "crosses_boundary", Doc: "Its ends lie in different trust boundaries; a node in none lies in its operator's, people and services of the organisation in its controller's, outsiders each in their own.", Type: Bool},
				{Name: "personal", Doc: "Personal data moves over it.", Type: Bool},
				{Name: "confidential", Doc: "Data of class confidential or above moves over it.", Type: Bool},
				{Name: "feeds", Doc: "Model that what moves over it goes on to: the nearest, over flows, components and tools alone.", Type: Reference, Refs: []string{"model"}},
				{Name: "output_of", Doc: "Model whose output moves over it: the nearest, past no person and no component of kind human_task or validator.", Type: Reference, Refs: []string{"model"}},
				{Name: "unvetted", Doc: "Where content that moves over it comes from, past no component of kind filter, validator or human_task and no person of the organisation: the nearest principal of kind data_subject or public, node that a third party runs, or node that such a principal can write to.", Type: Reference, Refs: nodes},
				{Name: "drops", Doc: "Categories that arrive at its start, that nothing takes off, and that carries does not declare; none of a flow from a filter, or without carries.", Type: Category, List: true},
			},
			Blocks: []Block{received()},
		},
		{
			Type: "access", Keyed: true, Doc: "Every access grant.",
			Attrs: []Attr{
				{Name: "reads", Doc: "It can read: permission read, admin or *.", Type: Bool},
				{Name: "review_due", Doc: "last_review + review_every.", Type: Date},
				{Name: "overdue_days", Doc: "Days since the review was due; not positive = not overdue.", Type: Number},
				{Name: "expired_days", Doc: "Days since it expired; not positive = not expired.", Type: Number},
			},
			Blocks: []Block{received()},
		},
		{
			Type: "store", Keyed: true, Doc: "Every store.",
			Attrs: []Attr{
				{Name: "retention_days", Doc: "retention + backup_retention, in days; without the latter, retention.", Type: Number},
				{Name: "limit_days", Doc: "Smallest retention_max of the purposes under which personal data arrives, or for which it was collected where it enters here.", Type: Number},
				{Name: "limit_purpose", Doc: "The purpose that sets that limit.", Type: Reference, Refs: []string{"purpose"}},
			},
			Blocks: []Block{{
				Type: "unchecked", Many: true, Doc: "Of a training set: models whose output reaches it over flows and tools, past no person and no component of kind human_task or validator.",
				Attrs: []Attr{
					{Name: "model", Doc: "The model.", Type: Reference, Refs: []string{"model"}},
					{Name: "last", Doc: "Address of the flow, or of the tool, by which it arrives on a shortest way."},
					{Name: "way", Doc: "That way, alternating addresses of nodes and edges; absent where it is longer than 12 edges.", List: true},
				},
			}},
		},
		{
			Type: "model", Keyed: true, Doc: "Every model.",
			Attrs: []Attr{
				{Name: "retires_in_days", Doc: "Days from the clock to retires_on.", Type: Number},
				{Name: "outbound", Doc: "Address of the flow or tool by which personal or confidential data that it puts out leaves: the nearest that leads to a tool with outbound, or to a principal, component, store or model of a third party that does not run its start; past no other model, no person, no component of kind filter, validator or human_task and no tool whose calls a person approves.", Type: Reference, Refs: []string{"flow", "tool"}},
				{Name: "serves", Doc: "People who ask it, over flows and components, or if there are none, who see what it puts out: the nearest principal of kind data_subject, public, human_group or vendor_support.", Type: Reference, Refs: []string{"principal"}},
				{Name: "retires_after_go_live_days", Doc: "Days from go_live to retires_on.", Type: Number},
			},
		},
		{
			Type: "evaluation", Keyed: true, Doc: "Every evaluation.",
			Attrs: []Attr{
				{Name: "errors_per_week", Doc: "(1 - value) x per_week; value x per_week where lower is better. Only for shares of cases: values up to 1, and not latency, mae or rmse.", Type: Number},
				{Name: "wilson_lower", Doc: "Lower bound of the 95 % Wilson score interval of value over sample_size (z = 1.959964); only where higher is better.", Type: Share},
				{Name: "wilson_upper", Doc: "Upper bound; only where lower is better.", Type: Share},
				{Name: "sample_needed", Doc: "Smallest sample at which the bound reaches the threshold at the same value; absent where none does.", Type: Integer},
			},
		},
		{
			Type: "pipeline", Keyed: true, Doc: "Every pipeline.",
			Attrs: []Attr{
				{Name: "share_sum", Doc: "Sum of its formats' shares.", Type: Number},
				{Name: "unhandled_share", Doc: "Sum of the shares of formats without a handler.", Type: Share},
				{Name: "unaccounted_share", Doc: "1 - share_sum; 0 where that is negative.", Type: Share},
			},
		},
		{
			Type: "maintenance", Keyed: true, Doc: "Every maintenance block.",
			Attrs: []Attr{
				{Name: "due", Doc: "last_done + cadence.", Type: Date},
				{Name: "overdue_days", Doc: "Days since then; not positive = not overdue.", Type: Number},
			},
		},
		{
			Type: "assessment", Keyed: true, Doc: "Every assessment.",
			Attrs: []Attr{
				{Name: "lead_days", Doc: "Days from started to system.go_live.", Type: Number},
				{Name: "after_pilot_days", Doc: "Days from system.pilot_start to started; positive = started after the pilot began.", Type: Number},
				{Name: "overdue_days", Doc: "Days since approved + review_every; not positive = not overdue.", Type: Number},
				{Name: "renewed", Doc: "It is approved, and the base has no approval of its kind, under its label or covering the same, that is as late; absent without a base.", Type: Bool},
			},
		},
		{
			Type: "cost_item", Keyed: true, Doc: "Every item of cost, by its label.",
			Attrs: []Attr{
				{Name: "monthly", Doc: "Its projected cost a month.", Type: Money},
			},
		},
		{
			Type: "bypass", Many: true, Doc: "Ways past de-identification: flows, tools and access grants by which data gets to a node in a form from which a flow into the same node removes the category or the identity.",
			Attrs: []Attr{
				{Name: "by", Doc: "Address of that flow, tool or access grant."},
				{Name: "node", Doc: "The node.", Type: Reference, Refs: nodes},
				{Name: "around", Doc: "The flows that de-identify: of each category and dataset, one that does so most.", Type: Reference, Refs: []string{"flow"}, List: true},
			},
			Blocks: []Block{received()},
		},
		{
			Type: "changes", Many: true, Doc: "What is different from the base in what the deployment does to data and people; absent without a base. Renamed and moved blocks are no change.",
			Attrs: []Attr{
				{Name: "aspect", Doc: "What it is about.", Enum: []string{"reach", "data_category", "data_subject", "recipient", "country", "purpose", "retention", "model", "tool", "access", "decision"}},
				{Name: "direction", Doc: "How it changed.", Enum: []string{"added", "removed", "changed"}},
				{Name: "subject", Doc: "A data category, data subject or country, the address of a block, or system."},
				{Name: "category", Doc: "Data category that is now, or no longer, at the subject: reaches the node, is received by the party, is in the country, serves the purpose, or is about the data subjects.", Type: Category},
				{Name: "resource", Doc: "Of an access grant: what it is on; the subject is the principal.", Type: Reference, Refs: resources},
				{Name: "attribute", Doc: "Of a changed subject: what of it."},
				{Name: "before", Doc: "Its value in the base; absent where it was not there or not declared."},
				{Name: "after", Doc: "Its value now; likewise."},
				{Name: "widens", Doc: "It exposes more than before: more data, recipients, places or rights, or for longer.", Type: Bool},
				{Name: "block", Doc: "Address of the block that it stands in, or by which it becomes true; of something removed, in the base."},
				{Name: "text", Doc: "The change in a few words."},
			},
		},
		{
			Type: "missing", Many: true, Doc: "Blocks that lack attributes which some stage requires.",
			Attrs: []Attr{
				{Name: "ref", Doc: "Address of the block."},
				{Name: "path", Doc: "Path of the block, or of the nested block in it.", List: true},
				{Name: "attribute", Doc: "The attribute."},
				{Name: "stage", Doc: "The stage from which it is required.", Enum: []string{"poc", "pilot", "production"}},
				{Name: "unknown", Doc: "It is declared unknown.", Type: Bool},
			},
		},
		{
			Type: "waiver", Keyed: true, Doc: "Every waiver.",
			Blocks: []Block{{
				Type: "problems", Many: true, Doc: "Why it waives nothing.",
				Attrs: []Attr{
					{Name: "policy", Doc: "Which policy reports it.", Enum: []string{"waiver/expired", "waiver/invalid"}},
					{Name: "attribute", Doc: "Attribute at fault."},
					{Name: "message", Doc: "What is wrong."},
				},
			}},
		},
	},
}
