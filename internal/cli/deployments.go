package cli

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/aicomply/aicomply/internal/check"
	"github.com/aicomply/aicomply/internal/config"
	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/manifest"
)

// loadDeployments loads every deployment at the paths; of none, at ".". A
// deployment that two paths name is loaded once. They come by path.
func (a *app) loadDeployments(paths []string) ([]check.Deployment, error) {
	return a.loadCompared(paths, nil)
}

// loadCompared loads the deployments with what g says of other commits; g may
// be nil.
func (a *app) loadCompared(paths []string, g *gate) ([]check.Deployment, error) {
	found, err := a.find(paths, g)
	if err != nil {
		return nil, err
	}
	defer found.close()
	return found.loadAll(), nil
}

// found are the deployments at the paths of a command, not loaded yet, by path.
type found struct {
	places []place
	repos  map[string]*repository // by folder
	gate   *gate
}

// place is a folder or file with a deployment, and the configuration that counts
// for it.
type place struct {
	repo     *repository
	rev      *revision
	name     string // in the repository
	shown    string // as reports call it
	conf     *readConfig
	excludes func(finding.Rule) string
}

// readConfig is a configuration as it was read.
type readConfig struct {
	*config.Config
	diags []finding.Diagnostic
}

// find looks for deployments, and reads their configurations. What it gives has
// to be closed.
func (a *app) find(paths []string, g *gate) (*found, error) {
	if len(paths) == 0 {
		paths = []string{"."}
	}
	f := &found{repos: map[string]*repository{}, gate: g}
	seen := map[string]bool{}
	for _, p := range paths {
		if err := a.findPath(f, p, seen); err != nil {
			f.close()
			return nil, err
		}
	}
	slices.SortStableFunc(f.places, func(a, b place) int { return strings.Compare(a.shown, b.shown) })
	return f, nil
}

// findPath adds the deployments at one path that were not seen before.
func (a *app) findPath(f *found, p string, seen map[string]bool) error {
	r, name, err := a.openRepository(p)
	if err != nil {
		return fmt.Errorf("%s: %w", cmp.Or(p, `""`), cause(err))
	}
	r = f.keep(r)
	rev, err := f.gate.enter(r, name)
	if err != nil {
		return err
	}
	names, err := manifest.Discover(r.root.FS(), name)
	if pe := new(fs.PathError); errors.As(err, &pe) {
		return fmt.Errorf("%s: %w", r.show(pe.Path), pe.Err) // of a folder below, perhaps
	} else if err != nil {
		return fmt.Errorf("%s: %w", p, err)
	}
	for _, name := range names {
		key := filepath.Join(r.dir, name)
		if seen[key] {
			continue
		}
		seen[key] = true
		a.log.Debugf("loading %s in repository %s", name, r.dir)
		conf := r.configuration(name, rev)
		if !finding.HasErrors(conf.diags) { // else what it says of packs may not be what it means
			a.packs.add(conf.Config, rev.configuration(r.root.FS()))
		}
		rev.notePacks(conf.Config)
		f.places = append(f.places, place{
			repo: r, rev: rev, name: name, shown: r.show(name), conf: conf, excludes: a.packs.excludes(conf.Config),
		})
	}
	return nil
}

// keep is the repository, or the same one that is open already.
func (f *found) keep(r *repository) *repository {
	if open, ok := f.repos[r.dir]; ok {
		r.close()
		return open
	}
	f.repos[r.dir] = r
	return r
}

func (f *found) close() {
	for _, r := range f.repos {
		r.close()
	}
}

// configurations are those of all deployments, each once.
func (f *found) configurations() []*config.Config {
	var out []*config.Config
	seen := map[*config.Config]bool{}
	for _, p := range f.places {
		if !seen[p.conf.Config] {
			seen[p.conf.Config] = true
			out = append(out, p.conf.Config)
		}
	}
	return out
}

// loadAll loads the deployments, as many at a time as there are processors; with
// another commit to compare with, which remembers what it was asked, one by one.
func (f *found) loadAll() []check.Deployment {
	workers := min(runtime.GOMAXPROCS(0), len(f.places))
	if f.gate != nil {
		workers = min(workers, 1)
	}
	out := make([]check.Deployment, len(f.places))
	var next atomic.Int64
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(out); i = int(next.Add(1)) - 1 {
				out[i] = f.places[i].load()
			}
		})
	}
	wg.Wait()
	return out
}

// configuration reads the configuration that counts for a deployment, each file
// once.
func (r *repository) configuration(name string, rev *revision) *readConfig {
	fsys := rev.configuration(r.root.FS())
	file := config.Find(fsys, name)
	if c, ok := r.configs[file]; ok {
		return c
	}
	conf, diags := config.Load(fsys, name, r.show)
	r.configs[file] = &readConfig{conf, diags}
	return r.configs[file]
}

// load loads the deployment.
func (p place) load() check.Deployment {
	m, diags := manifest.Load(manifest.Options{FS: p.repo.root.FS(), Show: p.repo.show, Vocabulary: p.conf.Vocabulary()}, p.name)
	d := check.Deployment{
		Manifest: m, Config: p.conf.Config, Diagnostics: append(slices.Clone(p.conf.diags), diags...), Excludes: p.excludes,
	}
	p.rev.compare(&d, p.repo, p.name)
	return d
}

// cause is an error without the path that the message names already.
func cause(err error) error {
	var pe *fs.PathError
	var le *os.LinkError
	switch {
	case errors.As(err, &pe):
		return pe.Err
	case errors.As(err, &le):
		return le.Err
	}
	return err
}

// repository is the folder that no path of a manifest may leave: the one with
// .git at or above the path, else the path's own folder.
type repository struct {
	dir  string // absolute, symbolic links resolved
	base string // the working directory, likewise
	root *os.Root

	configs map[string]*readConfig // those that were read, by file; "" is none
}

// openRepository opens the repository of a path, and says what the path is
// called in it.
func (a *app) openRepository(p string) (r *repository, name string, err error) {
	abs, err := a.absolute(p)
	if err != nil {
		return nil, "", err
	}
	info, err := os.Stat(abs)
	if err != nil {
		return nil, "", err
	}
	start := abs
	if !info.IsDir() {
		start = filepath.Dir(abs)
	}
	base, err := a.absolute(".")
	if err != nil {
		return nil, "", err
	}
	r = &repository{dir: repositoryOf(start), base: base, configs: map[string]*readConfig{}}
	rel, err := filepath.Rel(r.dir, abs)
	if err != nil {
		return nil, "", err
	}
	r.root, err = os.OpenRoot(r.dir)
	return r, filepath.ToSlash(rel), err
}

// join is a path as seen from the working directory.
func (a *app) join(p string) string {
	if filepath.IsAbs(p) {
		return p
	}
	return filepath.Join(a.Dir, p)
}

// absolute is a path that exists, with its symbolic links resolved.
func (a *app) absolute(p string) (string, error) {
	if p == "" {
		return "", errors.New("the path is empty")
	}
	return filepath.EvalSymlinks(a.join(p))
}

func repositoryOf(dir string) string {
	for d := dir; ; d = filepath.Dir(d) {
		if _, err := os.Stat(filepath.Join(d, ".git")); err == nil {
			return d
		}
		if d == filepath.Dir(d) {
			return dir
		}
	}
}

func (r *repository) close() { _ = r.root.Close() }

// show turns a path in the repository into one relative to the working
// directory.
func (r *repository) show(name string) string {
	abs := filepath.Join(r.dir, filepath.FromSlash(name))
	rel, err := filepath.Rel(r.base, abs)
	if err != nil {
		return filepath.ToSlash(abs)
	}
	return filepath.ToSlash(rel)
}
