package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/tester"

	"github.com/aicomply/aicomply/internal/check"
	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/manifest"
	"github.com/aicomply/aicomply/internal/policy"
	"github.com/aicomply/aicomply/internal/report"
	"github.com/aicomply/aicomply/policies"
)

// These tests hold the promise that the policies are ordinary Rego: plain OPA
// reads the same folder and says the same.

// TestStockOPAFindsTheSame compares, for every example and every pair,
//
//	opa eval -d policies -i input.json data.aicomply.findings
//
// over the output of aicomply input with aicomply check.
func TestStockOPAFindsTheSame(t *testing.T) {
	files := manifests(t)
	// 2: a manifest without a result is reported below, by its name.
	r := checked(t, []int{0, 1, 2}, files...)
	for _, d := range r.Diagnostics {
		if d.Severity == finding.Error {
			t.Errorf("%s:%d: %s: %s", d.Range.File, d.Range.Start.Line, d.Summary, d.Detail)
		}
	}
	inputs := newInputs(t)
	stock, err := rego.New(rego.Query("data.aicomply.findings"), rego.Load([]string{policiesDir}, nil)).PrepareForEval(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range r.Deployments {
		t.Run(d.Path, func(t *testing.T) {
			t.Parallel()
			results, err := stock.Eval(context.Background(), rego.EvalInput(inputs.of(t, d.Path)), rego.EvalTime(inputs.Now))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(stockFindings(t, results, d), ourFindings(t, d)); diff != "" {
				t.Errorf("-opa eval +aicomply check:\n%s", diff)
			}
		})
	}
}

// inputs makes what policies see of a manifest, as aicomply input does, but
// with policies that are loaded once.
type inputs struct{ check.Options }

func newInputs(t *testing.T) inputs {
	t.Helper()
	now, err := time.Parse(time.DateOnly, clock)
	if err != nil {
		t.Fatal(err)
	}
	set, diags := policy.Load(t.Context(), policy.Options{
		Sources: []policy.Source{{Name: "policies", FS: policies.FS}}, Library: policies.FS,
	})
	if set == nil {
		t.Fatal(diags)
	}
	return inputs{check.Options{Policies: set, Now: now}}
}

func (i inputs) of(t *testing.T, file string) any {
	t.Helper()
	m, diags := manifest.Load(manifest.Options{FS: os.DirFS(root)}, strings.TrimPrefix(file, root+"/"))
	if finding.HasErrors(diags) {
		t.Fatal(diags)
	}
	return check.Input(check.Deployment{Manifest: m}, i.Options)
}

// manifests are the examples, by folder, and the pairs, by file.
func manifests(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(root, "testdata", "examples", "*"))
	if err != nil || len(files) == 0 {
		t.Fatal("no examples", err)
	}
	pairs, err := filepath.Glob(filepath.Join(policiesDir, "*", "*", "*.hcl"))
	if err != nil {
		t.Fatal(err)
	}
	return append(files, pairs...)
}

// stockFindings are the findings of OPA as "policy path message". Findings of
// policies that Go leaves out for a reason that Rego does not know are dropped.
func stockFindings(t *testing.T, results rego.ResultSet, d report.Deployment) []string {
	t.Helper()
	if len(results) != 1 {
		t.Fatalf("%d results", len(results))
	}
	out := []string{}
	for _, f := range results[0].Expressions[0].Value.([]any) {
		f := f.(map[string]any)
		policy := f["policy"].(string)
		if outOfScope(d, policy) {
			continue
		}
		var path []string
		for _, p := range f["path"].([]any) {
			path = append(path, fmt.Sprint(p))
		}
		out = append(out, fmt.Sprintf("%s %s %s", policy, strings.Join(path, "."), f["message"]))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func outOfScope(d report.Deployment, policy string) bool {
	i := slices.IndexFunc(d.Policies, func(p report.PolicyResult) bool { return p.ID == policy })
	return i >= 0 && d.Policies[i].Result == finding.NotApplicable &&
		(d.Policies[i].Reason == "the system is retired" || strings.HasPrefix(d.Policies[i].Reason, "asked for only by profile"))
}

// ourFindings are those of a report in the same words, without what Go adds:
// the waivers that match no finding, and the note on incidental content.
func ourFindings(t *testing.T, d report.Deployment) []string {
	t.Helper()
	for _, p := range d.Policies {
		if p.Result == finding.Errored {
			t.Errorf("%s: %s", p.ID, p.Reason)
		}
	}
	out := []string{}
	for _, f := range d.Findings {
		message, _ := strings.CutSuffix(f.Message, " (incidental content: one severity lower)")
		if f.Policy == "waiver/invalid" && strings.Contains(message, "matches no finding") {
			continue
		}
		out = append(out, fmt.Sprintf("%s %s %s", f.Policy, f.Path, message))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// TestStockOPATestPasses is "opa test policies".
func TestStockOPATestPasses(t *testing.T) {
	modules, store, err := tester.Load([]string{policiesDir}, nil)
	if err != nil {
		t.Fatal(err)
	}
	txn, err := store.NewTransaction(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer store.Abort(t.Context(), txn)
	results, err := tester.NewRunner().SetStore(store).SetModules(modules).SetTimeout(time.Minute).RunTests(t.Context(), txn)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for r := range results {
		if n++; !r.Pass() {
			t.Errorf("%s.%s: %v", r.Package, r.Name, r)
		}
	}
	if n == 0 {
		t.Error("no tests")
	}
}
