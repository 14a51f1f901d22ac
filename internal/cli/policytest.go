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
	"github.com/aicomply/aicomply/policies"
)

const policyTestHelp = `Test policies: the rules named test_… in their _test.rego files, and the pair of
manifests beside each policy. fail.hcl must bring up exactly the findings that its
"# expect:" comments name, and pass.hcl none. Pairs are checked as on 2026-11-23.

A DIR is a folder of policies, or the folder of one area or one policy in it.
Without a DIR the built-in policies are tested.`

func (a *app) policyTestCommand() *cobra.Command {
	t := &tally{a: a}
	cmd := &cobra.Command{
		Use:     "test [DIR...]",
		Short:   "Test policies",
		Long:    policyTestHelp,
		Example: "  aicomply policy test policies\n  aicomply policy test --run no_mechanism policies/transfer",
		RunE: func(cmd *cobra.Command, args []string) error {
			if _, err := regexp.Compile(t.run); err != nil {
				return fmt.Errorf("--run: %w", err)
			}
			if len(args) == 0 {
				if err := t.folder(cmd.Context(), policyFolder{Source: policy.Source{Name: builtin, FS: policies.FS}}); err != nil {
					return err
				}
			}
			for _, dir := range args {
				f, err := a.policyFolder(dir)
				if err != nil {
					return fmt.Errorf("%s: %w", dir, cause(err))
				}
				if err := t.folder(cmd.Context(), f); err != nil {
					return err
				}
			}
			return t.conclude()
		},
	}
	cmd.Flags().StringVar(&t.run, "run", "", "run only tests whose package and name match this regular `EXPRESSION`; a pair's names are the package with .fail and .pass")
	cmd.Flags().BoolVarP(&t.verbose, "verbose", "v", false, "list every test")
	return cmd
}

// tally counts results over all folders.
type tally struct {
	a              *app
	verbose        bool
	run            string
	passed, failed int
}

// folder runs the tests of a folder. The built-in policies are left out, since
// they are not what is tested; their library is there.
func (t *tally) folder(ctx context.Context, f policyFolder) error {
	o, err := t.a.policyOptions(policyFlags{})
	if err != nil {
		return err
	}
	o.Sources = []policy.Source{f.Source}
	results, diags := policytest.Run(ctx, o, policytest.Options{Run: t.run})
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err := t.a.explainDiagnostics(diags, policySource(o.Sources)); err != nil {
		return err
	}
	for _, r := range results {
		if f.holds(strings.TrimPrefix(r.File, path.Clean(f.Name)+"/")) {
			t.rego(r)
		}
	}
	return t.pairs(ctx, f, o)
}

func (t *tally) pairs(ctx context.Context, f policyFolder, o policy.Options) error {
	set, diags := policy.Load(ctx, o)
	if finding.HasErrors(diags) { // else the test run has shown them
		return t.a.explainDiagnostics(diags, policySource(o.Sources))
	}
	var ids []string
	for _, r := range set.Rules() {
		if f.holds(r.ID) {
			ids = append(ids, r.ID)
		}
	}
	results := pair.Run(ctx, f.FS, ids, check.Options{Policies: set, Frameworks: o.Frameworks, Known: builtinIDs()})
	if ctx.Err() != nil {
		return ctx.Err()
	}
	run := regexp.MustCompile(t.run)
	for _, r := range results {
		name := "data.aicomply.policies." + strings.ReplaceAll(strings.TrimSuffix(r.File, ".hcl"), "/", ".")
		if run.MatchString(name) {
			t.add(r.Problem == "", path.Join(f.Name, r.File), r.Problem)
		}
	}
	return nil
}

func (t *tally) rego(r policytest.Result) {
	problem := ""
	switch r.Status {
	case policytest.Skip:
		problem = "is marked todo: a test that does not run shows nothing"
	case policytest.Error:
		problem = r.Err.Error()
	case policytest.Fail:
		problem = "failed"
		if r.FailedAt != "" {
			problem += " at " + r.FailedAt
		}
	}
	if r.Output != "" {
		problem = strings.TrimSpace(problem + "\n" + r.Output)
	}
	t.add(r.Status == policytest.Pass, fmt.Sprintf("%s:%d %s", r.File, r.Line, r.Name), problem)
}

func (t *tally) add(passed bool, name, problem string) {
	if passed {
		t.passed++
		if t.verbose {
			fmt.Fprintln(t.a.prose(), escapeLines("PASS "+name))
		}
		return
	}
	t.failed++
	fmt.Fprintln(t.a.prose(), escapeLines("FAIL "+name+"\n"+indent(problem)))
}

func (t *tally) conclude() error {
	if t.passed+t.failed == 0 {
		return errors.New("no test found")
	}
	fmt.Fprintf(t.a.Out, "%d passed, %d failed\n", t.passed, t.failed)
	if t.failed > 0 {
		t.a.code = exitFindings
	}
	return nil
}

// policyFolder is a folder of policies, and the part of it that is meant: ""
// for all of it, "transfer" for an area, "transfer/no_mechanism" for a policy.
type policyFolder struct {
	policy.Source
	part string
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
		return policyFolder{}, cmp.Or(err, errors.New("not a folder"))
	}
	part, name := "", filepath.Clean(dir)
	for range depth(os.DirFS(root), filepath.Base(root)) {
		part = path.Join(filepath.Base(root), part)
		root, name = filepath.Dir(root), filepath.Join(name, "..")
	}
	return policyFolder{Source: policy.Source{Name: filepath.ToSlash(name), FS: os.DirFS(root)}, part: part}, nil
}

// depth is how far below the folder of policies a folder lies: 2 for that of a
// policy, 1 for that of an area, else 0.
func depth(fsys fs.FS, name string) int {
	if _, err := fs.Stat(fsys, name+".rego"); err == nil {
		return 2
	}
	entries, _ := fs.ReadDir(fsys, ".")
	for _, e := range entries {
		if _, err := fs.Stat(fsys, path.Join(e.Name(), e.Name()+".rego")); e.IsDir() && err == nil {
			return 1
		}
	}
	return 0
}
