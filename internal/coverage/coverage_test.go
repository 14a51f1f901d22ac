package coverage

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/aicomply/aicomply/internal/check"
	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/framework"
	"github.com/aicomply/aicomply/internal/manifest"
	"github.com/aicomply/aicomply/internal/policy"
	"github.com/aicomply/aicomply/internal/report"
)

const frameworks = `{
"act": {"title": "The Act", "version": "2", "kind": "law", "jurisdictions": ["EU"], "checked_on": "2026-11-01", "confidence": "secondary", "controls": {
	"1": {"title": "One", "applies_from": "2020-01-01"},
	"2": {"title": "Two", "applies_from": "2020-01-01"},
	"3": {"title": "Three", "applies_from": "2027-12-02", "applies_from_annex_i": "2028-08-02"},
	"4": {"title": "Four", "applies_from": "2020-01-01", "applies_if": {"role": ["provider"]}},
	"5": {"title": "Five", "applies_from": "2020-01-01", "applies_if": {"annex": "annex_iii"}},
	"10": {"title": "Ten", "applies_from": "2027-12-02", "confidence": "uncertain"}}},
"soc2": {"title": "The =Code", "version": "1", "kind": "standard", "checked_on": "2026-11-01", "confidence": "primary", "controls": {
	"E": {"title": "Error"}, "F": {"title": "Failed"}, "U": {"title": "Unknown"}, "UP": {"title": "Upcoming"}, "W": {"title": "Waived"},
	"N": {"title": "Not applicable"}, "P": {"title": "Passed"}}},
"production-readiness": {"title": "Without controls", "version": "1", "kind": "standard", "checked_on": "2026-11-01", "confidence": "primary"},
"hipaa": {"title": "Far law", "version": "1", "kind": "law", "jurisdictions": ["US"], "checked_on": "2026-11-01", "confidence": "primary", "controls": {
	"1": {"title": "Far", "applies_from": "2020-01-01"}}}}`

const system = `
system "s" {
  title          = "=S"
  stage          = "pilot"
  jurisdictions  = ["EU"]
  operator_roles = ["deployer"]
}
`

const waiver = `
waiver "w" {
  policy      = "a/waived"
  resource    = system.s
  reason      = "Agreed."
  ticket      = "T-1"
  accepted_by = "someone@example.org"
  expires     = "2026-12-31"
}
`

// deny is a rule that finds fault with the system.
const deny = `deny contains {"path": ["system", "title"], "message": "m"}`

// pack has a policy for each result.
func pack() fstest.MapFS {
	fsys := fstest.MapFS{"data/frameworks/f.json": {Data: []byte(frameworks)}}
	for name, p := range map[string]struct{ controls, extra, rules string }{
		"error":    {`"soc2:E"`, "", `deny contains {"path": ["system"], "message": sprintf("%d", [1 / count(object.get(input, "store", []))])}`},
		"failed":   {`"soc2:F", "soc2:E", "act:1"`, "", deny},
		"unknown":  {`"soc2:U", "soc2:P"`, "", `deny contains {"path": ["system", "title"], "message": "m", "kind": "gap"}`},
		"upcoming": {`"soc2:UP", "act:3"`, `jurisdictions: ["EU"]`, deny},
		"waived":   {`"soc2:W", "act:1"`, "", deny},
		"absent":   {`"soc2:N"`, "", "default applies := false\n\napplies if input.stage == \"poc\"\n\n" + deny},
		"passed":   {`"soc2:P", "soc2:N", "act:2", "act:4", "act:5"`, "", `deny contains {"path": ["system"], "message": "m"} if not input.system.title`},
	} {
		text := fmt.Sprintf("# METADATA\n# title: T\n# description: D\n# custom:\n#   severity: high\n#   blocks_from: pilot\n#   method: attr\n#   remediation: R\n#   controls: [%s]\n",
			p.controls)
		if p.extra != "" {
			text += "#   " + p.extra + "\n"
		}
		text += "package aicomply.policies.a." + name + "\n\n" + p.rules + "\n"
		fsys["a/"+name+"/"+name+".rego"] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

func options(t *testing.T) Options {
	t.Helper()
	fsys := pack()
	catalogue, err := framework.Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	set, diags := policy.Load(context.Background(), policy.Options{Sources: []policy.Source{{Name: "pack", FS: fsys}}, Frameworks: catalogue})
	if set == nil {
		t.Fatal(diags)
	}
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	return Options{Check: check.Options{Policies: set, Frameworks: catalogue, Now: now, Tool: report.Tool{Name: "aicomply", Version: "1"}, Source: "pack"}}
}

func load(t *testing.T, text string) check.Deployment {
	t.Helper()
	m, diags := manifest.Load(manifest.Options{FS: fstest.MapFS{"app/aicomply.hcl": {Data: []byte(text)}}}, "app")
	return check.Deployment{Manifest: m, Diagnostics: diags}
}

func compute(t *testing.T, text string, o Options) *Matrix {
	t.Helper()
	m, err := Compute(context.Background(), []check.Deployment{load(t, text)}, o)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range m.Diagnostics {
		t.Logf("%+v", d)
	}
	return m
}

// rows are the controls of the only deployment, in few words.
func rows(m *Matrix) []string {
	var out []string
	for _, f := range m.Deployments[0].Frameworks {
		for _, c := range f.Controls {
			s := fmt.Sprintf("%s %s %s", c.ID, c.outcome(), c.Assurance)
			for _, p := range c.Policies {
				s += fmt.Sprintf("; %s %s %s", p.ID, p.Result, p.Assurance)
			}
			if c.Reason != "" {
				s += ": " + c.Reason
			}
			out = append(out, s)
		}
	}
	return out
}

func TestCompute(t *testing.T) {
	m := compute(t, system+waiver, options(t))
	want := []string{
		"act:1 failed declared; a/failed failed declared; a/waived waived declared",
		"act:2 passed declared; a/passed passed declared",
		"act:3 upcoming, applies from 2027-12-02 declared; a/upcoming upcoming declared",
		"act:4 not applicable declared: it is for the role provider",
		"act:5 not applicable unknown: it is for systems under Annex III",
		"act:10 not covered, applies from 2027-12-02 unknown",
		"soc2:E failed declared; a/error error unknown; a/failed failed declared",
		"soc2:F failed declared; a/failed failed declared",
		"soc2:N not applicable declared; a/absent not_applicable declared; a/passed passed declared",
		"soc2:P unknown unknown; a/passed passed declared; a/unknown unknown unknown",
		"soc2:U unknown unknown; a/unknown unknown unknown",
		"soc2:UP upcoming declared; a/upcoming upcoming declared",
		"soc2:W waived declared; a/waived waived declared",
	}
	if diff := cmp.Diff(want, rows(m)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if m.Errors != 1 || !m.Incomplete() {
		t.Errorf("%d errors, incomplete %v; want one policy that could not be evaluated", m.Errors, m.Incomplete())
	}
	if got := m.Deployments[0].Frameworks[0].summary(); got != "1 failed, 1 upcoming, 2 not applicable, 1 passed, 1 not covered" {
		t.Errorf("summary of the act: %s", got)
	}
	if got := m.Deployments[0].Frameworks[1].Relation; got != finding.Supports {
		t.Errorf("a standard %s", got)
	}
}

func TestComputeRestricts(t *testing.T) {
	profile := func(ids string) string { return "aicomply {\n  profiles = [" + ids + "]\n}\n" }
	for name, c := range map[string]struct {
		manifest string
		named    []string
		want     []string // frameworks
	}{
		"by jurisdiction":        {system, nil, []string{"act", "soc2"}},
		"by profile":             {system + profile(`"soc2"`), nil, []string{"soc2"}},
		"a profile of far":       {system + profile(`"hipaa", "production-readiness"`), nil, []string{"hipaa"}},
		"named":                  {system, []string{"act"}, []string{"act"}},
		"named and empty":        {system, []string{"production-readiness"}, []string{"production-readiness"}},
		"named and not in scope": {system + profile(`"soc2"`), []string{"hipaa", "act"}, []string{"act", "hipaa"}},
	} {
		o := options(t)
		o.Frameworks = c.named
		m := compute(t, c.manifest, o)
		var got []string
		for _, f := range m.Deployments[0].Frameworks {
			got = append(got, f.ID)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if slices.Contains(got, "hipaa") && !slices.ContainsFunc(rows(m), func(s string) bool {
			return s == "hipaa:1 not applicable declared: it is law of US, where the system is not used" || s == "hipaa:1 not applicable declared: no profile names hipaa"
		}) {
			t.Errorf("%s: %q", name, rows(m))
		}
	}
}

func TestAnnexIHasItsOwnDate(t *testing.T) {
	text := strings.Replace(system, "}\n", "  eu_ai_act {\n    annex_i = true\n  }\n}\n", 1)
	if got := rows(compute(t, text, options(t))); !slices.ContainsFunc(got, func(s string) bool { return strings.HasPrefix(s, "act:3 upcoming, applies from 2028-08-02 ") }) {
		t.Errorf("%q", got)
	}
}

func TestInvalidDeploymentIsIncomplete(t *testing.T) {
	m := compute(t, "system \"s\" {\n  stge = \"poc\"\n}\n", options(t))
	if len(m.Deployments) != 0 || !m.Incomplete() || m.Errors != 0 {
		t.Errorf("%+v", m)
	}
}

func render(t *testing.T, m *Matrix, name string) string {
	t.Helper()
	i := slices.IndexFunc(Formats(), func(f Format) bool { return f.Name == name })
	var b strings.Builder
	if err := Formats()[i].Write(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestFormats(t *testing.T) {
	for _, f := range Formats() {
		first, second := render(t, compute(t, system+waiver, options(t)), f.Name), render(t, compute(t, system+waiver, options(t)), f.Name)
		if first != second {
			t.Errorf("%s: two runs differ", f.Name)
		}
		golden(t, f.Name, first)
		for _, word := range []string{"compliant", "certified"} {
			if strings.Contains(strings.ToLower(first), word) {
				t.Errorf("%s says %s", f.Name, word)
			}
		}
		if err := f.Write(failingWriter{}, &Matrix{}); !errors.Is(err, errDiskFull) {
			t.Errorf("%s: %v, want the error of writing", f.Name, err)
		}
	}
}

type failingWriter struct{}

var errDiskFull = errors.New("disk full")

func (failingWriter) Write([]byte) (int, error) { return 0, errDiskFull }

// What strangers write acts neither on a terminal, nor in a spreadsheet, nor as
// Markdown.
func TestFormatsAreSafe(t *testing.T) {
	const hostile = "=cmd|' /C calc'!A0 \x1b[31m\u202e @octocat <img src=x> | [l](javascript:x)\n::error::x"
	m := &Matrix{Clock: "2026-11-23", Deployments: []Deployment{{
		Path: hostile, System: hostile, Title: hostile, Stage: finding.Pilot, Frameworks: []Framework{{
			ID: hostile, Title: hostile, Version: hostile, Kind: "law", Relation: finding.Requires, Controls: []Control{
				{ID: hostile, Title: hostile, Result: Failed, Assurance: Declared, Policies: []Policy{{ID: hostile, Result: Errored, Reason: hostile}}},
				{ID: hostile, Title: hostile, Result: NotApplicable, Reason: hostile},
			},
		}},
	}}}
	for _, f := range Formats() {
		out := render(t, m, f.Name)
		for _, bad := range []string{"\x1b", "\u202e", "\n::error"} {
			if strings.Contains(out, bad) {
				t.Errorf("%s holds %q", f.Name, bad)
			}
		}
	}
	for line := range strings.Lines(render(t, m, "markdown")) {
		if strings.HasPrefix(line, "| ") && (strings.Count(line, "|") != 6 || strings.Contains(line, "<img")) {
			t.Errorf("not a row of five cells: %s", line)
		}
	}
	records, err := csv.NewReader(strings.NewReader(render(t, m, "csv"))).ReadAll()
	if err != nil || len(records) != 3 {
		t.Fatalf("%d records, %v", len(records), err)
	}
	for _, cell := range slices.Concat(records...) {
		if strings.HasPrefix(cell, "=") {
			t.Errorf("a formula: %q", cell)
		}
	}
}
