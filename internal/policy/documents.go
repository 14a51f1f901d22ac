package policy

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/util"

	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/suggest"
)

// maxYAML bounds a YAML document, in bytes: it may name its parts again.
const maxYAML = 1 << 20

// documents are the JSON and YAML files beside foreign Rego. OPA and conftest
// merge them into data, each below the names of its folders. They are read only
// if a rule refers to something in data that no package defines.
type documents struct {
	diags   *diagnostics
	sources []Source
	read    []document
	merged  map[string]any
	owner   map[string]string // file that a path was read from
}

type document struct {
	name, path string
	text       []byte
}

func (d *documents) load(modules map[string]*ast.Module) {
	d.merged, d.owner = map[string]any{}, map[string]string{}
	refs := outside(modules)
	if len(refs) == 0 {
		return
	}
	total := 0
	for _, s := range d.sources {
		_ = fs.WalkDir(s.FS, ".", func(p string, e fs.DirEntry, err error) error {
			switch {
			case err != nil:
				d.diags.add(displayName(s.Name, p), "Cannot read data file", fmt.Sprintf("%v.", err))
				return fs.SkipDir
			case skippedDir(p, e):
				return fs.SkipDir
			case e.IsDir() || !slices.Contains([]string{".json", ".yaml", ".yml"}, path.Ext(p)):
				return nil
			}
			if total += d.file(s, p); total > maxData {
				d.diags.add(s.Name, "Too much data", fmt.Sprintf("Its JSON and YAML files have more than %d bytes.", maxData))
				return fs.SkipAll
			}
			return nil
		})
	}
	d.check(modules, refs)
}

// outside lists the references to what no package defines, one for each path.
func outside(modules map[string]*ast.Module) []ast.Ref {
	var packages []ast.Ref
	for _, m := range modules {
		packages = append(packages, m.Package.Path)
	}
	seen := map[string]ast.Ref{}
	for _, name := range names(modules) {
		see := func(ref ast.Ref) bool {
			if len(ref) < 2 || !ref[0].Equal(ast.DefaultRootDocument) {
				return false
			}
			prefix := ref.GroundPrefix()
			within := func(p ast.Ref) bool { return prefix.HasPrefix(p) || p.HasPrefix(prefix) }
			if len(prefix) > 1 && !slices.ContainsFunc(packages, within) && seen[prefix.String()] == nil {
				seen[prefix.String()] = prefix
			}
			return false
		}
		for _, i := range modules[name].Imports {
			if ref, ok := i.Path.Value.(ast.Ref); ok {
				see(ref)
			}
		}
		for _, r := range modules[name].Rules {
			ast.WalkRefs(r, see)
		}
	}
	var out []ast.Ref
	for _, key := range names(seen) {
		out = append(out, seen[key])
	}
	return out
}

// file reads one document and returns its size.
func (d *documents) file(s Source, p string) int {
	limit := int64(maxData)
	if path.Ext(p) != ".json" {
		limit = maxYAML
	}
	name := displayName(s.Name, p)
	text, err := readFile(s.FS, p, limit)
	if err != nil {
		if errors.Is(err, errTooLarge) {
			err = fmt.Errorf("it has more than %d bytes", limit)
		}
		d.diags.add(name, "Cannot read data file", sentence(err.Error()))
		return 0
	}
	var value any
	if err := util.Unmarshal(text, &value); err != nil {
		d.diags.add(name, "Cannot read data file", sentence(clip(err.Error())))
		return len(text)
	}
	doc, ok := value.(map[string]any)
	if !ok {
		d.diags.add(name, "Data file is not an object", "A JSON or YAML file beside Rego is merged into data, so it has to be an object.")
		return len(text)
	}
	d.read = append(d.read, document{name: name, path: p, text: text})
	at, below := d.merged, ""
	if dir := path.Dir(p); dir != "." {
		for part := range strings.SplitSeq(dir, "/") {
			below = path.Join(below, part)
			next, ok := at[part].(map[string]any)
			if !ok && at[part] != nil {
				d.conflict(name, below)
				return len(text)
			}
			if !ok {
				next = map[string]any{}
				at[part] = next
			}
			at = next
		}
	}
	d.merge(name, below, at, doc)
	return len(text)
}

func (d *documents) conflict(name, at string) {
	d.diags.add(name, "Data defined twice", fmt.Sprintf("%s defines data.%s as well. Rename one of them.", d.owner[at], strings.ReplaceAll(at, "/", ".")))
}

func (d *documents) merge(name, below string, to, from map[string]any) {
	for _, key := range names(from) {
		at := path.Join(below, key)
		old, taken := to[key]
		a, both := old.(map[string]any)
		b, isMap := from[key].(map[string]any)
		switch {
		case !taken:
			to[key] = from[key]
			d.own(at, name, from[key])
		case both && isMap:
			d.merge(name, at, a, b)
		default:
			d.conflict(name, at)
		}
	}
}

// own notes which file a value and the objects in it came from.
func (d *documents) own(at, name string, value any) {
	d.owner[at] = name
	if m, ok := value.(map[string]any); ok {
		for key, v := range m {
			d.own(path.Join(at, key), name, v)
		}
	}
}

// check reports documents where a package is, and warns of references to what
// neither a package nor a document defines.
func (d *documents) check(modules map[string]*ast.Module, refs []ast.Ref) {
	for _, file := range names(modules) {
		m := modules[file]
		for _, r := range m.Rules {
			word, _ := r.Head.Ref()[0].Value.(ast.Var)
			path := m.Package.Path[1:].Append(ast.StringTerm(string(word)))
			if found, _ := d.find(path); found {
				d.diags.add(d.ownerOf(path), "Data defined twice", fmt.Sprintf("%s has the rule %s, which this file defines as data. Rename one of them.", file, m.Package.Path.Append(ast.StringTerm(string(word)))))
				break
			}
		}
	}
	for _, ref := range refs {
		if found, keys := d.find(ref[1:]); !found {
			detail := fmt.Sprintf("Neither a package nor a JSON or YAML file beside the Rego defines %s.", ref)
			if string(ref[1].Value.(ast.String)) == "aicomply" {
				detail = fmt.Sprintf("Rego outside aicomply.policies cannot use %s.", ref)
			}
			d.diags.warnAt(finding.Range{File: ref[0].Location.File, Start: finding.Pos{Line: ref[0].Location.Row, Column: ref[0].Location.Col}, End: finding.Pos{Line: ref[0].Location.Row, Column: ref[0].Location.Col}},
				"Unknown data", detail+suggest.OneOf(lastName(ref), keys)+" What depends on it is undefined.")
		}
	}
}

// ownerOf is the file that the data at a path, or the nearest above it, came from.
func (d *documents) ownerOf(ref ast.Ref) string {
	at, owner := "", ""
	for _, t := range ref {
		key, _ := t.Value.(ast.String)
		at = path.Join(at, string(key))
		if name, ok := d.owner[at]; ok {
			owner = name
		}
	}
	return owner
}

func lastName(ref ast.Ref) string {
	s, _ := ref[len(ref)-1].Value.(ast.String)
	return string(s)
}

// find reports whether there is something at a path, and what there is beside
// where it ends.
func (d *documents) find(ref ast.Ref) (found bool, keys []string) {
	var at any = d.merged
	for _, t := range ref {
		m, ok := at.(map[string]any)
		if !ok {
			return true, nil // within a list or a text: evaluation decides
		}
		key, _ := t.Value.(ast.String)
		if at, ok = m[string(key)]; !ok {
			return false, names(m)
		}
	}
	return true, nil
}

func (d *documents) object() ast.Object {
	v, err := ast.InterfaceToValue(d.merged)
	if object, ok := v.(ast.Object); ok && err == nil {
		return object
	}
	return ast.NewObject() // not reached: JSON always converts
}
