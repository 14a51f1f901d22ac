package check_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/aicomply/aicomply/internal/check"
	"github.com/aicomply/aicomply/internal/config"
	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/policy"
	"github.com/aicomply/aicomply/internal/report"
)

// words finds fault with each word of the title: "low" is low, every other one high.
const words = `# METADATA
# title: T
# description: D
# custom:
#   severity: high
#   blocks_from: pilot
#   method: attr
#   remediation: R
#   controls: ["gdpr:1"]
package aicomply.policies.a.words

severity := "low" if "low" in split(input.system.title, " ") else := "high"

deny contains {"path": ["system", "title"], "key": word, "severity": severity, "message": "m"} if {
	some word in split(input.system.title, " ")
	not word in {"low", ""}
	not startswith(word, "law:")
}

deny contains {"path": ["system", "title"], "key": "law", "message": "m", "applies_from": substring(word, 4, -1)} if {
	some word in split(input.system.title, " ")
	startswith(word, "law:")
}
`

func wordsOptions(t *testing.T) check.Options {
	t.Helper()
	o := options(t, "2026-11-23")
	fsys := fstest.MapFS{"a/words/words.rego": {Data: []byte(words)}}
	set, diags := policy.Load(context.Background(), policy.Options{Sources: []policy.Source{{Name: "pack", FS: fsys}}, Frameworks: o.Frameworks})
	if set == nil {
		t.Fatal(diags)
	}
	o.Policies = set
	o.Base = &check.Base{Ref: "main", Commit: strings.Repeat("a", 40)}
	return o
}

// comparedWith is a deployment with a base; each is a stage and words.
func comparedWith(t *testing.T, base, head string) check.Deployment {
	t.Helper()
	d := deployment(t, attributes(head), "")
	if base != "" {
		d.Base = deployment(t, attributes(base), "").Manifest
	}
	return d
}

func attributes(s string) string {
	stage, title, _ := strings.Cut(s, " ")
	return "stage = \"" + stage + "\"\ntitle = \"" + title + "\""
}

// states says of each finding its key and what it is, and of what is gone.
func states(d report.Deployment) string {
	var out []string
	for _, f := range d.Findings {
		s := f.Key
		if f.New != nil && *f.New {
			s += " new"
		}
		if f.Blocking {
			s += " blocking"
		}
		out = append(out, s)
	}
	for _, f := range d.Fixed {
		out = append(out, f.Key+" fixed")
	}
	slices.Sort(out)
	return strings.Join(out, ", ")
}

func TestNewAndFixed(t *testing.T) {
	for name, c := range map[string]struct{ base, head, want string }{
		"the same":                 {"pilot x", "pilot x", "x"},
		"new and fixed":            {"pilot x y", "pilot y z", "x fixed, y, z new blocking"},
		"no base":                  {"", "pilot x", "x new blocking"},
		"stage reached":            {"poc x", "pilot x", "x new blocking"},
		"later stage":              {"pilot x", "production x", "x"},
		"earlier stage":            {"production x", "poc x", "x"},
		"more severe":              {"pilot low x", "pilot x", "x new blocking"},
		"more severe, but not yet": {"poc low x", "poc x", "x"},
		"less severe":              {"pilot x", "pilot low x", "x"},
		"law that is in force":     {"pilot law:2030-01-01", "pilot law:2020-01-01", "law new blocking"},
		"law to come":              {"pilot law:2020-01-01", "pilot law:2030-01-01", "law"},
	} {
		o := wordsOptions(t)
		o.OnlyNew = true
		if got := states(run(t, comparedWith(t, c.base, c.head), o).Deployments[0]); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

func TestWithoutOnlyNewTheExistingBlocks(t *testing.T) {
	if got, want := states(run(t, comparedWith(t, "pilot x", "pilot x"), wordsOptions(t)).Deployments[0]), "x blocking"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestWhatIsNotAskedIsNotFixed leaves out the policy by the configuration, by
// another choice of policies, and by retirement.
func TestWhatIsNotAskedIsNotFixed(t *testing.T) {
	d := comparedWith(t, "pilot x", "pilot")
	if got := states(run(t, d, wordsOptions(t)).Deployments[0]); got != "x fixed" {
		t.Fatalf("got %q", got)
	}
	text := "policy \"a/words\" {\n  enabled = false\n  reason = \"r\"\n}\n"
	d.Config, _ = config.Load(fstest.MapFS{config.File: {Data: []byte(text)}}, ".", nil)
	if got := states(run(t, d, wordsOptions(t)).Deployments[0]); got != "" {
		t.Errorf("left out by the configuration: %q", got)
	}
	if got := states(run(t, comparedWith(t, "pilot x", "retired x"), wordsOptions(t)).Deployments[0]); got != "" {
		t.Errorf("retired: %q", got)
	}
}

// TestSameNamesInTwoRepositories has two deployments with the same fingerprints:
// each is compared with its own base.
func TestSameNamesInTwoRepositories(t *testing.T) {
	ds := []check.Deployment{comparedWith(t, "pilot x", "pilot x"), comparedWith(t, "pilot y", "pilot x")}
	r, err := check.Run(context.Background(), ds, wordsOptions(t))
	if err != nil {
		t.Fatal(err)
	}
	if a, b := states(r.Deployments[0]), states(r.Deployments[1]); a != "x blocking" || b != "x new blocking, y fixed" {
		t.Errorf("got %q and %q", a, b)
	}
}

func TestBaseThatCannotBeRead(t *testing.T) {
	o := wordsOptions(t)
	d := comparedWith(t, "pilot x", "pilot x")
	d.BaseDiagnostics = []finding.Diagnostic{{Severity: finding.Error, Summary: "Broken", Range: finding.Range{File: "f", Start: finding.Pos{Line: 7}}}}
	r := run(t, d, o)
	if want := "app could not be read in main (aaaaaaaaaaaa) (f:7: Broken: )"; !strings.HasPrefix(r.Base.Problem, want) || states(r.Deployments[0]) != "x new blocking" || len(r.Diagnostics) != 1 {
		t.Errorf("problem %q, %q, %v", r.Base.Problem, states(r.Deployments[0]), r.Diagnostics)
	}
	o.Base.Problem = "no history"
	if r := run(t, comparedWith(t, "pilot x", "pilot x"), o); r.Base.Problem != "no history" || states(r.Deployments[0]) != "x new blocking" || len(r.Diagnostics) != 1 {
		t.Errorf("%+v, %q, %v", r.Base, states(r.Deployments[0]), r.Diagnostics)
	}
}

func TestSavedReport(t *testing.T) {
	o := wordsOptions(t)
	saved := run(t, comparedWith(t, "", "pilot x y"), check.Options{Policies: o.Policies, Frameworks: o.Frameworks, Now: o.Now})
	o.Base = &check.Base{Ref: "old.json", Saved: saved}
	for name, change := range map[string]func(){
		"by path":   func() {},
		"by system": func() { saved.Deployments[0].Path = "elsewhere" },
	} {
		change()
		if got := states(run(t, comparedWith(t, "", "pilot y z"), o).Deployments[0]); got != "x fixed, y blocking, z new blocking" {
			t.Errorf("%s: %q", name, got)
		}
	}
	saved.Deployments = append(saved.Deployments, saved.Deployments[0])
	r := run(t, comparedWith(t, "", "pilot y z"), o)
	if got := states(r.Deployments[0]); got != "y new blocking, z new blocking" || len(r.Diagnostics) != 1 || r.Diagnostics[0].Summary != "New deployment" {
		t.Errorf("with two of the name: %q, %v", got, r.Diagnostics)
	}
}
