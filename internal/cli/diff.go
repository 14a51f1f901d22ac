package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aicomply/aicomply/internal/check"
	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/git"
	"github.com/aicomply/aicomply/internal/manifest"
	"github.com/aicomply/aicomply/internal/posture"
	"github.com/aicomply/aicomply/internal/report"
)

const diffHelp = `Show what a change does to data and people: which data newly reaches what, and
which data categories, data subjects, recipients, countries, purposes, retention
periods, models, tools and access grants come, go or change. Renamed and moved
blocks are no change. No policy is evaluated.

BASE and HEAD are git revisions; without HEAD it is the files as they are. As with
git diff, they are compared as given; --merge-base takes the commit that HEAD
branched off from BASE. PATHs after -- choose deployments, as in check; without
one they are those of the current directory. BASE and HEAD that are no revisions
are two files or folders of manifests.

Exit codes: 0 compared (with --exit-code 1 if there are changes), 2 not compared.`

const diffExample = `  aicomply diff main
  aicomply diff --merge-base origin/main -- services/triage
  aicomply diff v1.2.0 v1.3.0 --format markdown
  aicomply diff old/aicomply.hcl new/aicomply.hcl`

type diffFlags struct {
	format, output               string
	mergeBase, exitCode, verbose bool
}

func (a *app) diffCommand() *cobra.Command {
	var f diffFlags
	cmd := &cobra.Command{
		Use:     "diff BASE [HEAD] [-- PATH...]",
		Short:   "Show what a change does to data and people",
		Long:    diffHelp,
		Example: diffExample,
		Args:    cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			revisions, paths := args, []string(nil)
			dash := cmd.ArgsLenAtDash()
			if dash >= 0 {
				revisions, paths = args[:dash], args[dash:]
			}
			if err := operands(1, 2)(cmd, revisions); err != nil {
				return err
			}
			return a.diff(cmd.Context(), f, revisions, paths, dash >= 0)
		},
	}
	var names []string
	for _, format := range report.DifferenceFormats() {
		names = append(names, format.Name)
	}
	cmd.Flags().StringVarP(&f.format, "format", "f", "text", "`FORMAT`: "+strings.Join(names, ", "))
	cmd.Flags().StringVarP(&f.output, "output", "o", "", "write to this `FILE`, - for stdout")
	cmd.Flags().BoolVar(&f.mergeBase, "merge-base", false, "compare with the best common ancestor of BASE and HEAD")
	cmd.Flags().BoolVar(&f.exitCode, "exit-code", false, "exit with 1 if there are changes")
	cmd.Flags().BoolVarP(&f.verbose, "verbose", "v", false, "list all changes, each with its place")
	_ = cmd.RegisterFlagCompletionFunc("format", fixed(names))
	return cmd
}

func (a *app) diff(ctx context.Context, f diffFlags, revisions, paths []string, dashed bool) error {
	format, err := report.LookupDifference(f.format)
	if err != nil {
		return fmt.Errorf("--format: %w", err)
	}
	d, sides, err := a.difference(ctx, f, revisions, paths, dashed)
	if err != nil {
		return err
	}
	err = errors.Join(a.readable(sides.base.list, d.Base), a.readable(sides.head.list, d.Head))
	if err != nil {
		return err
	}
	sides.compare(d)
	file := stdoutIfDash(f.output)
	var out bytes.Buffer
	o := report.Options{Width: a.Width, Verbose: f.verbose, Color: file == "" && a.colored()}
	if err := format.Write(&out, d, o); err != nil {
		return err
	}
	if file == "" {
		err = a.print(report.Format{Name: format.Name}, out.Bytes())
	} else {
		err = a.writeFile(file, out.Bytes())
	}
	if f.exitCode && len(d.Deployments) > 0 {
		a.code = exitFindings
	}
	return err
}

// readable explains the diagnostics of one side, and fails if one is an error.
func (a *app) readable(list []check.Deployment, of report.Side) error {
	var diags []finding.Diagnostic
	for _, dep := range list {
		diags = append(diags, dep.Diagnostics...)
	}
	err := a.explainDiagnostics(diags, sourcesOf(list))
	if errors.Is(err, errExplained) {
		return fmt.Errorf("the manifests of %s cannot be compared: they have errors", of)
	}
	return err
}

// difference loads what is compared.
func (a *app) difference(ctx context.Context, f diffFlags, revisions, paths []string, dashed bool) (*report.Difference, *sides, error) {
	d := &report.Difference{
		SchemaVersion: report.SchemaVersion, Tool: report.Tool{Name: "aicomply", Version: version()},
		Base: report.Side{Ref: revisions[0]}, Head: report.Side{Ref: "working tree"}, Deployments: []report.DeploymentDifference{},
	}
	if len(revisions) == 2 {
		d.Head.Ref = revisions[1]
		if folders, err := a.areFolders(ctx, revisions, dashed); err != nil {
			return nil, nil, err
		} else if folders {
			if f.mergeBase {
				return nil, nil, fmt.Errorf("--merge-base is for git revisions; %s and %s are paths", revisions[0], revisions[1])
			}
			s, err := a.folderSides(revisions)
			return d, s, err
		}
	}
	s, err := a.revisionSides(ctx, d, f.mergeBase, len(revisions) == 2, paths)
	return d, s, err
}

// areFolders reports whether two arguments are paths and no revisions. What is
// both has to be told apart by the user.
func (a *app) areFolders(ctx context.Context, args []string, dashed bool) (bool, error) {
	if dashed {
		return false, nil
	}
	for _, arg := range args {
		if _, err := os.Stat(a.join(arg)); arg == "" || err != nil {
			return false, nil
		}
	}
	repo, err := git.Open(ctx, a.Dir)
	if err != nil {
		return true, nil // without a repository there are no revisions
	}
	for _, arg := range args {
		if _, err := repo.Resolve(ctx, arg); err == nil {
			return false, fmt.Errorf("%q is a revision and a path; put -- behind revisions, or write ./%s for the path", arg, arg)
		}
	}
	return true, nil
}

// sides are the deployments on both sides. Those of the same key are the same.
type sides struct{ base, head side }

type side struct {
	list []check.Deployment
	keys []string
}

func (s *side) add(key string, d check.Deployment) {
	s.keys, s.list = append(s.keys, key), append(s.list, d)
}

// folderSides loads the deployments of two paths: one each, or those that lie
// at the same place below them.
func (a *app) folderSides(args []string) (*sides, error) {
	var s sides
	for i, to := range []*side{&s.base, &s.head} {
		list, err := a.loadDeployments(args[i : i+1])
		if err != nil {
			return nil, err
		}
		for _, d := range list {
			key := strings.TrimPrefix(d.Manifest.Path, path.Clean(filepath.ToSlash(args[i])))
			if len(list) == 1 {
				key = ""
			}
			to.add(key, d)
		}
	}
	if len(s.base.list) != len(s.head.list) && (len(s.base.list) == 1 || len(s.head.list) == 1) {
		return nil, fmt.Errorf("%s has %d deployments and %s %d; name one on both sides", args[0], len(s.base.list), args[1], len(s.head.list))
	}
	return &s, nil
}

// revisionSides loads the deployments at the paths from two revisions, or from
// one and the files as they are.
func (a *app) revisionSides(ctx context.Context, d *report.Difference, mergeBase, two bool, paths []string) (*sides, error) {
	repo, err := git.Open(ctx, a.Dir)
	if err != nil {
		return nil, err
	}
	if err := resolveSides(ctx, repo, d, mergeBase, two); err != nil {
		return nil, err
	}
	r := &repository{dir: repo.Dir(), base: a.here()}
	before, err := repo.Tree(ctx, d.Base.Commit)
	if err != nil {
		return nil, err
	}
	defer before.Close()
	var after fs.FS
	if two {
		tree, err := repo.Tree(ctx, d.Head.Commit)
		if err != nil {
			return nil, err
		}
		defer tree.Close()
		after = tree
	} else {
		if r.root, err = os.OpenRoot(r.dir); err != nil {
			return nil, err
		}
		defer r.close()
		after = r.root.FS()
	}
	return a.loadSides(r, before, after, paths)
}

// resolveSides finds the commits that are compared.
func resolveSides(ctx context.Context, repo *git.Repository, d *report.Difference, mergeBase, two bool) (err error) {
	if d.Base.Commit, err = repo.Resolve(ctx, d.Base.Ref); err != nil || !two && !mergeBase {
		return err
	}
	head := "HEAD"
	if two {
		head = d.Head.Ref
	}
	commit, err := repo.Resolve(ctx, head)
	if err != nil {
		return err
	}
	if two {
		d.Head.Commit = commit
	}
	if mergeBase {
		if d.Base.Commit, err = repo.MergeBase(ctx, d.Base.Commit, commit); err != nil {
			return fmt.Errorf("--merge-base of %s and %s: %w", d.Base.Ref, head, err)
		}
	}
	return nil
}

// loadSides loads the deployments at the paths. A path has to be on one side.
func (a *app) loadSides(r *repository, before, after fs.FS, paths []string) (*sides, error) {
	if len(paths) == 0 {
		paths = []string{"."}
	}
	var s sides
	for _, p := range paths {
		name, err := r.nameOf(a, p)
		if err != nil {
			return nil, err
		}
		found := 0
		var missing error
		for i, to := range []*side{&s.base, &s.head} {
			fsys := []fs.FS{before, after}[i]
			names, err := manifest.Discover(fsys, name)
			if errors.Is(err, fs.ErrNotExist) || err != nil && !errors.As(err, new(*fs.PathError)) {
				missing = err // not there, or no deployment in it
				continue
			} else if err != nil {
				return nil, fmt.Errorf("%s: %w", p, cause(err))
			}
			found++
			for _, n := range names {
				if slices.Contains(to.keys, n) {
					continue
				}
				m, conf, diags := loadFrom(fsys, r.show, n)
				to.add(n, check.Deployment{Manifest: m, Config: conf, Diagnostics: diags})
			}
		}
		if found == 0 {
			return nil, fmt.Errorf("%s: on neither side: %w", p, cause(missing))
		}
	}
	return &s, nil
}

// nameOf is the name of a path in the repository; it need not exist any more.
func (r *repository) nameOf(a *app, p string) (string, error) {
	if p == "" {
		return "", errors.New("the path is empty")
	}
	abs := p
	if !filepath.IsAbs(p) {
		abs = filepath.Join(r.base, p)
	}
	if resolved, err := a.absolute(p); err == nil {
		abs = resolved
	}
	rel, ok := within(r.dir, abs)
	if !ok {
		return "", fmt.Errorf("%s: outside the repository %s", p, r.dir)
	}
	return rel, nil
}

// compare fills in what is different about each deployment. One that was moved
// is the only one left on both sides that declares its system.
func (s *sides) compare(d *report.Difference) {
	partner := make([]int, len(s.head.list)) // in the base; -1 = none
	taken := map[int]bool{}
	for i, key := range s.head.keys {
		partner[i] = slices.Index(s.base.keys, key)
		taken[partner[i]] = true
	}
	for i := range partner {
		if partner[i] < 0 {
			partner[i] = s.moved(i, partner, taken)
			taken[partner[i]] = true
		}
	}
	for i, dep := range s.head.list {
		before := posture.State{}
		if partner[i] >= 0 {
			before.Manifest = s.base.list[partner[i]].Manifest
		}
		addDifference(d, before, posture.State{Manifest: dep.Manifest})
	}
	for i, dep := range s.base.list {
		if !taken[i] {
			addDifference(d, posture.State{Manifest: dep.Manifest}, posture.State{})
		}
	}
	slices.SortFunc(d.Deployments, func(a, b report.DeploymentDifference) int { return strings.Compare(a.Path, b.Path) })
}

// moved is the deployment of the base that the i-th of the head is at another
// place; -1 if there is none, or more than one may be.
func (s *sides) moved(i int, partner []int, taken map[int]bool) int {
	system := s.head.list[i].Manifest.System().Name
	for n, dep := range s.head.list {
		if n != i && partner[n] < 0 && dep.Manifest.System().Name == system {
			return -1
		}
	}
	at := -1
	for n, dep := range s.base.list {
		if taken[n] || dep.Manifest.System().Name != system {
			continue
		}
		if at >= 0 {
			return -1
		}
		at = n
	}
	return at
}

func addDifference(d *report.Difference, base, head posture.State) {
	d.Compared++
	changes := posture.Compare(base, head)
	if len(changes) == 0 {
		return
	}
	m, status := head.Manifest, posture.Changed
	switch {
	case base.Manifest == nil:
		status = posture.Added
	case head.Manifest == nil:
		m, status = base.Manifest, posture.Removed
	}
	d.Deployments = append(d.Deployments, report.DeploymentDifference{
		Path: m.Path, System: m.System().Name, Status: status, Changes: changes,
	})
}
