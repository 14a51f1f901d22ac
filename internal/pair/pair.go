// Package pair runs the two manifests that stand beside every policy: fail.hcl,
// which must bring up exactly the findings that its comments expect, and
// pass.hcl, on which the policy must apply and find nothing. They prove a
// policy alive through the whole pipeline, from the manifest's text on: what
// neither OPA's type checker nor a Rego test with made-up input can show.
//
// The comments in fail.hcl are one line for each finding,
//
//	# expect: flow.prompt.transfer
//	# expect: store.logs.retention gap
//
// the path of the finding and, unless it is a violation, its kind.
//
// A policy about changes also has base.hcl: both are then checked as a change of
// it.
package pair

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/aicomply/aicomply/internal/check"
	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/manifest"
	"github.com/aicomply/aicomply/internal/report"
)

// Clock is the date on which pairs are checked, so that they mean the same on
// every day.
func Clock() time.Time { return time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC) }

// The names of the files.
const (
	Fail = "fail.hcl"
	Pass = "pass.hcl"
	Base = "base.hcl" // what the two are compared with; most policies have none
)

// Example is one of the files, as documentation shows them.
type Example struct{ File, Title string }

// Examples lists the files, in the order in which they are read.
func Examples() []Example {
	return []Example{
		{Base, "The manifest before the change"},
		{Fail, "A manifest that it finds fault with"},
		{Pass, "The same, mended"},
	}
}

// Result is what became of one file of one pair.
type Result struct {
	Policy  string // id
	File    string // in the source, "transfer/no_mechanism/fail.hcl"
	Problem string // what is not as expected; empty = all as expected
}

// Run checks the pairs of the policies, each in the folder of fsys that its id
// names. o needs Policies and Frameworks.
func Run(ctx context.Context, fsys fs.FS, ids []string, o check.Options) []Result {
	o.Now = Clock()
	var out []Result
	for _, id := range ids {
		for _, file := range []string{Fail, Pass} {
			out = append(out, Result{Policy: id, File: path.Join(id, file)})
		}
	}
	next := make(chan *Result)
	var wait sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wait.Go(func() {
			for r := range next {
				if err := one(ctx, fsys, *r, o); err != nil {
					r.Problem = err.Error()
				}
			}
		})
	}
	for i := range out {
		next <- &out[i]
	}
	close(next)
	wait.Wait()
	return out
}

// Inputs are what policies see of each file of the pairs that can be read, by
// the id of the policy.
func Inputs(fsys fs.FS, ids []string, o check.Options) map[string][]map[string]any {
	o.Now = Clock()
	out := map[string][]map[string]any{}
	for _, id := range ids {
		for _, file := range []string{Fail, Pass} {
			m, diags := manifest.Load(manifest.Options{FS: fsys}, path.Join(id, file))
			if !finding.HasErrors(diags) {
				out[id] = append(out[id], check.Input(check.Deployment{Manifest: m}, o))
			}
		}
	}
	return out
}

func one(ctx context.Context, fsys fs.FS, r Result, o check.Options) error {
	text, err := fs.ReadFile(fsys, r.File)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("the file is missing: every policy has a manifest that makes it fail and one that makes it pass")
	}
	if err != nil {
		return err
	}
	base, err := loadBase(fsys, path.Join(path.Dir(r.File), Base))
	if err != nil {
		return err
	}
	m, diags := manifest.Load(manifest.Options{FS: fsys}, r.File)
	o.Only = func(id string) bool { return id == r.Policy }
	rep, err := check.Run(ctx, []check.Deployment{{Manifest: m, Diagnostics: diags, Base: base}}, o)
	if err != nil {
		return err
	}
	for _, d := range rep.Diagnostics {
		if d.Severity == finding.Error {
			return fmt.Errorf("line %d: %s: %s", d.Range.Start.Line, d.Summary, d.Detail)
		}
	}
	return judge(path.Base(r.File), string(text), rep.Deployments[0])
}

// loadBase loads what a pair is compared with; nil where there is no such file.
func loadBase(fsys fs.FS, file string) (*manifest.Manifest, error) {
	if _, err := fs.Stat(fsys, file); errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	m, diags := manifest.Load(manifest.Options{FS: fsys}, file)
	for _, d := range diags {
		if d.Severity == finding.Error {
			return nil, fmt.Errorf("%s, line %d: %s: %s", Base, d.Range.Start.Line, d.Summary, d.Detail)
		}
	}
	return m, nil
}

// judge says what is not as the file wants it.
func judge(file, text string, d report.Deployment) error {
	result, found := d.Policies[0], described(d.Findings)
	switch {
	case result.Result == finding.Errored:
		return errors.New(result.Reason)
	case file == Pass && result.Result != finding.Passed:
		return fmt.Errorf("the policy's result is %q, want %q%s", result.Result, finding.Passed, because(result.Reason, found))
	}
	return compare(expectations(text), found, file == Fail)
}

func because(reason string, found []string) string {
	if reason != "" {
		return ": " + reason
	}
	if len(found) > 0 {
		return ": found " + strings.Join(found, ", ")
	}
	return ""
}

// expectations are the findings that the comments of a manifest expect.
func expectations(text string) []string {
	var out []string
	for line := range strings.Lines(text) {
		if rest, ok := strings.CutPrefix(strings.TrimSpace(line), "# expect:"); ok {
			out = append(out, strings.Join(strings.Fields(rest), " "))
		}
	}
	slices.Sort(out)
	return out
}

// described writes findings as comments expect them.
func described(fs []finding.Finding) []string {
	out := make([]string, 0, len(fs))
	for _, f := range fs {
		s := f.Path.String()
		if f.Kind != finding.Violation {
			s += " " + string(f.Kind)
		}
		out = append(out, s)
	}
	slices.Sort(out)
	return out
}

func compare(want, got []string, mustFail bool) error {
	if mustFail && len(want) == 0 {
		return fmt.Errorf("it has no \"# expect:\" line; found %s", list(got))
	}
	if !slices.Equal(want, got) {
		return fmt.Errorf("expected %s; found %s", list(want), list(got))
	}
	return nil
}

func list(s []string) string {
	if len(s) == 0 {
		return "nothing"
	}
	return strings.Join(s, ", ")
}
