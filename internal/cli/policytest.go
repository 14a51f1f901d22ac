package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aicomply/aicomply/internal/check"
	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/pair"
	"github.com/aicomply/aicomply/internal/policy"
	"github.com/aicomply/aicomply/internal/policy/policytest"
	"github.com/aicomply/aicomply/internal/report"
)

const policyTestHelp = `Test policies: the rules named test_… in their _test.rego files, and the pair of
manifests beside each policy. fail.hcl must bring up exactly the findings that its
"# expect:" comments name, and pass.hcl none. Pairs are checked as on 2026-11-23.

A DIR is a folder of policies, or the folder of one area or one policy in it.
Without a DIR the built-in policies are tested. What tests print() goes to stderr,
or to the failure of the test. --coverage lists the lines that neither the tests nor
the pairs evaluate.

Exit codes: 0 all passed, 1 a test failed or less is covered than --min, 2 a policy
could not be loaded, or nothing matched.`

// policyTesting is what policy test was asked for.
type policyTesting struct {
	run      string
	verbose  bool
	format   string
	coverage bool
	min      float64
	watch    bool
}

func policyTestFormats() []string { return []string{"text", "json", "junit"} }

func (a *app) policyTestCommand() *cobra.Command {
	f := policyTesting{format: "text"}
	cmd := &cobra.Command{
		Use:   "test [DIR...]",
		Short: "Test policies",
		Long:  policyTestHelp,
		Example: "  aicomply policy test policies\n  aicomply policy test --run no_mechanism policies/transfer\n" +
			"  aicomply policy test --coverage --min 90 policies\n  aicomply policy test --watch policies/transfer/no_mechanism",
		ValidArgsFunction: completeFolders,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := f.check(); err != nil {
				return err
			}
			folders, err := a.policyFolders(args)
			if err != nil {
				return err
			}
			if f.watch {
				return a.watchTests(cmd.Context(), f, folders)
			}
			return a.testPolicies(cmd.Context(), f, folders)
		},
	}
	cmd.Flags().StringVar(&f.run, "run", "", "run only tests whose package and name match this regular `EXPRESSION`; a pair's names are the package with .fail and .pass")
	cmd.Flags().BoolVarP(&f.verbose, "verbose", "v", false, "list every test")
	cmd.Flags().StringVarP(&f.format, "format", "f", f.format, "`FORMAT` of the result: "+strings.Join(policyTestFormats(), ", "))
	cmd.Flags().BoolVar(&f.coverage, "coverage", false, "say how much of each policy is evaluated, and which lines are not")
	cmd.Flags().Float64Var(&f.min, "min", 0, "fail if less than this `PERCENT` of the lines is evaluated; implies --coverage")
	cmd.Flags().BoolVarP(&f.watch, "watch", "w", false, "test again whenever a file changes, until interrupted")
	_ = cmd.RegisterFlagCompletionFunc("format", fixed(policyTestFormats()))
	return cmd
}

func (f *policyTesting) check() error {
	if _, err := regexp.Compile(f.run); err != nil {
		return fmt.Errorf("--run: %w", err)
	}
	if !(f.min >= 0 && f.min <= 100) {
		return fmt.Errorf("--min: %v is no percentage; write a number from 0 to 100", f.min)
	}
	if f.coverage = f.coverage || f.min > 0; f.coverage && f.run != "" {
		return errors.New("--coverage counts what all tests evaluate; leave out --run")
	}
	if f.watch && f.format != "text" {
		return errors.New("--watch prints for people; leave out --format")
	}
	return oneOf("--format", f.format, policyTestFormats())
}

// testPolicies tests the folders, and prints the result.
func (a *app) testPolicies(ctx context.Context, f policyTesting, folders []policyFolder) error {
	t := &tally{a: a, policyTesting: f}
	for _, folder := range folders {
		if err := t.folder(ctx, folder); err != nil {
			return err
		}
	}
	return t.conclude()
}

// tally collects results over all folders.
type tally struct {
	a *app
	policyTesting
	cases   []report.TestCase
	covered []policytest.Coverage
}

// folder runs the tests of a folder. The built-in policies are left out, since
// they are not what is tested; their library is there.
func (t *tally) folder(ctx context.Context, f policyFolder) error {
	o, err := t.a.folderOptions(f)
	if err != nil {
		return err
	}
	set, diags := policy.Load(ctx, o)
	if policy.TookTooLong(diags) {
		return t.a.explainDiagnostics(diags, nil)
	}
	options := policytest.Options{Run: t.run, Where: true, Coverage: t.coverage}
	var ids []string
	if set != nil {
		for _, r := range set.Rules() {
			if r.Method != policy.ForeignMethod && f.holds(r.ID) {
				ids = append(ids, r.ID)
			}
		}
		options.Cases = t.pairCases(f, ids, check.Options{Policies: set, Frameworks: o.Frameworks})
	}
	results, covered, more := policytest.RunCovered(ctx, o, options)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	diags = finding.SortDiagnostics(append(diags, more...))
	if set == nil && !finding.HasErrors(more) && len(results) > 0 {
		diags = testable(diags)
	}
	if err := t.a.explainDiagnostics(diags, policySource(o.Sources)); err != nil {
		return err
	}
	for _, r := range results {
		if f.holds(f.inside(r.File)) {
			t.cases = append(t.cases, caseOf(r))
		}
	}
	for _, c := range covered {
		// main.rego joins the findings for stock OPA, and is not evaluated here.
		if name, ok := f.shown(c.File); ok && f.holds(f.inside(name)) && f.inside(name) != "main.rego" {
			c.File = name
			t.covered = append(t.covered, c)
		}
	}
	if set == nil {
		return nil
	}
	return t.pairs(ctx, f, ids, check.Options{Policies: set, Frameworks: o.Frameworks, Known: builtinIDs()})
}

// testable turns what keeps policies from being used, and not from being tested,
// into warnings: that they are a library, or for another input.
func testable(diags []finding.Diagnostic) []finding.Diagnostic {
	var out []finding.Diagnostic
	for _, d := range diags {
		if d.Summary == policy.AnotherInput || d.Summary == policy.BlindRules {
			d.Severity = finding.Warning
		}
		if d.Severity == finding.Warning {
			out = append(out, d)
		}
	}
	return out
}

// pairCases are the pairs, for coverage.
func (t *tally) pairCases(f policyFolder, ids []string, o check.Options) []policytest.Case {
	if !t.coverage {
		return nil
	}
	inputs := pair.Inputs(f.FS, ids, o)
	var out []policytest.Case
	for _, id := range ids {
		for _, in := range inputs[id] {
			out = append(out, policytest.Case{Policy: id, Input: in, Now: pair.Clock()})
		}
	}
	return out
}

func (t *tally) pairs(ctx context.Context, f policyFolder, ids []string, o check.Options) error {
	results := pair.Run(ctx, f.FS, ids, o)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	run := regexp.MustCompile(t.run)
	for _, r := range results {
		suite := "aicomply.policies." + strings.ReplaceAll(r.Policy, "/", ".")
		if !run.MatchString("data." + suite + "." + strings.TrimSuffix(path.Base(r.File), ".hcl")) {
			continue
		}
		c := report.TestCase{Suite: suite, Name: path.Base(r.File), File: path.Join(f.Name, r.File), Status: string(policytest.Pass), Problem: r.Problem}
		if r.Problem != "" {
			c.Status = string(policytest.Fail)
		}
		t.cases = append(t.cases, c)
	}
	return nil
}

func caseOf(r policytest.Result) report.TestCase {
	c := report.TestCase{Suite: r.Package, Name: r.Name, File: r.File, Line: r.Line, Status: string(r.Status), Output: strings.TrimRight(r.Output, "\n")}
	switch r.Status {
	case policytest.Skip:
		c.Problem = "is marked todo: a test that does not run shows nothing"
	case policytest.Error:
		c.Problem = r.Err.Error()
	case policytest.Fail:
		c.Problem = "failed"
		if r.FailedAt != "" {
			c.Problem += " " + r.FailedAt
		}
	}
	return c
}

// inside is the path in the folder of a file that diagnostics name.
func (f policyFolder) inside(file string) string {
	return strings.TrimPrefix(file, path.Clean(f.Name)+"/")
}

// shown is what a file of diagnostics is called to the user; ok is false if it
// is none of this folder. What the folder holds as the built-in library does is
// named as if it came from there.
func (f policyFolder) shown(file string) (name string, ok bool) {
	rest, isBuiltin := strings.CutPrefix(file, builtin+"/")
	if !isBuiltin || f.Name == builtin {
		return file, true
	}
	_, err := fs.Stat(f.FS, rest)
	return path.Join(f.Name, rest), err == nil
}

// policyFolder is a folder of policies, and the part of it that is meant: ""
// for all of it, "transfer" for an area, "transfer/no_mechanism" for a policy.
type policyFolder struct {
	policy.Source
	part string
	dir  string // on disk, absolute; "" of the built-in policies
}

func (f policyFolder) holds(file string) bool {
	return f.part == "" || strings.HasPrefix(file+"/", f.part+"/")
}

// policyFolder finds the folder of policies that dir is, or lies in.
func (a *app) policyFolder(dir string) (policyFolder, error) {
	root, err := a.absolute(dir)
	if err != nil {
		return policyFolder{}, err
	}
	if info, err := os.Stat(root); err != nil || !info.IsDir() {
		return policyFolder{}, cmp.Or(err, errors.New("not a folder; name the one that it lies in"))
	}
	part, name := "", filepath.Clean(dir)
	for range depth(os.DirFS(root), filepath.Base(root)) {
		part = path.Join(filepath.Base(root), part)
		root, name = filepath.Dir(root), filepath.Join(name, "..")
	}
	return policyFolder{Source: policy.Source{Name: filepath.ToSlash(name), FS: os.DirFS(root)}, part: part, dir: root}, nil
}

// depth is how far below the folder of policies a folder lies: 2 for that of a
// policy, 1 for that of an area, else 0.
func depth(fsys fs.FS, name string) int {
	if holdsPolicy(fsys, name+".rego") {
		return 2
	}
	entries, _ := fs.ReadDir(fsys, ".")
	for _, e := range entries {
		if e.IsDir() && holdsPolicy(fsys, path.Join(e.Name(), e.Name()+".rego")) {
			return 1
		}
	}
	return 0
}

// holdsPolicy reports whether there is a file of Rego, and it was written for
// aicomply: the folders of other Rego mean nothing.
func holdsPolicy(fsys fs.FS, name string) bool {
	text, err := fs.ReadFile(fsys, name)
	return err == nil && !policy.Foreign(text)
}
