package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/aicomply/aicomply/internal/cli"
	"github.com/aicomply/aicomply/internal/report"
)

// atRoot runs the command line in the root of the repository, as a reader of
// the README would, and gives what it printed.
func atRoot(t *testing.T, args ...string) (stdout string, code int) {
	t.Helper()
	dir, err := filepath.Abs(root)
	if err != nil {
		t.Fatal(err)
	}
	var out, errs bytes.Buffer
	code = cli.Main(args, cli.Streams{In: strings.NewReader(""), Out: &out, Err: &errs, Getenv: func(string) string { return "" }, Dir: dir})
	if errs.Len() > 0 {
		t.Fatalf("aicomply %s: %s", strings.Join(args, " "), errs.String())
	}
	return out.String(), code
}

// TestExamples compares the report on every example with the one that was
// looked at: findings, messages, witnesses and exact ranges. Two
// runs give the same bytes.
func TestExamples(t *testing.T) {
	dirs, err := filepath.Glob(filepath.Join(root, "testdata", "examples", "*"))
	if err != nil || len(dirs) == 0 {
		t.Fatalf("no examples: %v", err)
	}
	for _, dir := range dirs {
		name := filepath.Base(dir)
		for _, f := range report.Formats() {
			if name != "ticket-triage" && f.Name != "text" {
				continue // one example shows how a report looks in the other formats
			}
			t.Run(name+"/"+f.Name, func(t *testing.T) {
				args := []string{"check", "testdata/examples/" + name, "--now", clock, "--format", f.Name, "--verbose"}
				first, _ := atRoot(t, args...)
				second, _ := atRoot(t, args...)
				if first != second {
					t.Error("two runs differ")
				}
				golden(t, filepath.Join(root, "testdata", "golden", name+"."+f.Name), first)
			})
		}
	}
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s differs; look at it, then run go test ./cmd/aicomply -update\n%s", file, diff)
	}
}

// TestTicketTriage states what the example is there to show, whatever else the
// golden reports hold.
func TestTicketTriage(t *testing.T) {
	out, code := atRoot(t, "check", "testdata/examples/ticket-triage", "--now", clock, "--format", "json")
	if code != 1 {
		t.Errorf("exit code %d, want 1", code)
	}
	r, err := report.Read(strings.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []struct{ policy, path, says, witness string }{
		{"transfer/special_category_third_country", "flow.abuse_sampling.transfer", "user.health_and_medical",
			"principal.customer flow.intake component.triage_api flow.to_redactor component.redactor flow.prompt model.llm flow.abuse_sampling component.abuse_review"},
		{"manifest/unexplained_drop", "flow.draft.carries", "user.content.private", ""},
		{"privacy/purpose_incompatible", "flow.corrections.purpose", "purpose.improve", ""},
		{"privacy/retention_exceeds_purpose", "store.training_set.retention", "1,095 days; purpose.improve allows 365 days", ""},
		{"privacy/personal_data_in_training", "flow.corrections", "store.training_set", ""},
		{"privacy/personal_data_in_logs", "flow.debug_logging", "store.app_logs", ""},
		{"accuracy/failures_exceed_tolerance", "evaluation.accuracy.max_errors_per_week", "50 a week, 30 are accepted", ""},
		{"accuracy/sample_too_small", "evaluation.accuracy.sample_size", "0.910, and 0.93 is demanded", ""},
		{"oversight/review_capacity_exceeded", "oversight.agents.hours_per_week", "38.7 hours a week, 12 are available", ""},
		{"pipeline/format_unhandled", "pipeline.intake.input_format.scanned_pdf", "0.30", ""},
		{"cost/over_budget", "cost.budget_monthly", "4,483 EUR a month, 4,000 EUR", ""},
		{"cost/growth_unapproved", "cost.approved_growth", "9.0 times", ""},
		{"monitoring/reevaluation_overdue", "maintenance.llm.last_done", "55 days", ""},
		{"monitoring/model_not_pinned", "model.llm.retires_on", "13 days after go-live", ""},
		{"review/started_too_late", "assessment.security.started", "29 days before go-live", ""},
		{"security/untrusted_input_to_tool", "tool.issue_refund.approval", "tool.issue_refund", ""},
		{"integration/manual_step", "integration.crm.mode", "integration.crm", ""},
		{"integration/throughput_below_peak", "integration.crm.limit_per_minute", "20 a minute, the peak is 40", ""},
	} {
		if !has(r.Deployments[0], want.policy, want.path, want.says, want.witness) {
			t.Errorf("no finding of %s at %s that says %q by way of %q", want.policy, want.path, want.says, want.witness)
		}
	}
	for _, f := range r.Deployments[0].Findings {
		if f.Policy == "access/review_overdue" && (f.Status != "waived" || f.Waiver != "waiver.log_review") {
			t.Errorf("access/review_overdue is %s by %q, want waived by waiver.log_review", f.Status, f.Waiver)
		}
	}
	later, _ := atRoot(t, "check", "testdata/examples/ticket-triage", "--now", "2027-01-01", "--only", "access/review_overdue", "--only", "waiver/*")
	for _, want := range []string{"access/review_overdue", "waiver/expired"} {
		if !strings.Contains(later, want) {
			t.Errorf("after the waiver's last day there is no %s:\n%s", want, later)
		}
	}
}

func has(d report.Deployment, policy, path, says, witness string) bool {
	for _, f := range d.Findings {
		if f.Policy == policy && f.Path.String() == path && strings.Contains(f.Message, says) &&
			(witness == "" || strings.Join(f.Witness, " ") == witness) {
			return true
		}
	}
	return false
}
