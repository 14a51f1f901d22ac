package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/aicomply/aicomply/internal/check"
	"github.com/aicomply/aicomply/internal/manifest"
)

// loadDeployments loads every deployment at the paths; of none, at ".". A
// deployment that two paths name is loaded once. closing releases the
// repositories; the manifests need them no longer.
func (a *app) loadDeployments(paths []string) ([]check.Deployment, error) {
	if len(paths) == 0 {
		paths = []string{"."}
	}
	var out []check.Deployment
	seen := map[string]bool{}
	for _, p := range paths {
		r, name, err := a.openRepository(p)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", p, cause(err))
		}
		names, err := manifest.Discover(r.fs(), name)
		if err != nil {
			r.close()
			return nil, fmt.Errorf("%s: %w", p, cause(err))
		}
		for _, name := range names {
			if key := filepath.Join(r.dir, name); !seen[key] {
				seen[key] = true
				a.log.Debugf("loading %s in repository %s", name, r.dir)
				m, diags := manifest.Load(manifest.Options{FS: r.fs(), Show: r.show}, name)
				out = append(out, check.Deployment{Manifest: m, Diagnostics: diags})
			}
		}
		r.close()
	}
	return out, nil
}

// cause is an error without the path that the message names already.
func cause(err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err
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
	base, err := filepath.EvalSymlinks(a.Dir)
	if err != nil {
		return nil, "", err
	}
	r = &repository{dir: repositoryOf(start), base: base}
	if r.root, err = os.OpenRoot(r.dir); err != nil {
		return nil, "", err
	}
	rel, err := filepath.Rel(r.dir, abs)
	return r, filepath.ToSlash(rel), err
}

func (a *app) absolute(p string) (string, error) {
	if !filepath.IsAbs(p) {
		p = filepath.Join(a.Dir, p)
	}
	return filepath.EvalSymlinks(p)
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

func (r *repository) fs() fs.FS { return r.root.FS() }

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
