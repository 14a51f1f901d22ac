package github

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/sirupsen/logrus"

	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/report"
)

const testToken = "ghs_secretsecret"

// run is one run of the publisher as a workflow's step.
type run struct {
	*fake
	opts   Options
	stdout bytes.Buffer
	log    bytes.Buffer
	slept  []time.Duration
}

func newRun(t *testing.T, f *fake) *run {
	t.Helper()
	dir := t.TempDir()
	r := &run{fake: f}
	logger := logrus.New()
	logger.SetOutput(&r.log)
	logger.SetLevel(logrus.TraceLevel)
	r.opts = Options{
		Token: testToken,
		Env: Env{
			APIURL: f.server.URL + fakeBase, GraphQLURL: f.server.URL + "/api/graphql", ServerURL: "https://git.example",
			Repository: "Codertocat/Hello-World", EventName: "pull_request", EventPath: f.eventFile(),
			SHA: strings.Repeat("e", 40), RunID: "77", RunAttempt: "1",
			StepSummary: dir + "/summary.md", Output: dir + "/output",
		},
		Logger: logger,
		Stdout: &r.stdout,
		Now:    func() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) },
		Sleep: func(_ context.Context, d time.Duration) error {
			r.slept = append(r.slept, d)
			return nil
		},
	}
	return r
}

// publish runs the publisher, and checks what holds for every run.
func (r *run) publish(rep *report.Report) (Outcome, error) {
	r.t.Helper()
	out, err := New(r.opts).Publish(context.Background(), rep)
	for _, text := range []string{r.stdout.String(), r.log.String(), r.read(r.opts.Env.StepSummary), r.read(r.opts.Env.Output), fmt.Sprint(err), out.Reason} {
		if strings.Contains(text, testToken) {
			r.t.Errorf("the token is shown: %s", text)
		}
	}
	if got := r.outputs()["reporting-mode"]; got != string(out.ReportingMode) && r.opts.Env.Output != "" {
		r.t.Errorf("output reporting-mode = %q, outcome says %q", got, out.ReportingMode)
	}
	return out, err
}

func (r *run) mustPublish(rep *report.Report, mode ReportingMode) Outcome {
	r.t.Helper()
	out, err := r.publish(rep)
	if err != nil {
		r.t.Fatal(err)
	}
	if out.ReportingMode != mode {
		r.t.Fatalf("reporting mode %q (%s), want %q", out.ReportingMode, out.Reason, mode)
	}
	return out
}

func (r *run) read(name string) string {
	text, err := os.ReadFile(name)
	if err != nil && !os.IsNotExist(err) {
		r.t.Fatal(err)
	}
	return string(text)
}

// outputs reads the step's outputs as the runner does.
func (r *run) outputs() map[string]string {
	out := map[string]string{}
	lines := strings.Split(r.read(r.opts.Env.Output), "\n")
	for i := 0; i+2 < len(lines); i += 3 {
		name, end, ok := strings.Cut(lines[i], "<<")
		if !ok || lines[i+2] != end {
			r.t.Fatalf("malformed output %q", lines[i:i+3])
		}
		out[name] = lines[i+1]
	}
	return out
}

const manifestPatch = "@@ -1,3 +1,4 @@ deployment\n a\n+b\n c\n d\n@@ -20,4 +21,5 @@\n-x\n e\n+f\n+g\n h\n\\ No newline at end of file"

// lines: hunk 1 = 1..4, hunk 2 = 21..24.
func withManifest(f *fake) *fake {
	f.files = []fakeFile{
		{"README.md", "@@ -1 +1 @@\n-a\n+b", strings.Repeat("a", 40)},
		{"svc/ai.hcl", manifestPatch, strings.Repeat("b", 40)},
		{"svc/model.bin", "", strings.Repeat("c", 40)},
	}
	return f
}

func makeFinding(n int, severity finding.Severity, first, last int) finding.Finding {
	return finding.Finding{
		Policy: "transfer/no_mechanism", Title: "Transfer without a mechanism", Severity: severity,
		Kind: finding.Violation, Status: finding.Open, Blocking: severity.AtLeast(finding.High),
		Path: finding.Path{"flow", fmt.Sprintf("f%d", n)}, Message: fmt.Sprintf("flow f%d leaves the EEA", n),
		Remediation: "Declare a transfer mechanism.", Controls: []finding.Control{{ID: "gdpr:44", Relation: finding.Requires}},
		Fingerprint: fmt.Sprintf("%032x", n),
		Range: finding.Range{File: "ai.hcl",
			Start: finding.Pos{Line: first, Column: 1, Byte: first * 10}, End: finding.Pos{Line: last, Column: 9, Byte: last*10 + 9}},
		Witness: []string{"party.users", "flow.a", "model.llm"},
	}
}

func makeReport(findings ...finding.Finding) *report.Report {
	r := &report.Report{
		SchemaVersion: report.SchemaVersion, Clock: "2026-03-01", FailOn: finding.High,
		Policies: report.PolicySource{Source: "built-in", Count: 79},
		Deployments: []report.Deployment{{
			Path: ".", System: "triage", Stage: finding.Production, Findings: findings,
		}},
	}
	r.Summarise()
	return r
}
