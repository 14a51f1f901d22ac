package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aicomply/aicomply/internal/check"
	"github.com/aicomply/aicomply/internal/config"
	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/git"
	"github.com/aicomply/aicomply/internal/manifest"
	"github.com/aicomply/aicomply/internal/report"
)

// mergeBase is the word that --policy-ref takes for the merge base of --base.
const mergeBase = "base"

// gateFlags say what a check is compared with, and where its rules come from.
type gateFlags struct {
	ref       string
	onlyNew   bool
	policyRef string
}

func (f *gateFlags) add(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.ref, "base", "", "compare with the merge base of `REF` and HEAD, or with a saved JSON report")
	cmd.Flags().BoolVar(&f.onlyNew, "only-new", false, "only findings that the base does not have make the run fail; needs --base")
	cmd.Flags().StringVar(&f.policyRef, "policy-ref", "", "read --policy folders and .aicomply/config.hcl from commit `REF`, not from the files; the word base is the merge base of --base")
}

// notEmpty refuses a flag without a value, as an unset variable leaves it: the
// check would silently be a milder one.
func (f *gateFlags) notEmpty(cmd *cobra.Command) error {
	for _, flag := range [][2]string{{"base", f.ref}, {"policy-ref", f.policyRef}} {
		if flag[1] == "" && cmd.Flags().Changed(flag[0]) {
			return fmt.Errorf("--%s is empty", flag[0])
		}
	}
	return nil
}

// gate is what a check knows of other commits. A nil gate knows of none; it
// starts no git.
type gate struct {
	a      *app
	ctx    context.Context
	flags  gateFlags
	dirs   []string       // of --policy
	saved  *report.Report // --base as a saved report
	byRepo map[string]*revision
	order  []*revision
}

// openGate checks the flags; without any it gives nil.
func (a *app) openGate(ctx context.Context, f gateFlags, dirs []string) (*gate, error) {
	if f.onlyNew && f.ref == "" {
		return nil, errors.New("--only-new needs --base: without a base nothing is new")
	}
	if f.ref == "" && f.policyRef == "" {
		return nil, nil
	}
	g := &gate{a: a, ctx: ctx, flags: f, dirs: dirs, byRepo: map[string]*revision{}}
	if info, err := os.Stat(a.join(f.ref)); f.ref != "" && strings.HasSuffix(f.ref, ".json") && err == nil && info.Mode().IsRegular() {
		if g.saved, err = a.readReport(f.ref); err != nil {
			return nil, fmt.Errorf("--base %w", err)
		}
	}
	if f.policyRef == mergeBase && !g.comparesCommits() {
		return nil, errors.New("--policy-ref base needs --base with a git revision: it is the commit that the change branched off")
	}
	return g, nil
}

// comparesCommits reports whether --base is a git revision.
func (g *gate) comparesCommits() bool { return g.flags.ref != "" && g.saved == nil }

func (g *gate) close() {
	if g == nil {
		return
	}
	for _, rev := range g.order {
		for _, t := range []*git.Tree{rev.base, rev.rules} {
			if t != nil {
				_ = t.Close()
			}
		}
	}
}

// revision is what is known of the other commits of one repository.
type revision struct {
	g       *gate
	dir     string // the repository
	base    *git.Tree
	commit  string    // of base
	problem string    // why there is no base
	rules   *git.Tree // where policies and configuration are read; nil = the files

	loaded map[string]bool             // names of deployments, as they are here
	fresh  map[string]bool             // those of them that the base does not have
	moved  map[string]string           // names at the base to paths here
	roots  []string                    // names in which deployments were looked for
	packs  map[string]bool             // folders of packs, by their name in the repository
	edited map[string]*report.GateEdit // by file
}

// enter opens the other commits of a repository, when a path is loaded in it.
func (g *gate) enter(r *repository, name string) (*revision, error) {
	if g == nil || g.saved != nil && g.flags.policyRef == "" {
		return nil, nil
	}
	rev := g.byRepo[r.dir]
	if rev == nil {
		rev = &revision{g: g, dir: r.dir, loaded: map[string]bool{}, fresh: map[string]bool{}, moved: map[string]string{}, packs: map[string]bool{}, edited: map[string]*report.GateEdit{}}
		g.byRepo[r.dir] = rev
		g.order = append(g.order, rev)
		if err := rev.open(); err != nil {
			return nil, err
		}
	}
	rev.roots = append(rev.roots, name)
	return rev, nil
}

func (rev *revision) open() error {
	flag, ref := "--base", rev.g.flags.ref
	if !rev.g.comparesCommits() {
		flag, ref = "--policy-ref", rev.g.flags.policyRef
	}
	fail := func(err error) error { return fmt.Errorf("%s %s: %w", flag, ref, err) }
	repo, err := git.Open(rev.g.ctx, rev.dir)
	if err != nil {
		return fail(err)
	}
	if repo.Dir() != rev.dir {
		return fail(fmt.Errorf("%s: %w", rev.dir, git.ErrNotRepository))
	}
	if rev.g.comparesCommits() {
		if err := rev.openBase(repo); err != nil {
			return fail(err)
		}
	}
	flag, ref = "--policy-ref", rev.g.flags.policyRef
	if ref == "" {
		return nil
	}
	if err := rev.openRules(repo); err != nil {
		return fail(err)
	}
	return nil
}

// openBase opens the merge base. That there is none is not an error: it is
// said, and then everything is new.
func (rev *revision) openBase(repo *git.Repository) error {
	ctx := rev.g.ctx
	ref, err := repo.Resolve(ctx, rev.g.flags.ref)
	if err != nil {
		return err
	}
	head, err := repo.Resolve(ctx, "HEAD")
	if err != nil {
		return errors.New("HEAD is no commit yet")
	}
	commit, err := repo.MergeBase(ctx, ref, head)
	if err == nil {
		rev.base, err = repo.Tree(ctx, commit)
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		rev.problem = err.Error()
		return nil
	}
	rev.commit = commit
	return nil
}

// openRules opens the commit of --policy-ref. Here there is no way out: rules
// of a change must not take the place of those that were asked for.
func (rev *revision) openRules(repo *git.Repository) (err error) {
	commit := rev.commit
	if rev.g.flags.policyRef != mergeBase || !rev.g.comparesCommits() {
		commit, err = repo.Resolve(rev.g.ctx, rev.g.flags.policyRef)
	} else if commit == "" {
		err = errors.New(rev.problem)
	}
	if err == nil {
		rev.rules, err = repo.Tree(rev.g.ctx, commit)
	}
	return err
}

// configuration is where the configuration is read.
func (rev *revision) configuration(files fs.FS) fs.FS {
	if rev == nil || rev.rules == nil {
		return files
	}
	return rev.rules
}

// compare adds what the deployment was at the base.
func (rev *revision) compare(d *check.Deployment, r *repository, name string) {
	if rev == nil {
		return
	}
	rev.loaded[name] = true
	rev.editedConfiguration(r, name)
	if rev.base == nil {
		return
	}
	there, err := hasDeployment(rev.base, name)
	switch {
	case err != nil:
		d.BaseDiagnostics = []finding.Diagnostic{{Severity: finding.Error, Summary: "Cannot read the deployment", Detail: cause(err).Error() + "."}}
	case there:
		d.Base, d.BaseConfig, d.BaseDiagnostics = loadFrom(rev.base, r.show, name)
	default:
		rev.fresh[d.Manifest.ID] = true
	}
}

// loadFrom loads a deployment from another file system than that of the files,
// with the configuration that is there.
func loadFrom(fsys fs.FS, show func(string) string, name string) (*manifest.Manifest, *config.Config, []finding.Diagnostic) {
	conf, diags := config.Load(fsys, name, show)
	m, more := manifest.Load(manifest.Options{FS: fsys, Show: show, Vocabulary: conf.Vocabulary()}, name)
	return m, conf, append(diags, more...)
}

// hasDeployment reports whether a folder has a manifest, or a file is there.
func hasDeployment(fsys fs.FS, name string) (bool, error) {
	info, err := fs.Stat(fsys, name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	case err != nil:
		return false, err
	case !info.IsDir():
		return true, nil
	}
	entries, err := fs.ReadDir(fsys, name)
	return slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return manifest.IsManifest(e.Name()) && !e.IsDir() }), err
}

// compare adds to the options what check.Run compares with, and what there is to
// say of it.
func (g *gate) compare(o *check.Options, deployments []check.Deployment) error {
	if g == nil {
		return nil
	}
	edits, err := g.edits()
	if err != nil {
		return err
	}
	o.OnlyNew = g.flags.onlyNew
	o.Diagnostics = append(g.asTheyAre(), g.withoutEffect(edits)...)
	switch {
	case g.saved != nil:
		o.Base = &check.Base{Ref: g.flags.ref, Saved: g.saved}
		o.Diagnostics = append(o.Diagnostics, g.goneFromReport(deployments)...)
	case g.flags.ref != "":
		o.Base = g.commit()
		o.Base.Edits = edits
		for _, rev := range g.order {
			o.Diagnostics = append(o.Diagnostics, rev.missing(deployments)...)
		}
	}
	return nil
}

// commit is the base as one, of however many repositories.
func (g *gate) commit() *check.Base {
	b := &check.Base{Ref: g.flags.ref}
	for i, rev := range g.order {
		if i == 0 || b.Commit == rev.commit {
			b.Commit = rev.commit
		} else {
			b.Commit = "" // there is not one
		}
		b.Problem = cmp.Or(b.Problem, rev.problem)
	}
	return b
}

// gone are the names of the deployments of the base that are not here, and what
// could not be searched.
func (rev *revision) gone() (names []string, problems []finding.Diagnostic) {
	seen := map[string]bool{}
	for _, root := range rev.roots {
		found, err := manifest.Discover(rev.base, root)
		if err != nil && !errors.Is(err, manifest.ErrNoDeployment) && !errors.Is(err, fs.ErrNotExist) {
			problems = append(problems, finding.Diagnostic{Severity: finding.Warning, Summary: "Base cannot be searched",
				Detail: fmt.Sprintf("Which deployments are gone from %s is not known: %s.", rev.show(root), err)})
		}
		for _, name := range found {
			if !rev.loaded[name] && !seen[name] {
				seen[name] = true
				names = append(names, name)
			}
		}
	}
	return names, problems
}

// missing are the deployments of the base that are not here. One that was moved
// is not among them: it is compared with what it was in its former place.
func (rev *revision) missing(deployments []check.Deployment) []finding.Diagnostic {
	if rev.base == nil {
		return nil
	}
	names, out := rev.gone()
	rev.follow(names, deployments)
	for _, name := range names {
		if here, ok := rev.moved[name]; ok {
			out = append(out, finding.Diagnostic{Severity: finding.Warning, Summary: "Deployment moved",
				Detail: fmt.Sprintf("%s was %s in %s, which declares the same system, and is compared with it.", here, rev.show(name), rev.g.flags.ref)})
			continue
		}
		out = append(out, goneDeployment(rev.show(name), rev.g.flags.ref))
	}
	return out
}

func goneDeployment(name, base string) finding.Diagnostic {
	return finding.Diagnostic{Severity: finding.Warning, Summary: report.GoneDeployment,
		Detail: fmt.Sprintf("%s is in %s and not here any more. What was found on it does not count as fixed.", name, base)}
}

// follow finds the deployments that were moved: of those that are gone and
// those that are new, exactly one each declares the system. What was moved keeps
// the fingerprints that its findings have here.
func (rev *revision) follow(gone []string, deployments []check.Deployment) {
	type side struct {
		n    int
		name string
		at   int
	}
	before, after := map[string]side{}, map[string]side{}
	for _, name := range gone {
		if m, _ := manifest.Load(manifest.Options{FS: rev.base}, name); m.System() != nil {
			before[m.System().Name] = side{n: before[m.System().Name].n + 1, name: name}
		}
	}
	for i, d := range deployments {
		mine := rev.fresh[d.Manifest.ID] && rev.show(d.Manifest.ID) == d.Manifest.Path
		if mine && d.Base == nil && d.Manifest.System() != nil {
			after[d.Manifest.System().Name] = side{n: after[d.Manifest.System().Name].n + 1, at: i}
		}
	}
	for system, old := range before {
		if old.n != 1 || after[system].n != 1 {
			continue
		}
		d := &deployments[after[system].at]
		d.Base, d.BaseConfig, d.BaseDiagnostics = loadFrom(rev.base, rev.show, old.name)
		d.Base.ID = d.Manifest.ID
		rev.moved[old.name] = d.Manifest.Path
	}
}

// goneFromReport are the deployments of a saved report that were not checked.
func (g *gate) goneFromReport(deployments []check.Deployment) []finding.Diagnostic {
	var out []finding.Diagnostic
	for _, d := range g.saved.Deployments {
		if !slices.ContainsFunc(deployments, func(here check.Deployment) bool {
			return here.Manifest.Path == d.Path || here.Manifest.System() != nil && here.Manifest.System().Name == d.System
		}) {
			out = append(out, goneDeployment(d.Path, g.flags.ref))
		}
	}
	return out
}

// here is the working directory, its symbolic links resolved.
func (a *app) here() string {
	dir, err := a.absolute(".")
	if err != nil {
		return filepath.Clean(a.Dir)
	}
	return dir
}
