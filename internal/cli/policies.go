package cli

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aicomply/aicomply/internal/check"
	"github.com/aicomply/aicomply/internal/config"
	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/framework"
	"github.com/aicomply/aicomply/internal/policy"
	"github.com/aicomply/aicomply/internal/report"
	"github.com/aicomply/aicomply/internal/schema"
	"github.com/aicomply/aicomply/internal/suggest"
	"github.com/aicomply/aicomply/policies"
)

// builtin is what messages and reports call the embedded policies.
const builtin = "built-in"

// policyFlags choose the policies that a command works with.
type policyFlags struct {
	dirs      []string
	noBuiltin bool
	at        func(dir string) (fs.FS, error) // the folder as it is elsewhere; nil if it counts as it is
	noCache   bool
	print     bool // keep calls of print()
	debug     bool // keep what queries and traces need
}

func (f *policyFlags) add(cmd *cobra.Command) {
	cmd.Flags().StringArrayVar(&f.dirs, "policy", nil, "folder `DIR` of policies to add to the built-in ones; repeatable")
	cmd.Flags().BoolVar(&f.noBuiltin, "no-builtin", false, "leave out the built-in policies")
	cmd.Flags().BoolVar(&f.noCache, "no-cache", false, "do not keep policies other than the built-in ones compiled, nor use what was kept")
	_ = cmd.MarkFlagDirname("policy")
}

// pack is a loaded set of policies, and where it came from.
type pack struct {
	set        *policy.Set
	sources    []policy.Source
	frameworks *framework.Catalogue
}

// name is what a report says the policies are.
func (p *pack) name() string {
	names := make([]string, 0, len(p.sources))
	for _, s := range p.sources {
		names = append(names, s.Name)
	}
	return strings.Join(names, ", ")
}

// policyOptions are the policies that the flags name, not loaded yet.
func (a *app) policyOptions(f policyFlags) (policy.Options, error) {
	frameworks, err := framework.Load(policies.FS)
	if err != nil {
		return policy.Options{}, err
	}
	o := policy.Options{Library: policies.FS, InputSchema: schema.InputSchema, Frameworks: frameworks, Compiled: policies.Compiled, Ahead: a.ahead}
	if !f.noBuiltin {
		o.Sources = append(o.Sources, policy.Source{Name: builtin, FS: policies.FS})
	}
	for _, dir := range f.dirs {
		if fsys, err := f.elsewhere(dir); err != nil {
			return policy.Options{}, fmt.Errorf("--policy %s: %w", dir, err)
		} else if fsys != nil {
			o.Sources = append(o.Sources, policy.Source{Name: dir, FS: fsys})
			continue
		}
		abs, err := a.absolute(dir)
		if err != nil {
			return policy.Options{}, fmt.Errorf("--policy %s: %w", dir, cause(err))
		}
		if info, err := os.Stat(abs); err != nil || !info.IsDir() {
			return policy.Options{}, fmt.Errorf("--policy %s: not a folder", dir)
		}
		o.Sources = append(o.Sources, policy.Source{Name: dir, FS: os.DirFS(abs)})
	}
	if err := a.explainDiagnostics(a.packs.problems, a.packs.source); err != nil {
		return policy.Options{}, err
	}
	o.Sources = append(o.Sources, a.packs.sources...)
	if len(o.Sources) == 0 {
		return policy.Options{}, fmt.Errorf("no policies: --no-builtin leaves out the built-in ones, and --policy adds none")
	}
	return o, nil
}

// readAhead begins to read the built-in policies if no others are asked for.
func (a *app) readAhead(f policyFlags) {
	if !f.noBuiltin && len(f.dirs) == 0 {
		a.ahead = policy.ReadAhead(policies.Compiled)
	}
}

// elsewhere is the folder as it is at another commit, or nil.
func (f policyFlags) elsewhere(dir string) (fs.FS, error) {
	if f.at == nil {
		return nil, nil
	}
	return f.at(dir)
}

// loadPolicies loads the policies that the flags name, and the rules of Rego
// that configurations do.
func (a *app) loadPolicies(ctx context.Context, f policyFlags, configs ...*config.Config) (*pack, error) {
	o, err := a.policyOptions(f)
	if err != nil {
		return nil, err
	}
	rego, diags := regoOf(configs)
	if err := a.explainDiagnostics(diags, configSource(configs)); err != nil {
		return nil, err
	}
	o.Rego, o.Print, o.Debug = rego, f.print, f.debug
	own := func(s policy.Source) bool { return s.Name != builtin }
	if !f.noCache && slices.ContainsFunc(o.Sources, own) {
		o.Cache = a.policyCache()
	}
	set, diags := policy.Load(ctx, o)
	source := func(file string) []byte {
		if data := configSource(configs)(file); data != nil {
			return data
		}
		return policySource(o.Sources)(file)
	}
	if err := a.explainDiagnostics(diags, source); err != nil {
		return nil, err
	}
	a.log.Debugf("%d policies loaded from %d sources", len(set.Rules()), len(o.Sources))
	return &pack{set: set, sources: o.Sources, frameworks: o.Frameworks}, nil
}

// regoOf is the rules of Rego that configurations name. One name for two rules
// would leave open which of them a report means.
func regoOf(configs []*config.Config) ([]config.Rego, []finding.Diagnostic) {
	var out []config.Rego
	var diags []finding.Diagnostic
	first := map[string]config.Rego{}
	for _, c := range configs {
		for _, r := range c.Rego() {
			other, ok := first[r.Label]
			switch {
			case !ok:
				first[r.Label] = r
				out = append(out, r)
			case !slices.Equal(other.Identity(), r.Identity()):
				diags = append(diags, finding.Diagnostic{
					Severity: finding.Error, Summary: "Rego rule configured twice", Range: r.Range,
					Detail: fmt.Sprintf("%s:%d has another rego block %q. Rename one of them.", other.Range.File, other.Range.Start.Line, r.Label),
				})
			}
		}
	}
	return out, finding.SortDiagnostics(diags)
}

// folderOptions are the policies of one folder, with the rules of its Rego that
// the configuration of the working directory names. Other Rego that it names may
// be in other folders.
func (a *app) folderOptions(f policyFolder) (policy.Options, error) {
	o, err := a.policyOptions(policyFlags{})
	if err != nil {
		return policy.Options{}, err
	}
	if o.Sources, o.Partial = []policy.Source{f.Source}, true; !policy.HasForeign(o) {
		return o, nil
	}
	configs, err := a.workingConfig()
	if err != nil {
		return policy.Options{}, err
	}
	o.Rego, _ = regoOf(configs) // one configuration does not have a name twice
	return o, nil
}

// ownConfig is the configuration that counts for the working directory, where
// --policy may hold the Rego that it names.
func (a *app) ownConfig(f policyFlags) ([]*config.Config, error) {
	if len(f.dirs) == 0 && len(a.packs.sources) == 0 {
		return nil, nil
	}
	return a.workingConfig()
}

func (a *app) workingConfig() ([]*config.Config, error) {
	r, name, err := a.openRepository(".")
	if err != nil {
		return nil, err
	}
	defer r.close()
	c, diags := config.Load(r.root.FS(), name, r.show)
	return []*config.Config{c}, a.explainDiagnostics(diags, c.Source)
}

func configsOf(deployments []check.Deployment) []*config.Config {
	var out []*config.Config
	for _, d := range deployments {
		out = append(out, d.Config)
	}
	return out
}

// explainDiagnostics prints diagnostics on stderr. It fails if one is an error.
func (a *app) explainDiagnostics(diags []finding.Diagnostic, sources func(file string) []byte) error {
	if len(diags) == 0 {
		return nil
	}
	if err := report.WriteDiagnostics(a.Err, diags, report.Options{Sources: sources}); err != nil {
		return err
	}
	if finding.HasErrors(diags) {
		return errExplained
	}
	return nil
}

// policySource finds the bytes of a file as diagnostics name it.
func policySource(sources []policy.Source) func(file string) []byte {
	return func(file string) []byte {
		for _, s := range sources {
			rest, ok := strings.CutPrefix(file, strings.TrimSuffix(s.Name, "/")+"/")
			if s.Name == "." {
				rest, ok = file, true
			}
			if info, err := fs.Stat(s.FS, rest); !ok || err != nil || !info.Mode().IsRegular() {
				continue // a named pipe would never end
			}
			if data, err := fs.ReadFile(s.FS, rest); err == nil {
				return data
			}
		}
		return nil
	}
}

// configSource is the text of a configuration.
func configSource(configs []*config.Config) func(file string) []byte {
	return func(file string) []byte {
		for _, c := range configs {
			if data := c.Source(file); data != nil {
				return data
			}
		}
		return nil
	}
}

// example is a file beside a policy, such as its fail.hcl, or nil.
func (p *pack) example(id, file string) []byte {
	for _, s := range p.sources {
		if data, err := fs.ReadFile(s.FS, path.Join(id, file)); err == nil {
			return data
		}
	}
	return nil
}

func (p *pack) ids() []string {
	ids := make([]string, 0, len(p.set.Rules()))
	for _, r := range p.set.Rules() {
		ids = append(ids, r.ID)
	}
	return ids
}

// builtinIDs are the ids of the embedded policies, found without loading them.
func builtinIDs() []string {
	matches, _ := fs.Glob(policies.FS, "*/*/*.rego")
	var ids []string
	for _, m := range matches {
		dir := path.Dir(m)
		if path.Base(m) == path.Base(dir)+".rego" && path.Dir(dir) != "lib" {
			ids = append(ids, dir)
		}
	}
	return ids
}

// selectPolicies is the policies that --only and --skip leave. A glob that
// matches nothing is a mistake.
func selectPolicies(ids, only, skip []string) (func(string) bool, error) {
	if err := cmp.Or(checkGlobs("--only", only, ids), checkGlobs("--skip", skip, ids)); err != nil {
		return nil, err
	}
	keep := func(id string) bool {
		return (len(only) == 0 || anyMatches(only, id)) && !anyMatches(skip, id)
	}
	if !slices.ContainsFunc(ids, keep) {
		return nil, fmt.Errorf("--only and --skip leave no policy")
	}
	return keep, nil
}

func checkGlobs(flag string, globs, ids []string) error {
	for _, g := range globs {
		if _, err := path.Match(g, ""); err != nil {
			return fmt.Errorf("%s %q: not a glob", flag, g)
		}
		if slices.ContainsFunc(ids, func(id string) bool { return matches(g, id) }) {
			continue
		}
		candidates := slices.Clone(ids)
		for _, id := range ids {
			candidates = append(candidates, path.Dir(id)+"/*")
		}
		return fmt.Errorf("%s %q matches no policy.%s", flag, g, suggest.DidYouMean(g, candidates))
	}
	return nil
}

func matches(glob, id string) bool {
	ok, _ := path.Match(glob, id)
	return ok
}

func anyMatches(globs []string, id string) bool {
	return slices.ContainsFunc(globs, func(g string) bool { return matches(g, id) })
}

// completePolicies completes the id of a policy.
func completePolicies(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return builtinIDs(), cobra.ShellCompDirectiveNoFileComp
}
