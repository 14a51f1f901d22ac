package policy

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/aicomply/aicomply/internal/finding"
)

// Foreign Rego is what was not written for aicomply: any package outside
// aicomply. Its rules are found by their names, as conftest finds them, or are
// named by the configuration. It is compiled by itself, apart from the policies
// of this convention: neither sees the other, and its files may lie anywhere.

// maxForeign bounds the Rego of other people, in bytes. OPA's compiler does not
// stop when told to, so this is what bounds its time.
const maxForeign = 4 << 20

// partition is the sources, taken apart by convention.
type partition struct {
	native Options // the sources without foreign files
	files  []file  // the foreign ones, in the order of the sources
	tests  []file  // of them; only those who run or check them look for them
	data   []Source
	diags  diagnostics
}

// packageLine is a package clause up to the end of its first name.
var packageLine = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^package[ \t]+([A-Za-z_][A-Za-z0-9_]*)`) })

// isForeign reports whether a text declares a package outside aicomply. One
// without a package clause is left to whoever would read it otherwise.
func isForeign(text []byte) bool {
	first, ok := packageStart(text)
	return ok && first != "aicomply"
}

// packageStart is the first name of the package that a text declares; ok is
// false if it does not begin with a package clause.
func packageStart(text []byte) (first string, ok bool) {
	text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf")) // the mark that some editors for Windows begin a file with
	for line := range bytes.Lines(text) {
		line = bytes.TrimSpace(line)
		if len(line) == 0 || line[0] == '#' {
			continue
		}
		if m := packageLine().FindSubmatch(line); m != nil {
			return string(m[1]), true
		}
		break
	}
	return "", false
}

// separate finds the foreign files of the sources. The built-in source has none.
func separate(o Options) *partition {
	p := &partition{native: o}
	p.native.Sources = nil
	total := 0
	for _, s := range o.Sources {
		if isLibrary(o, s) {
			p.native.Sources = append(p.native.Sources, s)
			continue
		}
		hidden, kept := p.source(s, &total)
		if len(hidden) == 0 {
			p.native.Sources = append(p.native.Sources, s)
			continue
		}
		p.data = append(p.data, s)
		if kept {
			p.native.Sources = append(p.native.Sources, Source{Name: s.Name, FS: &without{FS: s.FS, hidden: hidden}})
		}
	}
	return p
}

func isLibrary(o Options, s Source) bool {
	return o.Library != nil && reflect.TypeOf(s.FS).Comparable() && s.FS == o.Library
}

// source finds the foreign files of one source, and reports whether others are
// left. What cannot be read is left to the reader of policies, which says so.
func (p *partition) source(s Source, total *int) (hidden map[string]bool, kept bool) {
	hidden = map[string]bool{}
	entries := 0
	_ = fs.WalkDir(s.FS, ".", func(name string, d fs.DirEntry, err error) error {
		if entries++; err != nil || entries > maxEntries {
			kept = true
			return fs.SkipAll
		}
		switch {
		case skippedDir(name, d):
			return fs.SkipDir
		case d.IsDir() || roleOf(name) == roleIgnored || roleOf(name) == roleTest:
			return nil
		}
		text, err := readFile(s.FS, name, maxFile)
		if err == nil && !isForeign(text) || err != nil && roleOf(name) != roleMisplaced {
			kept = kept || roleOf(name) != roleMain
			return nil
		}
		hidden[name] = true
		f := file{source: s.Name, path: name, text: text}
		if *total += len(text); err == nil && *total > maxForeign {
			p.diags.add(f.name(), "Too much Rego", fmt.Sprintf("Rego outside aicomply.policies may have %d bytes in all. Name a folder with fewer files.", maxForeign))
			return fs.SkipAll
		}
		switch {
		case errors.Is(err, errTooLarge):
			p.diags.add(f.name(), "Policy file too large", fmt.Sprintf("A .rego file may have at most %d bytes. Split it, or move its data into a JSON file.", maxFile))
		case err != nil:
			p.diags.add(f.name(), "Cannot read policy file", fmt.Sprintf("%v.", err))
		default:
			p.files = append(p.files, f)
		}
		return nil
	})
	return hidden, kept
}

// without is a file system without some of its files.
type without struct {
	fs.FS
	hidden map[string]bool
}

// ReadDir lists a folder without the files.
func (w *without) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(w.FS, name)
	return slices.DeleteFunc(entries, func(d fs.DirEntry) bool { return w.hidden[path.Join(name, d.Name())] }), err
}

// loadAll is Load without its limit of time.
func loadAll(ctx context.Context, o Options) (*Set, []finding.Diagnostic) {
	guardFunctions()
	if ctx.Err() != nil {
		return load(ctx, o)
	}
	o.Print = o.Debug || o.Print && prints(o)
	p := separate(o)
	if len(p.files) == 0 && len(o.Rego) == 0 && !p.diags.failed() {
		return loadNative(ctx, o)
	}
	s, diags := &Set{}, p.diags.list
	if len(p.native.Sources) > 0 || len(p.files) == 0 && !p.diags.failed() {
		native, more := loadNative(ctx, p.native)
		diags = append(diags, more...)
		if native != nil {
			s = native
		}
	}
	if p.diags.failed() {
		return nil, finding.SortDiagnostics(diags)
	}
	if o.Debug && s.debug == nil {
		s.debug = &debug{schema: o.InputSchema}
	}
	f := loadForeign(p, o)
	diags = finding.SortDiagnostics(append(diags, f.diags.list...))
	if !finding.HasErrors(diags) {
		diags = append(diags, s.join(f)...)
	}
	if finding.HasErrors(diags) {
		return nil, diags
	}
	return s, diags
}

// join adds foreign rules to a set.
func (s *Set) join(f *foreign) []finding.Diagnostic {
	taken := map[string]finding.Rule{}
	for _, r := range s.rules {
		for _, id := range append([]string{r.ID}, r.Aliases...) {
			taken[id] = r
		}
	}
	s.foreign, s.digest = f, f.digest(s.digest)
	for _, r := range f.rules {
		if first, ok := taken[r.meta.ID]; ok {
			f.diags.addAt(r.at, "Policy defined twice", fmt.Sprintf("%s has the id %s already, which data.%s.%s would have, too. Rename the package or the rule.", first.Source, r.meta.ID, r.pkg, r.name))
			continue
		}
		taken[r.meta.ID] = r.meta
		s.rules = append(s.rules, r.meta)
		s.queries = append(s.queries, query{id: r.meta.ID, foreign: r})
	}
	byID := func(a, b string) int { return strings.Compare(a, b) }
	slices.SortFunc(s.rules, func(a, b finding.Rule) int { return byID(a.ID, b.ID) })
	slices.SortFunc(s.queries, func(a, b query) int { return byID(a.id, b.id) })
	if !f.diags.failed() {
		return nil
	}
	return slices.DeleteFunc(finding.SortDiagnostics(f.diags.list), func(d finding.Diagnostic) bool { return d.Severity != finding.Error })
}

// ForeignMethod is the method of rules of other people.
const ForeignMethod = "rego"

// Configured reports whether a policy is a rule that a configuration names.
func (s *Set) Configured(id string) bool {
	return s.foreign != nil && slices.ContainsFunc(s.foreign.rules, func(r *foreignRule) bool { return r.meta.ID == id && r.spec != nil })
}

// names lists the keys of a map in order.
func names[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
