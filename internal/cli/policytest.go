package cli

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aicomply/aicomply/internal/check"
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
	run, verbose := "", false
	cmd := &cobra.Command{
		Use:     "test [DIR...]",
		Short:   "Test policies",
		Long:    policyTestHelp,
		Example: "  aicomply policy test policies\n  aicomply policy test --run no_mechanism policies/transfer",
		RunE: func(cmd *cobra.Command, args []string) error {
			t := &tally{a: a, verbose: verbose, run: run}
			if len(args) == 0 {
				args = []string{""}
			}
			for _, dir := range args {
				if err := t.dir(cmd.Context(), dir); err != nil {
					return err
				}
			}
			return t.conclude()
		},
	}
	cmd.Flags().StringVar(&run, "run", "", "run only tests whose package.name matches this regular expression, and no pairs of other policies")
	cmd.Flags().BoolVarP(&verbose, "verbose", "v", false, "list every test")
	return cmd
}

// tally counts results over all folders.
type tally struct {
	a              *app
	verbose        bool
	run            string
	passed, failed int
}

func (t *tally) dir(ctx context.Context, dir string) error {
	src, below, err := t.a.policyFolder(dir)
	if err != nil {
		return err
	}
	o, err := t.a.policyOptions(policyFlags{})
	if err != nil {
		return err
	}
	o.Sources = []policy.Source{src} // the built-in policies are not what is tested
	results, diags := policytest.Run(ctx, o, policytest.Options{Run: t.run})
	if err := t.a.explainDiagnostics(diags, o.Sources); err != nil {
		return err
	}
	for _, r := range results {
		if pkg := strings.TrimPrefix(strings.ReplaceAll(r.Package, ".", "/"), "aicomply/"); strings.HasPrefix(strings.TrimPrefix(pkg, "policies/"), below) {
			t.rego(r)
		}
	}
	set, diags := policy.Load(ctx, o)
	if err := t.a.explainDiagnostics(diags, o.Sources); err != nil {
		return err
	}
	var ids []string
	for _, r := range set.Rules() {
		if below == "" || strings.HasPrefix(r.ID+"/", below+"/") {
			ids = append(ids, r.ID)
		}
	}
	for _, r := range pair.Run(ctx, src.FS, ids, check.Options{Policies: set, Frameworks: o.Frameworks, Known: builtinIDs()}) {
		t.add(r.Problem == "", path.Join(src.Name, r.File), r.Problem)
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
			fmt.Fprintln(t.a.Out, escapeLines("PASS "+name))
		}
		return
	}
	t.failed++
	fmt.Fprintln(t.a.Out, escapeLines("FAIL "+name+"\n"+indent(problem)))
}

func (t *tally) conclude() error {
	if t.passed+t.failed == 0 {
		return fmt.Errorf("no test found")
	}
	fmt.Fprintf(t.a.Out, "%d passed, %d failed\n", t.passed, t.failed)
	if t.failed > 0 {
		t.a.code = exitFindings
	}
	return nil
}

// policyFolder finds the folder of policies that dir is, or lies in, and the
// part of it that dir names: "" for all, "transfer" or "transfer/no_mechanism".
func (a *app) policyFolder(dir string) (src policy.Source, below string, err error) {
	if dir == "" {
		return policy.Source{Name: builtin, FS: policies.FS}, "", nil
	}
	abs, err := a.absolute(dir)
	if err != nil {
		return src, "", fmt.Errorf("%s: %w", dir, cause(err))
	}
	up := depth(os.DirFS(abs), filepath.Base(abs))
	root, name := abs, filepath.Clean(dir)
	for range up {
		below = path.Join(filepath.Base(root), below)
		root, name = filepath.Dir(root), filepath.Join(name, "..")
	}
	return policy.Source{Name: filepath.ToSlash(name), FS: os.DirFS(root)}, below, nil
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
