package report

import (
	"strings"
	"testing"

	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/posture"
)

// hostile is what the author of a pull request might write into a manifest.
const hostile = "\x1b[31mred\x1b]8;;http://evil.example\x07 \u202egnp.exe @octocat #1 GH-2 https://evil.example " +
	"www.evil.example <img src=x onerror=alert(1)> ![i](http://e.example/i.png) [l](javascript:x) | cell\n" +
	"::error file=x::pwned\n##[error]pwned\r\n```\n\u2066`` %0A --> </details> \xff\x00 \U000e0041"

const manifestSource = "system \"ticket_triage\" {\r\n" +
	"\ttitle = \"Ticket triage\" # 日本 e\u0301 \u202e\r\n" +
	"}\r\n" +
	"flow \"abuse_sampling\" {\r\n" +
	"  from = store.prompts\r\n" +
	"}\r\n"

func fixtureSources(file string) []byte {
	if file == "deploy/triage/aicomply.hcl" {
		return []byte(manifestSource)
	}
	return nil
}

func span(file string, line, col, endLine, endCol int) finding.Range {
	return finding.Range{File: file,
		Start: finding.Pos{Line: line, Column: col, Byte: line*100 + col},
		End:   finding.Pos{Line: endLine, Column: endCol, Byte: endLine*100 + endCol}}
}

func ptr[T any](v T) *T { return &v }

// fixture is a report with a case of everything: a production-bound deployment,
// a proof of concept, and what a stranger wrote.
func fixture() *Report {
	r := &Report{
		SchemaVersion: SchemaVersion,
		Tool:          Tool{Name: "aicomply", Version: "0.1.0"},
		Clock:         "2026-11-23",
		FailOn:        finding.High,
		Base:          &Base{Ref: "main", Commit: "0123456789abcdef0123456789abcdef01234567"},
		Policies:      PolicySource{Source: "built-in", Digest: "sha256:00ff", Count: 9},
		Rules:         fixtureRules(),
		GateEdits: []GateEdit{{Kind: "waiver", What: "waiver.training", How: "widened", Effect: "It does not count until it is on the base.",
			Range: span("deploy/triage/aicomply.hcl", 4, 1, 4, 22)}},
		Deployments: []Deployment{triage(), poc()},
	}
	r.Deployments[0].Fixed = []finding.Finding{{Policy: "access/broad_grant", Title: "Broad grant", Severity: finding.High, Kind: finding.Violation,
		Status: finding.Open, Path: finding.Path{"access", "all"}, Message: hostile, Fingerprint: "f1", Range: span("deploy/triage/aicomply.hcl", 6, 1, 6, 2)}}
	r.Deployments[0].Changes = []posture.Change{{Aspect: posture.Country, Direction: posture.Added, Subject: "PH", Widens: true}}
	r.Summarise()
	return r
}

func fixtureRules() []finding.Rule {
	return []finding.Rule{
		{ID: "transfer/no_mechanism", Title: "Transfer without a mechanism", Description: "Data leaves the EEA without a ground.",
			Severity: finding.Critical, BlocksFrom: finding.Pilot, Method: "graph", Remediation: "Add a transfer block.",
			Controls:         []finding.Control{{ID: "gdpr:44", Relation: finding.Requires}, {ID: "nist-ai-rmf:MAP-4.1", Relation: finding.Supports}},
			RelatedResources: []finding.Resource{{Ref: "https://eur-lex.europa.eu/eli/reg/2016/679/oj"}},
			Aliases:          []string{"transfer/missing_mechanism"}, Source: "policies/transfer/no_mechanism/no_mechanism.rego"},
		{ID: "cost/over_budget", Title: "Cost at volume exceeds the budget", Severity: finding.Medium, BlocksFrom: finding.Production,
			Method: "arith", Controls: nil, Source: "policies/cost/over_budget/over_budget.rego"},
	}
}

func triage() Deployment {
	const file = "deploy/triage/aicomply.hcl"
	requires := []finding.Control{{ID: "gdpr:44", Relation: finding.Requires}, {ID: "nist-ai-rmf:MAP-4.1", Relation: finding.Supports}}
	return Deployment{
		Path: "deploy/triage", System: "ticket_triage", Title: "Ticket triage", Stage: finding.Pilot,
		Findings: []finding.Finding{
			{Policy: "transfer/no_mechanism", Title: "Transfer without a mechanism", Severity: finding.Critical,
				Kind: finding.Violation, Status: finding.Open, Blocking: true, New: ptr(true),
				Path: finding.Path{"flow", "abuse_sampling", "transfer"}, Key: "user.health",
				Message:     "user.health reaches a sub-processor in PH and no transfer mechanism is declared",
				Remediation: "Declare a transfer block with mechanism = \"scc\" and its assessment.", Controls: requires,
				Fingerprint: "a1", Range: span(file, 4, 1, 4, 22),
				Witness: []string{"principal.customer", "flow.intake", "component.triage_api", "flow.to_redactor", "component.redactor",
					"flow.prompt", "model.llm", "flow.abuse_sampling", "principal.abuse_review"}},
			{Policy: "audit/no_log", Title: "No audit log", Severity: finding.High, Kind: finding.Gap, Status: finding.Pending,
				Blocking: true, New: ptr(false), Path: finding.Path{"system"}, Message: "no audit_log covers model.llm",
				Remediation: "Add an audit_log block.", Waiver: "waiver.no_audit", Fingerprint: "a2", Range: span(file, 1, 1, 3, 2)},
			{Policy: "cost/over_budget", Title: "Cost at volume exceeds the budget", Severity: finding.Medium, Kind: finding.Violation,
				Status: finding.Open, New: ptr(false), Path: finding.Path{"cost"}, Message: "Cost at volume exceeds the budget",
				Fingerprint: "a3", Range: span(file, 2, 2, 2, 28),
				Fix: &finding.Fix{Range: span(file, 2, 2, 2, 28), Replacement: "title   = \"Ticket\""}},
			{Policy: "vendor/trains_on_inputs", Title: "Vendor trains on inputs", Severity: finding.High, Kind: finding.Violation,
				Status: finding.Waived, New: ptr(false), Path: finding.Path{"party", "llmco"}, Message: "party.llmco trains on inputs",
				Remediation: "Opt out in the contract.", Waiver: "waiver.training", Fingerprint: "a4", Range: span("deploy/parties.hcl", 7, 3, 7, 26)},
			{Policy: "explainability/no_right", Title: "No explanation of decisions", Severity: finding.High, Kind: finding.Upcoming,
				Status: finding.Open, New: ptr(true), Path: finding.Path{"explainability"}, AppliesFrom: "2027-12-02",
				Message: "required once Art. 86 applies", Remediation: "Add an explainability block.", Fingerprint: "a5"},
			{Policy: "evidence/contradicted", Title: "Contradicted by evidence " + hostile, Severity: finding.Low, Kind: finding.Contradiction,
				Status: finding.Open, New: ptr(true), Path: finding.Path{"evaluation", hostile}, Message: hostile, Remediation: hostile,
				Fingerprint: "a6", Range: span("deploy/"+hostile, 5, 1, 5, 3), Witness: []string{"store." + hostile},
				Fix: &finding.Fix{Range: span("deploy/"+hostile, 5, 1, 5, 3), Replacement: hostile + " = " + hostile}},
		},
		Policies: []PolicyResult{
			{ID: "audit/no_log", Result: finding.Failed},
			{ID: "cost/over_budget", Result: finding.Failed},
			{ID: "evidence/contradicted", Result: finding.Failed},
			{ID: "explainability/no_right", Result: finding.Failed},
			{ID: "review/dpia", Result: finding.Errored, Reason: "time.parse_rfc3339_ns: " + hostile},
			{ID: "security/agents", Result: finding.NotApplicable, Reason: "no model is an agent"},
			{ID: "transfer/no_mechanism", Result: finding.Failed},
			{ID: "vendor/trains_on_inputs", Result: finding.WaivedResult},
			{ID: "monitoring/drift", Result: finding.Unknown, Reason: "monitor is not declared"},
		},
	}
}

func poc() Deployment {
	d := Deployment{Path: "deploy/poc", System: "faq_bot", Stage: finding.PoC, Policies: []PolicyResult{
		{ID: "security/agents", Result: finding.NotApplicable}, {ID: "cost/over_budget", Result: finding.Passed},
		{ID: "ownership/no_owner", Result: finding.Unknown},
	}}
	for _, fp := range []string{"b1", "b2"} {
		d.Findings = append(d.Findings, finding.Finding{Policy: "ownership/no_owner", Title: "No owner", Severity: finding.High,
			Kind: finding.Gap, Status: finding.Open, Path: finding.Path{"ownership"}, Message: "ownership is not declared", Fingerprint: fp})
	}
	return d
}

// broken is a report of a run that could not read one manifest.
func broken() *Report {
	r := &Report{Tool: Tool{Name: "aicomply"}, Clock: "2026-11-23", FailOn: finding.High, Policies: PolicySource{Count: 9},
		Diagnostics: []finding.Diagnostic{
			{Severity: finding.Error, Summary: "Unsupported argument", Detail: "A system block has no argument \"titel\".\nDid you mean \"title\"?",
				Range: span("deploy/triage/aicomply.hcl", 2, 2, 2, 7)},
			{Severity: finding.Warning, Summary: "Old syntax", Detail: hostile, Range: span(hostile, 900, 1, 900, 2)},
			{Severity: finding.Error, Summary: "No policies"},
		}}
	r.Summarise()
	return r
}

// clean is a report without findings.
func clean() *Report {
	d := Deployment{Path: "app", System: "app", Stage: finding.Pilot, Policies: []PolicyResult{
		{ID: "a/a", Result: finding.Passed}, {ID: "a/b", Result: finding.Passed}, {ID: "a/c", Result: finding.NotApplicable}}}
	r := &Report{Policies: PolicySource{Count: 3}, FailOn: finding.High, Deployments: []Deployment{d}}
	r.Summarise()
	return r
}

// render is what a format writes for a report.
func render(t testing.TB, format string, r *Report, o Options) string {
	t.Helper()
	f, err := Lookup(format)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := f.Write(&b, r, o); err != nil {
		t.Fatalf("%s: %v", format, err)
	}
	return b.String()
}
