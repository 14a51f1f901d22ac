package mutate

import (
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing/fstest"

	"github.com/aicomply/aicomply/internal/framework"
	"github.com/aicomply/aicomply/internal/policy"
	"github.com/aicomply/aicomply/internal/policy/mutation"
	"github.com/aicomply/aicomply/internal/schema"
)

// unit is a file that is mutated, with what its tests need and nothing else:
// to load all policies for each mutant would take a hundred times as long.
type unit struct {
	id      string // "transfer/no_mechanism", "lib/text"
	file    string
	text    []byte
	mutants []mutation.Mutant
	suites  []suite
}

// suite is a part of the tree whose tests, and whose pair of manifests, a file
// in it has to pass.
type suite struct {
	files fstest.MapFS
	pair  string // id of the policy; "" = none
}

// tree is a folder of policies, read once.
type tree struct {
	files      fstest.MapFS
	data       fstest.MapFS
	ids        []string // of policies
	libraries  []string // "lib/text"
	schema     map[string]any
	frameworks *framework.Catalogue
}

func readTree(o Options) (*tree, error) {
	fsys := o.FS
	t := &tree{files: fstest.MapFS{}, data: fstest.MapFS{}, schema: schema.InputSchema()}
	err := fs.WalkDir(fsys, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(fsys, p)
		if err != nil {
			return err
		}
		if strings.HasPrefix(p, "data/") {
			t.data[p] = &fstest.MapFile{Data: text}
			return nil
		}
		t.files[p] = &fstest.MapFile{Data: text}
		dir := path.Dir(p)
		switch {
		case path.Base(p) != path.Base(dir)+".rego":
		case path.Dir(dir) == "lib":
			t.libraries = append(t.libraries, dir)
		case strings.Count(dir, "/") == 1:
			t.ids = append(t.ids, dir)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read policies: %w", err)
	}
	if t.frameworks, err = framework.Load(fsys); err != nil {
		return nil, err
	}
	if len(t.frameworks.Frameworks()) == 0 && o.Frameworks != nil {
		t.frameworks = o.Frameworks
	}
	return t, t.borrow(o.Library)
}

// borrow adds what the folder does not hold itself. Library files of others are
// used, and not changed.
func (t *tree) borrow(library fs.FS) error {
	if library == nil {
		return nil
	}
	return fs.WalkDir(library, ".", func(p string, d fs.DirEntry, err error) error {
		isData := strings.HasPrefix(p, "data/")
		if err != nil || d.IsDir() || !isData && (!strings.HasPrefix(p, "lib/") || !isModule(p)) {
			return err
		}
		into := t.files
		if isData {
			into = t.data
		}
		if into[p] != nil {
			return nil
		}
		text, err := fs.ReadFile(library, p)
		into[p] = &fstest.MapFile{Data: text}
		return err
	})
}

// options are what loads a part of the tree.
func (t *tree) options(part fstest.MapFS) policy.Options {
	return policy.Options{
		Sources: []policy.Source{{Name: ".", FS: part}}, Library: t.data, Frameworks: t.frameworks,
		InputSchema: func() map[string]any { return t.schema },
	}
}

// units are the policies and library files whose ids match, with their mutants.
func (t *tree) units(match *regexp.Regexp) ([]*unit, error) {
	var out []*unit
	for _, id := range slices.Concat(t.ids, t.libraries) {
		if !match.MatchString(id) {
			continue
		}
		u := &unit{id: id, file: module(id)}
		u.text = t.files[u.file].Data
		var err error
		if u.mutants, err = mutation.Of(u.file, u.text); err != nil {
			return nil, err
		}
		u.suites = t.suites(id)
		out = append(out, u)
	}
	slices.SortFunc(out, func(a, b *unit) int { return strings.Compare(a.id, b.id) })
	return out, nil
}

func isLibrary(id string) bool { return strings.HasPrefix(id, "lib/") }

func module(id string) string { return path.Join(id, path.Base(id)+".rego") }

// suites are the tests of a policy or a library file: its own, or if a library
// file has none, those of all policies that use it.
func (t *tree) suites(id string) []suite {
	own := t.files[strings.TrimSuffix(module(id), ".rego")+"_test.rego"] != nil
	switch {
	case !isLibrary(id):
		return []suite{{files: t.part(id), pair: id}}
	case own:
		return []suite{{files: t.part(id)}}
	}
	var out []suite
	for _, user := range t.ids {
		if part := t.part(user); part[module(id)] != nil {
			out = append(out, suite{files: part, pair: user})
		}
	}
	return out
}

var reference = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`\bdata\.aicomply\.(?:(lib)\.(\w+)|policies\.(\w+)\.(\w+))`)
})

// part is the folder of a policy or a library file with its tests, and without
// them all that it refers to.
func (t *tree) part(id string) fstest.MapFS {
	part, todo := fstest.MapFS{}, []string{id}
	for len(todo) > 0 {
		dir := todo[0]
		todo = todo[1:]
		for p, f := range t.files {
			if path.Dir(p) != dir || part[p] != nil || dir != id && !isModule(p) {
				continue
			}
			part[p] = f
			for _, m := range reference().FindAllSubmatch(f.Data, -1) {
				todo = append(todo, path.Join(string(m[1]), string(m[2]), string(m[3]), string(m[4])))
			}
		}
	}
	return part
}

func isModule(p string) bool {
	return strings.HasSuffix(p, ".rego") && !strings.HasSuffix(p, "_test.rego")
}
