package report

import (
	"strings"

	"github.com/aicomply/aicomply/internal/finding"
)

// OfDiagnostics is a report whose findings are diagnostics, so that the formats
// show them as results on lines and not as notes on the run. The id of each is
// made of its summary: "lint/unknown-name-in-a-policy".
func OfDiagnostics(tool Tool, ds []finding.Diagnostic) *Report {
	r := &Report{SchemaVersion: SchemaVersion, Tool: tool, Deployments: []Deployment{{Stage: finding.Production, Findings: []finding.Finding{}}}}
	known := map[string]bool{}
	for _, d := range ds {
		id := "lint/" + strings.ReplaceAll(strings.ToLower(d.Summary), " ", "-")
		severity := finding.Medium
		if d.Severity == finding.Error {
			severity = finding.High
		}
		if !known[id] {
			known[id] = true
			r.Rules = append(r.Rules, finding.Rule{ID: id, Title: d.Summary, Severity: severity})
		}
		r.Deployments[0].Findings = append(r.Deployments[0].Findings, finding.Finding{
			Policy: id, Title: d.Summary, Severity: severity, Kind: finding.Violation, Status: finding.Open,
			Blocking: d.Severity == finding.Error, Message: d.Detail, Range: d.Range,
			Fingerprint: finding.Fingerprint(d.Range.File, id, nil, d.Detail),
		})
	}
	r.Summarise()
	return r
}
