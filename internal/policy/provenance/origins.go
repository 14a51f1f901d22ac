package provenance

import (
	"slices"
	"strconv"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// mark is the file that the location of an input's term names. Its offset is the
// number of the term's place in Origins.
const mark = "\x00input"

// Origins is an input whose terms know their paths. OPA hands terms on as they
// are, through variables, sets, arguments and most functions, so a value that
// reaches a rule still says where in the input it stood. What computes a new
// value loses it; the tracer then looks at what the value was computed from.
// One belongs to one goroutine.
type Origins struct {
	Root   *ast.Term        // the input
	places []place          // of its terms, the root's first
	marks  []ast.Location   // of the same
	paths  map[int][]string // of those that were asked for
	refs   map[string]int   // the place of a block by its address, "flow.prompt"
}

// place is where a term stands.
type place struct {
	parent int
	name   string
}

// NewOrigins copies an input into terms that know their paths.
func NewOrigins(input ast.Value) *Origins {
	n := count(input)
	o := &Origins{places: make([]place, 0, n), marks: make([]ast.Location, 0, n), paths: map[int][]string{}, refs: map[string]int{}}
	o.Root = o.copy(input, o.place(-1, ""))
	return o
}

// count is the number of places in a value. They are made at one time, since
// there are as many as there are values.
func count(value ast.Value) int {
	n := 1
	switch v := value.(type) {
	case ast.Object:
		v.Foreach(func(_, item *ast.Term) { n += count(item.Value) })
	case *ast.Array:
		v.Foreach(func(item *ast.Term) { n += count(item.Value) })
	}
	return n
}

// copy is a value, as the term of a place.
func (o *Origins) copy(value ast.Value, at int) *ast.Term {
	switch v := value.(type) {
	case ast.Object:
		pairs := make([][2]*ast.Term, 0, v.Len())
		v.Foreach(func(k, item *ast.Term) {
			name, ok := k.Value.(ast.String)
			if !ok { // not reached: keys of an input are texts
				return
			}
			below := o.place(at, string(name))
			pairs = append(pairs, [2]*ast.Term{{Value: k.Value, Location: &o.marks[below]}, o.copy(item.Value, below)})
			if ref, ok := item.Value.(ast.String); ok && name == "ref" && o.isBlock(at) {
				o.refs[string(ref)] = at
			}
		})
		value = ast.NewObject(pairs...)
	case *ast.Array:
		items := make([]*ast.Term, 0, v.Len())
		v.Foreach(func(item *ast.Term) {
			items = append(items, o.copy(item.Value, o.place(at, strconv.Itoa(len(items)))))
		})
		value = ast.NewArray(items...)
	}
	return &ast.Term{Value: value, Location: &o.marks[at]}
}

// isBlock reports whether a place is that of a block, input.system or input.flow[3].
func (o *Origins) isBlock(at int) bool {
	p := o.path(at)
	return (len(p) == 1 || len(p) == 2) && p[0] != "derived"
}

func (o *Origins) place(parent int, name string) int {
	at := len(o.places)
	o.places = append(o.places, place{parent: parent, name: name})
	o.marks = append(o.marks, ast.Location{File: mark, Offset: at})
	return at
}

// path is that of a place, empty for the input itself.
func (o *Origins) path(at int) []string {
	p := o.places[at]
	if p.parent < 0 {
		return nil
	}
	path, ok := o.paths[at]
	if !ok {
		above := o.path(p.parent)
		path = append(above[:len(above):len(above)], p.name)
		o.paths[at] = path
	}
	return path
}

// of is the path of a term. A list or an object that lost its own, as OPA
// resolves some references to values, is found by what is in it.
func (o *Origins) of(t *ast.Term) (path []string, ok bool) {
	if t == nil {
		return nil, false
	}
	if t.Location != nil && t.Location.File == mark {
		return o.path(t.Location.Offset), true
	}
	switch v := t.Value.(type) {
	case ast.Object:
		keys := v.Keys()
		if len(keys) == 0 {
			return nil, false
		}
		name, _ := keys[0].Value.(ast.String)
		return o.above(v.Get(keys[0]), string(name))
	case *ast.Array:
		if v.Len() > 0 {
			return o.above(v.Elem(0), "0")
		}
	}
	return nil, false
}

// above is the path above a term, if the term stands there under a name.
func (o *Origins) above(t *ast.Term, name string) ([]string, bool) {
	if t.Location == nil || t.Location.File != mark {
		return nil, false
	}
	p := o.places[t.Location.Offset]
	if p.parent < 0 || p.name != name {
		return nil, false
	}
	return o.path(p.parent), true
}

// declared turns the path of a derived fact into one of the manifest: that of
// the block that the fact is about, or of its attribute of the same name. Other
// paths stay as they are.
func (o *Origins) declared(path []string) []string {
	if len(path) == 0 || path[0] != "derived" {
		return path
	}
	for i := 1; i < len(path); i++ {
		at, ok := o.refs[path[i]]
		if !ok {
			continue
		}
		block := o.path(at)
		if rest := path[i+1:]; len(rest) > 0 && o.has(block, rest[0]) {
			return append(slices.Clone(block), rest[0])
		}
		return block
	}
	return path
}

// has reports whether there is something at a path and a name below it.
func (o *Origins) has(path []string, name string) bool {
	t := o.Root
	for _, key := range append(slices.Clone(path), name) {
		if t = Child(t, key); t == nil {
			return false
		}
	}
	return true
}

// Child is what an object or a list holds under a key, or nil.
func Child(t *ast.Term, key string) *ast.Term {
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

// block is the part of a path that names a top-level block: "flow" and "3".
func block(path []string) [2]string {
	switch {
	case len(path) == 0:
		return [2]string{}
	case len(path) > 1 && isIndex(path[1]):
		return [2]string{path[0], path[1]}
	}
	return [2]string{path[0]}
}

func isIndex(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}
