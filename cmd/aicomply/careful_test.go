package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/report"
)

// careful is the example of a deployment that a careful team runs.
const careful = "testdata/examples/document-intake"

// TestDocumentIntake states what the example is there to show: a complete
// manifest in production has nothing of weight open, what it carries is waived,
// and few questions stay unanswered.
func TestDocumentIntake(t *testing.T) {
	d := deployments(t, careful)[0]
	for _, f := range d.Findings {
		if f.Status == finding.Open && (f.Severity == finding.Critical || f.Severity == finding.High) {
			t.Errorf("%s %s at %s: %s", f.Severity, f.Policy, f.Path, f.Message)
		}
	}
	if !slices.ContainsFunc(d.Findings, func(f report.Finding) bool {
		return f.Policy == "integration/manual_step" && f.Waiver == "waiver.merged_claims"
	}) {
		t.Error("the missing event of the core system is not waived")
	}
	results := map[finding.Result]int{}
	for _, p := range d.Policies {
		results[p.Result]++
	}
	if results[finding.Unknown] > 0 || results[finding.Passed] < len(d.Policies)*3/4 {
		t.Errorf("of %d policies %v; most should pass and none be unknown", len(d.Policies), results)
	}
}

// change makes one attribute of the example bad: in the file, the text old,
// which stands there once, becomes new. It is to bring up the policy, and no
// other.
type change struct{ policy, file, old, new string }

// TestOneBadValue makes one attribute at a time of the careful deployment bad.
// Each brings up the policy that asks for it, and nothing else: so each policy
// is shown to see its fault in the midst of a whole deployment, and the others
// to keep quiet about it.
func TestOneBadValue(t *testing.T) {
	dirs := []string{careful}
	for _, c := range changes {
		dirs = append(dirs, changed(t, c))
	}
	all := deployments(t, dirs...)
	before := open(all[0])
	for i, c := range changes {
		t.Run(c.policy, func(t *testing.T) {
			var added []string
			for _, id := range open(all[i+1]) {
				if !slices.Contains(before, id) {
					added = append(added, id)
				}
			}
			if diff := cmp.Diff([]string{c.policy}, added); diff != "" {
				t.Errorf("%q (-expected +found):\n%s", c.new, diff)
			}
		})
	}
}

// deployments are the reports on the folders, in their order, from one run.
func deployments(t *testing.T, dirs ...string) []report.Deployment {
	t.Helper()
	out, _ := atRoot(t, append([]string{"check", "--now", clock, "--format", "json"}, dirs...)...)
	r, err := report.Read(strings.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Deployments) != len(dirs) {
		t.Fatalf("%d deployments, want %d", len(r.Deployments), len(dirs))
	}
	return r.Deployments
}

// changed is a copy of the example with the change.
func changed(t *testing.T, c change) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(filepath.Join(root, filepath.FromSlash(careful)))); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, filepath.FromSlash(c.file))
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(text), c.old); n != 1 {
		t.Fatalf("%s: %q stands %d times in %s", c.policy, c.old, n, c.file)
	}
	if err := os.WriteFile(file, []byte(strings.Replace(string(text), c.old, c.new, 1)), 0o644); err != nil {
		t.Fatal(err)
	}
	return dir
}

// open are the ids of the policies with open findings, sorted.
func open(d report.Deployment) []string {
	var ids []string
	for _, f := range d.Findings {
		if f.Status == finding.Open {
			ids = append(ids, f.Policy)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}
