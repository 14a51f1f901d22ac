package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/aicomply/aicomply/internal/config"
	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/git"
	"github.com/aicomply/aicomply/internal/report"
)

// The bounds of the search for edited policies.
const (
	maxCompared      = 32 << 20 // bytes of a file
	maxComparedFiles = 100_000
)

// before is the commit with which policies and configuration are compared.
func (rev *revision) before() *git.Tree {
	if rev.g.comparesCommits() {
		return rev.base
	}
	return rev.rules
}

// effect says whether an edit of policies or configuration counts.
func (rev *revision) effect(what string) string {
	if rev.rules != nil {
		return fmt.Sprintf("It has no effect in this run, which reads the %s at %s.", what, rev.g.policyRef())
	}
	return fmt.Sprintf("It counts in this run already; with --policy-ref base the %s of the base would.", what)
}

// policyRef is the commit of --policy-ref in words.
func (g *gate) policyRef() string {
	if g.flags.policyRef == mergeBase {
		return "the merge base of " + g.flags.ref
	}
	return g.flags.policyRef
}

// editedConfiguration notes how the configuration that counts for a deployment
// differs.
func (rev *revision) editedConfiguration(r *repository, name string) {
	tree := rev.before()
	if tree == nil {
		return
	}
	files := []string{config.Find(r.root.FS(), name), config.Find(tree, name)}
	for _, f := range slices.Compact(files) {
		if f != "" {
			rev.noteEdit(r.root.FS(), f, report.EditedConfiguration, r.show(f), "configuration")
		}
	}
}

// fileEdit is the edit of a file; one that is removed has no place.
func (rev *revision) fileEdit(kind, file, how, what string) report.GateEdit {
	e := report.GateEdit{Kind: kind, What: file, How: how, Effect: rev.effect(what)}
	if how != "removed" {
		e.Range.File = file
	}
	return e
}

// edited says how a file of after differs from that of before; "" if it does
// not. Line ends do not count: a checkout may convert them.
func edited(before, after fs.FS, name string) string {
	old, oldErr := readBounded(before, name)
	text, err := readBounded(after, name)
	switch {
	case errors.Is(err, fs.ErrNotExist) && errors.Is(oldErr, fs.ErrNotExist):
		return ""
	case errors.Is(err, fs.ErrNotExist):
		return "removed"
	case errors.Is(oldErr, fs.ErrNotExist):
		return "added"
	case err != nil || oldErr != nil || !bytes.Equal(unixLines(old), unixLines(text)):
		return "changed"
	}
	return ""
}

func unixLines(b []byte) []byte { return bytes.ReplaceAll(b, []byte("\r\n"), []byte("\n")) }

func readBounded(fsys fs.FS, name string) ([]byte, error) {
	if info, err := fs.Stat(fsys, name); err != nil {
		return nil, err
	} else if !info.Mode().IsRegular() {
		return nil, errors.New("not a regular file")
	}
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxCompared+1))
	if err == nil && len(data) > maxCompared {
		err = errors.New("too large")
	}
	return data, err
}

// edits are the edits of configuration and policies in every repository.
func (g *gate) edits() ([]report.GateEdit, error) {
	var out []report.GateEdit
	for _, rev := range g.order {
		for _, dir := range g.dirs {
			if err := rev.editedPolicies(dir); err != nil {
				return nil, fmt.Errorf("--policy %s: %w", dir, err)
			}
		}
		for _, dir := range slices.Sorted(maps.Keys(rev.packs)) {
			if err := rev.editedFolder(dir, rev.show); err != nil {
				return nil, fmt.Errorf("pack %s: %w", dir, err)
			}
		}
		for _, e := range rev.edited {
			out = append(out, *e)
		}
	}
	slices.SortFunc(out, func(a, b report.GateEdit) int { return strings.Compare(a.What, b.What) })
	return out, nil
}

// editedPolicies compares a folder of --policy with what it was.
func (rev *revision) editedPolicies(dir string) error {
	tree := rev.before()
	if tree == nil {
		return nil
	}
	rel, ok := rev.locate(dir, tree)
	if !ok {
		return nil
	}
	return rev.editedFolder(rel, func(name string) string {
		if rel != "." {
			name = strings.TrimPrefix(name, rel)
		}
		return path.Join(filepath.ToSlash(dir), name)
	})
}

// editedFolder compares a folder of policies of the repository with what it
// was. show is how reports call a file of it.
func (rev *revision) editedFolder(rel string, show func(string) string) error {
	tree := rev.before()
	if tree == nil || !fs.ValidPath(rel) {
		return nil
	}
	if sub := submodule(tree, rel); sub != "" {
		return rev.editedSubmodule(tree, sub, show(rel))
	}
	root, err := os.OpenRoot(rev.dir)
	if err != nil {
		return cause(err)
	}
	defer root.Close()
	names := map[string]bool{}
	for _, fsys := range []fs.FS{tree, root.FS()} {
		if err := policyFiles(fsys, rel, names); err != nil {
			return err
		}
	}
	for name := range names {
		rev.noteEdit(root.FS(), name, report.EditedPolicy, show(name), "policies")
	}
	return nil
}

// noteEdit notes how a file differs from what it was, once.
func (rev *revision) noteEdit(files fs.FS, name, kind, shown, what string) {
	if rev.edited[name] != nil {
		return
	}
	if how := edited(rev.before(), files, name); how != "" {
		e := rev.fileEdit(kind, shown, how, what)
		rev.edited[name] = &e
	}
}

// notePacks notes which folders of the repository a configuration declares as
// packs; they are compared once all are known. A pack from elsewhere is named
// by its digest, so that an edit of it is one of the configuration.
func (rev *revision) notePacks(conf *config.Config) {
	if rev == nil {
		return
	}
	for _, pk := range conf.Packs() {
		if pk.Kind() == config.Folder {
			rev.packs[pk.Source] = true
		}
	}
}

// show is what reports call a file of the repository.
func (rev *revision) show(name string) string {
	return (&repository{dir: rev.dir, base: rev.g.a.here()}).show(name)
}

// policyFiles adds the files of a folder on which findings may depend.
func policyFiles(fsys fs.FS, dir string, names map[string]bool) error {
	n := 0
	err := fs.WalkDir(fsys, dir, func(p string, e fs.DirEntry, err error) error {
		if n++; err != nil || n > maxComparedFiles {
			return errors.Join(err, ifMore(n))
		}
		switch {
		case e.IsDir() && p != dir && (strings.HasPrefix(e.Name(), ".") || e.Name() == "node_modules"):
			return fs.SkipDir
		case e.IsDir() || strings.HasSuffix(p, "_test.rego"):
		case slices.Contains([]string{".rego", ".json", ".yaml", ".yml"}, path.Ext(p)):
			names[p] = true
		}
		return nil
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil // all of it is added, or removed
	}
	return err
}

func ifMore(n int) error {
	if n > maxComparedFiles {
		return fmt.Errorf("more than %d files and folders", maxComparedFiles)
	}
	return nil
}

// locate is a folder of policies in the repository. One that lies outside it,
// or in a repository of its own that the other commit does not have, cannot be
// edited by the change.
func (rev *revision) locate(dir string, tree *git.Tree) (rel string, ok bool) {
	abs := dir
	if !filepath.IsAbs(dir) {
		abs = filepath.Join(rev.g.a.here(), dir)
	}
	rel, ok = within(rev.dir, abs) // as it is written: a link on the way may be the change's
	if !ok {
		resolved, err := filepath.EvalSymlinks(abs)
		if err != nil {
			return "", false
		}
		abs = resolved
		if rel, ok = within(rev.dir, abs); !ok {
			return "", false
		}
	}
	if repositoryOf(abs) != rev.dir {
		if _, err := fs.Stat(tree, rel); errors.Is(err, fs.ErrNotExist) && submodule(tree, rel) == "" {
			return "", false
		}
	}
	return rel, true
}

// submodule is the submodule in which a path lies, or "".
func submodule(tree *git.Tree, name string) string {
	for ; name != "."; name = path.Dir(name) {
		if info, err := fs.Stat(tree, name); err == nil {
			if _, ok := info.Sys().(git.Submodule); ok {
				return name
			}
		}
	}
	return ""
}

// editedSubmodule compares the commit of a submodule with what is checked out.
func (rev *revision) editedSubmodule(tree *git.Tree, name, shown string) error {
	info, err := fs.Stat(tree, name)
	if err != nil {
		return cause(err)
	}
	repo, err := git.Open(rev.g.ctx, filepath.Join(rev.dir, filepath.FromSlash(name)))
	if err != nil {
		return err
	}
	commit, err := repo.Resolve(rev.g.ctx, "HEAD")
	if err == nil && info.Sys() != git.Submodule(commit) {
		e := rev.fileEdit(report.EditedPolicy, shown, "changed", "policies")
		rev.edited[name+"/"+shown] = &e
	}
	return err
}

func within(root, abs string) (string, bool) {
	rel, err := filepath.Rel(root, abs)
	if err != nil || !filepath.IsLocal(rel) {
		return "", false
	}
	return filepath.ToSlash(rel), true
}

// policies gives the folders of --policy as they are at --policy-ref, or nil.
func (g *gate) policies() func(dir string) (fs.FS, error) {
	if g == nil || g.flags.policyRef == "" {
		return nil
	}
	return func(dir string) (fs.FS, error) {
		for _, rev := range g.order {
			if rel, ok := rev.locate(dir, rev.rules); ok {
				return rev.policyFolder(rel)
			}
		}
		return nil, nil
	}
}

func (rev *revision) policyFolder(rel string) (fs.FS, error) {
	if submodule(rev.rules, rel) != "" {
		return nil, fmt.Errorf("it is in a submodule at %s, which --policy-ref cannot read", rev.g.policyRef())
	}
	info, err := fs.Stat(rev.rules, rel)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("there is no such folder at %s, from which --policy-ref reads it", rev.g.policyRef())
	case err != nil:
		return nil, cause(err)
	case !info.IsDir():
		return nil, fmt.Errorf("not a folder at %s", rev.g.policyRef())
	}
	return fs.Sub(rev.rules, rel)
}

// named is what a report says the policies are.
func (g *gate) named(p *pack) string {
	at := g.policies()
	if at == nil {
		return p.name()
	}
	var names []string
	for _, s := range p.sources {
		name := s.Name
		if fsys, err := at(s.Name); err == nil && fsys != nil && s.Name != builtin {
			name += " at " + g.policyRef()
		}
		names = append(names, name)
	}
	return strings.Join(names, ", ")
}

// asTheyAre says which folders of policies --policy-ref does not concern.
func (g *gate) asTheyAre() []finding.Diagnostic {
	at := g.policies()
	if at == nil {
		return nil
	}
	var out []finding.Diagnostic
	for _, dir := range g.dirs {
		if fsys, err := at(dir); err == nil && fsys == nil {
			out = append(out, finding.Diagnostic{Severity: finding.Warning, Summary: "Policies are read from files",
				Detail: fmt.Sprintf("--policy %s lies in none of the repositories that are checked, so --policy-ref does not concern it.", dir)})
		}
	}
	return out
}

// withoutEffect says what --policy-ref passes over, where no base is there
// against which the report lists edits.
func (g *gate) withoutEffect(edits []report.GateEdit) []finding.Diagnostic {
	if g.comparesCommits() || len(edits) == 0 {
		return nil
	}
	const most = 10
	var files []string
	for i, e := range edits {
		if i == most {
			files = append(files, fmt.Sprintf("%d more", len(edits)-most))
			break
		}
		files = append(files, e.What)
	}
	return []finding.Diagnostic{{
		Severity: finding.Warning, Summary: "Edits without effect",
		Detail: fmt.Sprintf("Policies and configuration are read at %s. They differ here: %s.", g.policyRef(), strings.Join(files, ", ")),
	}}
}
