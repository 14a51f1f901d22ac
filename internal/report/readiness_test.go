package report

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/aicomply/aicomply/internal/finding"
)

// ahead is a pilot looked at as in production: what would block and what would
// not, in areas that are known and one that is not, with and without owners,
// and another that nothing would block.
func ahead() *Report {
	const file = "deploy/triage/aicomply.hcl"
	d := triage()
	d.Stage = finding.Production
	d.Readiness = &Readiness{
		DeclaredStage: finding.Pilot, GoLive: "2027-01-18",
		Owners: map[string]string{"business": "vp-support", "security": hostile},
	}
	add := func(policy string, kind finding.Kind, blocking bool, line int) {
		d.Findings = append(d.Findings, finding.Finding{Policy: policy, Title: "T", Severity: finding.High, Kind: kind, Status: finding.Open,
			Blocking: blocking, Message: fmt.Sprintf("what is wrong on line %d", line), Remediation: "Mend it.", Fingerprint: fmt.Sprintf("c%03d", line), Range: span(file, line, 1, line, 3)})
	}
	add("cost/no_cap", finding.Violation, true, 20)
	add("cost/no_cap", finding.Gap, true, 10)
	add("cost/over_budget", finding.Stale, true, 30)
	add("zoo/own", finding.Violation, true, 1)
	add("pipeline/format_unhandled", finding.Gap, true, 40)
	add("access/broad_grant", finding.Contradiction, true, 50)
	add("access/broad_grant", finding.Violation, false, 60)
	calm := Deployment{Path: "deploy/calm", System: "calm", Stage: finding.Pilot, Readiness: &Readiness{DeclaredStage: finding.PoC, GoLive: "2026-11-23"}}
	r := &Report{Clock: "2026-11-23", Stage: finding.Production, FailOn: finding.High, Policies: PolicySource{Count: 9}, Deployments: []Deployment{d, calm}}
	r.Summarise()
	return r
}

func TestReadinessGolden(t *testing.T) {
	for _, format := range []string{"text", "markdown", "json"} {
		got := render(t, format, ahead(), Options{Sources: fixtureSources})
		golden(t, format+"_readiness", got)
		checkSafe(t, format, got)
		if again := render(t, format, ahead(), Options{Sources: fixtureSources}); again != got {
			t.Errorf("%s: a second rendering differs", format)
		}
	}
	golden(t, "text_readiness_verbose", render(t, "text", ahead(), Options{Verbose: true, Width: 72}))
	plain, colored := render(t, "text", ahead(), Options{}), render(t, "text", ahead(), Options{Color: true})
	for _, code := range []string{"0", bold, dim, red, redder, yellow, cyan} {
		colored = strings.ReplaceAll(colored, "\x1b["+code+"m", "")
	}
	if colored != plain {
		t.Error("apart from colours the coloured text differs from the plain one")
	}
}

func TestByArea(t *testing.T) {
	var fs []finding.Finding
	for _, policy := range []string{"zoo/a", "waiver/expired", "security/x", "ark/a", "pipeline/x", "cost/a", "pipeline/a"} {
		fs = append(fs, finding.Finding{Policy: policy, Kind: ifElse(policy == "pipeline/x", finding.Gap, finding.Violation)})
	}
	var got []string
	for _, g := range byArea(fs) {
		got = append(got, fmt.Sprintf("%s (%s): %s", g.title, g.role, g.tally()))
	}
	want := []string{
		"Data pipeline (technical): 1 wrong, 1 not declared", "Cost at volume (business): 1 wrong", "Security (security): 1 wrong",
		"Waivers (technical): 1 wrong", "ark (technical): 1 wrong", "zoo (technical): 1 wrong",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestAreasHaveKnownRoles(t *testing.T) {
	ids := map[string]bool{}
	for _, a := range areas() {
		if a.title == "" || ids[a.id] || !strings.Contains(strings.Join(Roles(), " "), a.role) {
			t.Errorf("%+v", a)
		}
		ids[a.id] = true
	}
}

func TestGoLive(t *testing.T) {
	for date, want := range map[string]string{
		"2027-01-18": "Go-live is on 2027-01-18, in 56 days.",
		"2026-11-24": "Go-live is on 2026-11-24, in 1 day.",
		"2026-11-23": "Go-live is today, 2026-11-23.",
		"2026-11-22": "Go-live was on 2026-11-22, 1 day ago.",
		"":           "",
	} {
		if got := goLive(date, "2026-11-23"); got != want {
			t.Errorf("%q: %q, want %q", date, got, want)
		}
	}
}

func TestReadReadiness(t *testing.T) {
	text := render(t, "json", ahead(), Options{})
	r, err := Read(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	if again := render(t, "json", r, Options{}); again != text {
		t.Errorf("read and written again, it differs:\n%s", cmp.Diff(text, again))
	}
	for old, bad := range map[string]string{
		`"declared_stage": "pilot"`:      `"declared_stage": "piolt"`,
		`"go_live": "2027-01-18"`:        `"go_live": "soon"`,
		`"business": "vp-support"`:       `"business": 1`,
		`"declared_stage": "poc"`:        `"declared_stage": ""`,
		`"readiness": {`:                 `"readiness": [{`,
		`"go_live": "2026-11-23"` + "\n": `"go_live": 5` + "\n",
	} {
		if !strings.Contains(text, old) {
			t.Fatalf("no %s in the report", old)
		}
		if _, err := Read(strings.NewReader(strings.Replace(text, old, bad, 1))); err == nil {
			t.Errorf("%s is taken", bad)
		}
	}
}

func TestMarkdownReadinessStaysUnderGitHubsLimit(t *testing.T) {
	r := ahead()
	for i := range 2000 {
		r.Deployments[0].Findings = append(r.Deployments[0].Findings, finding.Finding{Policy: fmt.Sprintf("a%d/a", i%5), Message: strings.Repeat("@", 5000),
			Severity: finding.Low, Kind: finding.Violation, Status: finding.Open, Key: fmt.Sprint(i)})
	}
	r.Summarise()
	out := render(t, "markdown", r, Options{})
	if len(out) > 1<<20 || !strings.Contains(out, "more findings left out of this summary") {
		t.Errorf("%d bytes, more than a step summary takes, or what is left out is not counted", len(out))
	}
}

// The page on the report has the table of areas as it is here.
func TestAreasInDocs(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "report.md"))
	if err != nil {
		t.Fatal(err)
	}
	var rows strings.Builder
	for _, a := range areas() {
		fmt.Fprintf(&rows, "| `%s` | %s | %s |\n", a.id, a.title, a.role)
	}
	if !strings.Contains(string(page), rows.String()) {
		t.Errorf("docs/report.md does not have\n%s", rows.String())
	}
}
