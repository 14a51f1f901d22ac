package policy

import (
	"slices"
	"strconv"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// originMark is the file that the location of an input's term names. Its offset
// is the number of the term's path in origins.
const originMark = "\x00input"

// origins are the paths of the terms of one input. OPA hands terms on as they
// are, through variables, sets, arguments and most functions, so a value that
// reaches a rule still says where in the input it stood. What computes a new
// value loses it; the tracer then looks at what the value was computed from.
type origins struct {
	root  *ast.Term
	paths [][]string          // root first
	refs  map[string][]string // path of a block by its address, "flow.prompt"
}

// newOrigins copies an input into terms that know their paths.
func newOrigins(input ast.Value) *origins {
	o := &origins{refs: map[string][]string{}}
	o.root = o.copy(&ast.Term{Value: input}, nil)
	return o
}

func (o *origins) copy(t *ast.Term, path []string) *ast.Term {
	out := &ast.Term{Value: t.Value, Location: o.location(path)}
	switch v := t.Value.(type) {
	case ast.Object:
		pairs := make([][2]*ast.Term, 0, v.Len())
		v.Foreach(func(k, item *ast.Term) {
			name, ok := k.Value.(ast.String)
			if !ok { // not reached: keys of an input are texts
				return
			}
			below := append(path[:len(path):len(path)], string(name))
			pairs = append(pairs, [2]*ast.Term{{Value: name, Location: o.location(below)}, o.copy(item, below)})
			if ref, ok := item.Value.(ast.String); ok && name == "ref" && (len(path) == 1 || len(path) == 2) && path[0] != "derived" {
				o.refs[string(ref)] = path
			}
		})
		out.Value = ast.NewObject(pairs...)
	case *ast.Array:
		items := make([]*ast.Term, 0, v.Len())
		v.Foreach(func(item *ast.Term) {
			items = append(items, o.copy(item, append(path[:len(path):len(path)], strconv.Itoa(len(items)))))
		})
		out.Value = ast.NewArray(items...)
	}
	return out
}

func (o *origins) location(path []string) *ast.Location {
	o.paths = append(o.paths, path)
	return &ast.Location{File: originMark, Offset: len(o.paths) - 1}
}

// of is the path of a term. A list or an object that lost its own, as OPA
// resolves some references to values, is found by what is in it.
func (o *origins) of(t *ast.Term) (path []string, ok bool) {
	if t == nil {
		return nil, false
	}
	if t.Location != nil && t.Location.File == originMark {
		return o.paths[t.Location.Offset], true
	}
	switch v := t.Value.(type) {
	case ast.Object:
		keys := v.Keys()
		if len(keys) == 0 {
			return nil, false
		}
		name, _ := keys[0].Value.(ast.String)
		return o.parent(v.Get(keys[0]), string(name))
	case *ast.Array:
		if v.Len() > 0 {
			return o.parent(v.Elem(0), "0")
		}
	}
	return nil, false
}

// parent is the path above a term, if the term stands there under a name.
func (o *origins) parent(t *ast.Term, name string) ([]string, bool) {
	if t.Location == nil || t.Location.File != originMark {
		return nil, false
	}
	p := o.paths[t.Location.Offset]
	if len(p) == 0 || p[len(p)-1] != name {
		return nil, false
	}
	return p[:len(p)-1], true
}

// declared turns the path of a derived fact into one of the manifest: that of
// the block that the fact is about, or of its attribute of the same name. Other
// paths stay as they are.
func (o *origins) declared(path []string) []string {
	if len(path) == 0 || path[0] != "derived" {
		return path
	}
	for i := 1; i < len(path); i++ {
		block, ok := o.refs[path[i]]
		if !ok {
			continue
		}
		if rest := path[i+1:]; len(rest) > 0 && o.has(block, rest[0]) {
			return append(slices.Clone(block), rest[0])
		}
		return block
	}
	return path
}

// has reports whether there is something at a path and a name below it.
func (o *origins) has(path []string, name string) bool {
	t := o.root
	for _, key := range append(slices.Clone(path), name) {
		if t = child(t, key); t == nil {
			return false
		}
	}
	return true
}

// child is what an object or a list holds under a key, or nil.
func child(t *ast.Term, key string) *ast.Term {
	switch v := t.Value.(type) {
	case ast.Object:
		return v.Get(&ast.Term{Value: ast.String(key)})
	case *ast.Array:
		if i, err := strconv.Atoi(key); err == nil && i >= 0 && i < v.Len() {
			return v.Elem(i)
		}
	}
	return nil
}

// block is the part of a path that names a top-level block.
func block(path []string) string {
	switch {
	case len(path) == 0:
		return ""
	case len(path) > 1 && isIndex(path[1]):
		return path[0] + "." + path[1]
	}
	return path[0]
}

func isIndex(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}
