package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/aicomply/aicomply/internal/cli"
	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/report"
)

// highRiskFrom is the day from which the AI Act demands what it demands of
// systems under Annex III.
const highRiskFrom = "2027-12-02"

// shown is a finding that an example is there to show.
type shown struct {
	policy, path, says string
	kind               finding.Kind
	blocking           bool
}

// deployment checks one example as on a day and gives what the report says of
// it, which blocks. On a day far ahead, aicomply warns that the law may have
// changed; it says nothing else.
func deployment(t *testing.T, example, now string, args ...string) report.Deployment {
	t.Helper()
	args = append([]string{"check", "testdata/examples/" + example, "--format", "json", "--now", now}, args...)
	var out string
	var code int
	if now == clock {
		out, code = atRoot(t, args...)
	} else {
		out, code = atRootLater(t, args...)
	}
	if code != 1 {
		t.Errorf("exit code %d, want 1", code)
	}
	r, err := report.Read(strings.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Deployments) != 1 {
		t.Fatalf("%d deployments, want 1", len(r.Deployments))
	}
	return r.Deployments[0]
}

// atRootLater is atRoot on a day so far ahead that the data on the law is old.
func atRootLater(t *testing.T, args ...string) (stdout string, code int) {
	t.Helper()
	dir, err := filepath.Abs(root)
	if err != nil {
		t.Fatal(err)
	}
	var out, errs bytes.Buffer
	code = cli.Main(args, cli.Streams{In: strings.NewReader(""), Out: &out, Err: &errs, Getenv: func(string) string { return "" }, Dir: dir})
	if warning := errs.String(); strings.Count(warning, "Warning: ") != 1 || !strings.HasPrefix(warning, "Warning: Data on frameworks is out of date") {
		t.Fatalf("aicomply %s: %q, want a warning of old data and nothing else", strings.Join(args, " "), warning)
	}
	return out.String(), code
}

// expect compares the finding at a path with what it is there to show. An
// upcoming one names the day from which it counts, and never blocks.
func expect(t *testing.T, d report.Deployment, want shown) {
	t.Helper()
	if !has(d, want.policy, want.path, want.says, "") {
		t.Errorf("no finding of %s at %s that says %q", want.policy, want.path, want.says)
		return
	}
	i := slices.IndexFunc(d.Findings, func(f finding.Finding) bool {
		return f.Policy == want.policy && f.Path.String() == want.path && strings.Contains(f.Message, want.says)
	})
	f := d.Findings[i]
	if f.Kind != want.kind || f.Blocking != want.blocking {
		t.Errorf("%s at %s is of kind %s, blocking %t; want %s, %t", f.Policy, want.path, f.Kind, f.Blocking, want.kind, want.blocking)
	}
	var from string
	if want.kind == finding.Upcoming {
		from = highRiskFrom
	}
	if f.AppliesFrom != from {
		t.Errorf("%s at %s applies from %q, want %q", f.Policy, want.path, f.AppliesFrom, from)
	}
}

// silent states that no finding of a policy is about a block: a guard, or a
// fact that is right, has to make a difference.
func silent(t *testing.T, d report.Deployment, policy, block string) {
	t.Helper()
	for _, f := range d.Findings {
		if path := f.Path.String(); f.Policy == policy && (path == block || strings.HasPrefix(path, block+".")) {
			t.Errorf("%s reports %s: %s", policy, path, f.Message)
		}
	}
}

// TestCandidateScreening is about what blocks a high-risk pilot today, what is
// advisory, and what the law demands only later.
func TestCandidateScreening(t *testing.T) {
	today := deployment(t, "candidate-screening", clock)
	for _, want := range []shown{
		{"privacy/dpia_missing", "assessment.dpia.status", "none is approved (assessment.dpia)", finding.Violation, true},
		{"explainability/no_explanation", "explainability.ranking.stored_with_decision", "not stored with the decision", finding.Violation, true},
		{"privacy/deidentification_bypassed", "flow.letter_vectors", "past the de-identification on flow.features", finding.Violation, true},
		{"privacy/retention_exceeds_purpose", "store.applications.retention", "215 days with its backups; purpose.recruiting allows 183 days", finding.Violation, true},
		{"accuracy/group_gap", "evaluation.agreement.tolerance", "differ by 0.09 between over 50 (0.82) and men (0.91)", finding.Violation, false},
		{"accuracy/group_gap", "model.cv_parser", "no evaluation of it measures two or more groups", finding.Violation, false},
		{"review/started_too_late", "assessment.dpia.started", "14 days after the pilot began", finding.Violation, false},
		{"security/supply_chain_unverifiable", "model.fit_ranker.ml_bom", "no bill of materials", finding.Violation, false},
		{"pipeline/provenance_missing", "dataset.past_decisions.bias_examination", "does not declare bias_examination", finding.Gap, false},
		{"vendor/not_assessed", "party.parsely", "was due for review 34 days ago", finding.Stale, false},
	} {
		expect(t, today, want)
	}
	silent(t, today, "oversight/review_capacity_exceeded", "oversight.recruiters") // 27.7 of 28 hours
	silent(t, today, "privacy/personal_data_in_training", "model.fit_ranker")
	silent(t, today, "classification/fria_missing", "system") // a private deployer, and not point 5(b) or 5(c)
	silent(t, today, "manifest/unexplained_drop", "flow.ranking")

	// What a day in December 2027 makes of each of them.
	upcoming := []shown{
		{"classification/technical_documentation_missing", "system.eu_ai_act.risk_level", "conformity, instructions_for_use, qms, registration", finding.Violation, false},
		{"classification/technical_documentation_missing", "assessment.technical_file.status", "in progress, not approved", finding.Violation, false},
		{"monitoring/no_plan", "system.eu_ai_act", "post_market_plan", finding.Violation, false},
		{"explainability/notice_missing", "system.eu_ai_act.annex_iii", "no notice of kind adm", finding.Violation, false},
		{"audit/retention_too_short", "audit_log.rankings.retention", "kept for 120d; at least 183d", finding.Violation, false},
		{"monitoring/incident_deadline_unmeetable", "incident_plan.authority_notice", "48h is the limit (AI Act Art. 73(3))", finding.Violation, false},
		{"monitoring/incident_deadline_unmeetable", "party.parsely.data_terms.incident_notice", "uses up the 48h", finding.Violation, false},
		{"classification/no_risk_management", "risk.hidden_instructions", "does not declare its owner", finding.Gap, false},
	}
	for _, want := range upcoming {
		want.kind = finding.Upcoming
		expect(t, today, want)
	}
	eve := deployment(t, "candidate-screening", "2027-12-01")
	law := deployment(t, "candidate-screening", highRiskFrom)
	production := deployment(t, "candidate-screening", highRiskFrom, "--stage", "production")
	for _, want := range upcoming {
		expect(t, law, want)
		want.kind = finding.Upcoming
		expect(t, eve, want)
	}
	for _, want := range upcoming[:3] {
		want.blocking = true // high, and the stage is reached
		expect(t, production, want)
	}
	if n := count(today, finding.Upcoming); n != len(upcoming) {
		t.Errorf("%d findings are upcoming, want %d", n, len(upcoming))
	}
	if n := count(law, finding.Upcoming); n != 0 {
		t.Errorf("%d findings are upcoming on %s, want none", n, highRiskFrom)
	}
}

// TestSupportAgent is about an agent with tools: where untrusted content gets,
// and which guards make a difference.
func TestSupportAgent(t *testing.T) {
	poc := deployment(t, "support-agent", clock)
	pilot := deployment(t, "support-agent", clock, "--stage", "pilot")
	both := []shown{
		{"security/untrusted_input_to_tool", "tool.send_email.approval", "tool.send_email (effect irreversible) without approval", finding.Violation, true},
		{"privacy/special_category_without_condition", "flow.ask.purpose", "incidental content: one severity lower", finding.Violation, true},
		{"explainability/synthetic_content_unmarked", "system.eu_ai_act.content_marking", "how that is marked is not declared", finding.Gap, false},
		{"review/started_too_late", "assessment.security.started", "14 days after the pilot began", finding.Violation, false},
		{"classification/no_risk_management", "risk.data_out_by_tool.treatment", "does not declare what is done about it", finding.Gap, false},
		{"accuracy/sample_too_small", "evaluation.solved.sample_size", "as low as 0.810, and 0.85 is demanded; it takes 545 cases", finding.Violation, false},
		{"accuracy/evaluation_outdated", "evaluation.solved.evaluated", "model.agent changed on 2026-11-02", finding.Stale, false},
		{"pipeline/provenance_missing", "dataset.posts", "licence", finding.Gap, false},
		{"explainability/notice_missing", "notice.privacy.mentions", "personal data goes to US", finding.Violation, false},
	}
	// Advisory until the pilot begins.
	next := []shown{
		{"security/lethal_trifecta", "model.agent", "untrusted input meet in model.agent, and tool.se", finding.Violation, true},
		{"security/output_to_interpreter", "flow.answer", "component.chat_page, which feeds it into html", finding.Violation, true},
		{"security/poisoning_path", "flow.index", "content of principal.forum_users reaches store.knowledge", finding.Violation, true},
		{"access/unauthenticated_flow", "flow.forum.authentication", "from principal.forum_users to component.indexer", finding.Violation, true},
		{"access/confused_deputy", "flow.account_records.identity", "under the identity of a service", finding.Violation, true},
		{"manifest/unexplained_drop", "flow.record.carries", "user.payment", finding.Violation, true},
		{"monitoring/model_not_pinned", "model.agent.version", `"mw-agent-latest", is an alias`, finding.Violation, true},
		{"accuracy/no_tested_fallback", "model.agent", "low_confidence", finding.Violation, true},
		{"accuracy/below_threshold", "evaluation.injection.value", "0.91, and at least 0.99 is demanded", finding.Violation, true},
		{"oversight/no_human_oversight", "oversight.support.can_stop", "whether an overseer can stop it is not declared", finding.Gap, true},
		{"vendor/trains_on_inputs", "party.seeker.data_terms", "does not declare", finding.Gap, true},
		{"privacy/dpia_missing", "assessment.dpia.status", "it uses new technology, and it works on a large scale", finding.Violation, true},
	}
	for _, want := range both {
		expect(t, poc, want)
		expect(t, pilot, want)
	}
	for _, want := range next {
		expect(t, pilot, want)
		want.blocking = false
		expect(t, poc, want)
	}
	for _, want := range []shown{
		{"accuracy/demo_data", "evaluation.injection.data", "synthetic data", finding.Violation, true},
		{"review/assessment_missing", "assessment.threats.status", "not finished", finding.Violation, true},
		{"manifest/required_fact_missing", "explainability", "there is no explainability block", finding.Gap, true},
	} {
		silent(t, poc, want.policy, want.path)
		expect(t, pilot, want)
	}
	for _, d := range []report.Deployment{poc, pilot} {
		silent(t, d, "security/untrusted_input_to_tool", "tool.update_ticket")   // a person approves each call
		silent(t, d, "security/output_to_interpreter", "flow.checked_summary")   // a validator comes before
		silent(t, d, "manifest/unexplained_drop", "flow.ask")                    // omits
		silent(t, d, "manifest/unexplained_drop", "flow.counts")                 // a filter
		silent(t, d, "privacy/retention_exceeds_purpose", "store.statistics")    // nothing about persons gets past it
		silent(t, d, "transfer/no_mechanism", "tool.send_email")                 // adequacy: the recipient is certified
		silent(t, d, "explainability/ai_interaction_undisclosed", "notice.chat") // told at the first interaction
		silent(t, d, "oversight/review_capacity_exceeded", "oversight.support")  // 30 of 40 hours
		silent(t, d, "cost/over_budget", "cost")                                 // 7,820 of 9,000 EUR
		silent(t, d, "classification/class_inconsistent", "system.eu_ai_act")    // annex_iii = [] is an answer
		silent(t, d, "privacy/purpose_incompatible", "flow.forum")               // collected for support
	}
}

// TestSupportAgentGuards takes guards of the example away, and adds those that
// it lacks: what it shows has to come and go with them.
func TestSupportAgentGuards(t *testing.T) {
	for _, c := range []struct {
		name         string
		edits        []string // pairs of what stands in the manifest once, and what replaces it
		policy, path string
		found        bool
	}{
		{"nobody approves changes of tickets", []string{`approval = "human" # the guard that tool.send_email lacks`, `approval = "none"`},
			"security/untrusted_input_to_tool", "tool.update_ticket.approval", true},
		{"somebody approves mail", []string{"effect   = \"irreversible\"\n  approval = \"none\"", "effect   = \"irreversible\"\n  approval = \"human\""},
			"security/untrusted_input_to_tool", "tool.send_email.approval", false},
		{"somebody approves mail, and the search is still open", []string{"effect   = \"irreversible\"\n  approval = \"none\"", "effect   = \"irreversible\"\n  approval = \"human\""},
			"security/lethal_trifecta", "model.agent", true},
		{"somebody approves mail and searches", []string{
			"effect   = \"irreversible\"\n  approval = \"none\"", "effect   = \"irreversible\"\n  approval = \"human\"",
			"approval = \"none\"\n  outbound = true\n  operator = party.seeker", "approval = \"human\"\n  outbound = true\n  operator = party.seeker",
		}, "security/lethal_trifecta", "model.agent", false},
		{"summaries are not checked", []string{`component "summary_check" { kind = "validator" }`, `component "summary_check" { kind = "job" }`},
			"security/output_to_interpreter", "flow.checked_summary", true},
		{"an editor reads posts", []string{"to             = component.indexer\n  carries        = [dataset.posts]", "to             = component.editorial\n  carries        = [dataset.posts]"},
			"security/poisoning_path", "flow.index", false},
		{"what is counted is not filtered", []string{`component "counter" { kind = "filter" }`, `component "counter" { kind = "job" }`},
			"privacy/retention_exceeds_purpose", "store.statistics.retention", true},
		{"customers may send back what they saw", []string{"  omits          = [\"system.operations\", \"user.name\", \"user.contact\", \"user.account\", \"user.payment\", \"user.content.public\"]\n", ""},
			"manifest/unexplained_drop", "flow.ask.carries", true},
		{"the mail service is not certified", []string{`certifications = ["eu_us_dpf"]`, `certifications = []`},
			"transfer/no_mechanism", "tool.send_email.used_by.0", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := edited(t, "support-agent", c.edits)
			out, _ := atRoot(t, "check", dir, "--format", "json", "--now", clock, "--stage", "pilot", "--only", c.policy)
			r, err := report.Read(strings.NewReader(out))
			if err != nil {
				t.Fatal(err)
			}
			if got := has(r.Deployments[0], c.policy, c.path, "", ""); got != c.found {
				t.Errorf("%s at %s: found %t, want %t", c.policy, c.path, got, c.found)
			}
		})
	}
}

// edited is a copy of an example in which texts are replaced.
func edited(t *testing.T, example string, edits []string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(filepath.Join(root, "testdata", "examples", example))); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, strings.ReplaceAll(example, "-", "_")+".aicomply.hcl")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for pair := range slices.Chunk(edits, 2) {
		if n := strings.Count(string(text), pair[0]); n != 1 {
			t.Fatalf("%q stands %d times in %s, want once", pair[0], n, file)
		}
		text = []byte(strings.Replace(string(text), pair[0], pair[1], 1))
	}
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

func count(d report.Deployment, kind finding.Kind) int {
	n := 0
	for _, f := range d.Findings {
		if f.Kind == kind {
			n++
		}
	}
	return n
}
