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
	if len(paths) == 0 {
		paths = []string{"."}
	}
	var out []check.Deployment
	seen := map[string]bool{}
	for _, p := range paths {
		found, err := a.loadPath(p, seen, g)
		if err != nil {
			return nil, err
		}
		out = append(out, found...)
	}
	slices.SortFunc(out, func(a, b check.Deployment) int { return strings.Compare(a.Manifest.Path, b.Manifest.Path) })
	return out, nil
}

// loadPath loads the deployments at one path that were not seen before.
func (a *app) loadPath(p string, seen map[string]bool, g *gate) ([]check.Deployment, error) {
	r, name, err := a.openRepository(p)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", cmp.Or(p, `""`), cause(err))
	}
	defer r.close()
	rev, err := g.enter(r, name)
	if err != nil {
		return nil, err
	}
	names, err := manifest.Discover(r.root.FS(), name)
	if pe := new(fs.PathError); errors.As(err, &pe) {
		return nil, fmt.Errorf("%s: %w", r.show(pe.Path), pe.Err) // of a folder below, perhaps
	} else if err != nil {
		return nil, fmt.Errorf("%s: %w", p, err)
	}
	var fresh []string
	for _, name := range names {
		if key := filepath.Join(r.dir, name); !seen[key] {
			seen[key] = true
			a.log.Debugf("loading %s in repository %s", name, r.dir)
			fresh = append(fresh, name)
		}
	}
	out := r.loadAll(fresh, rev)
	for i := range out {
		a.packs.add(out[i].Config, rev.configuration(r.root.FS()))
		rev.notePacks(out[i].Config)
		out[i].Excludes = a.packs.excludes(out[i].Config)
	}
	return out, nil
}

// loadAll loads deployments, as many at a time as there are processors; with
// another commit to compare with, which remembers what it was asked, one by one.
func (r *repository) loadAll(names []string, rev *revision) []check.Deployment {
	workers := min(runtime.GOMAXPROCS(0), len(names))
	if rev != nil {
		workers = 1
	}
	out := make([]check.Deployment, len(names))
	var next atomic.Int64
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(names); i = int(next.Add(1)) - 1 {
				out[i] = r.load(names[i], rev)
			}
		})
	}
	wg.Wait()
	return out
}

// load loads one deployment, and the configuration that counts for it.
func (r *repository) load(name string, rev *revision) check.Deployment {
	fsys := r.root.FS()
	conf, diags := config.Load(rev.configuration(fsys), name, r.show)
	m, more := manifest.Load(manifest.Options{FS: fsys, Show: r.show, Vocabulary: conf.Vocabulary()}, name)
	d := check.Deployment{Manifest: m, Config: conf, Diagnostics: append(diags, more...)}
	rev.compare(&d, r, name)
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
	r = &repository{dir: repositoryOf(start), base: base}
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
