package infer

import (
	"maps"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// Reading is what a rule asks of the input, by itself and through all rules and
// functions that it refers to.
type Reading struct {
	Known   bool     // it reads something that the input has or may have, such as all of it
	Never   bool     // no definition of it can hold, whatever the input is
	Unknown *Unknown // the name that keeps it from holding, or else the first that nothing has; nil if there is none
}

// Blind reports whether the rule cannot tell one input from another because of
// names that no input has: it never holds, or reads nothing else.
func (r Reading) Blind() bool { return r.Unknown != nil && (r.Never || !r.Known) }

// Reader finds out what rules read.
type Reader struct {
	*Inference
	fates map[string]*fate
	asks  map[string]*asks
	read  map[string]Reading
}

// NewReader reads by an inference. Rules must not be recursive.
func NewReader(i *Inference) *Reader {
	return &Reader{Inference: i, fates: map[string]*fate{}, asks: map[string]*asks{}, read: map[string]Reading{}}
}

// Read is what the rule that a reference leads to asks of the input.
func (d *Reader) Read(ref ast.Ref) Reading {
	name := d.node(ref)
	out := d.reading(name)
	if d.byName[name] == nil {
		return out
	}
	if f := d.fateOf(name); f.never {
		out.Never, out.Unknown = true, f.why
	}
	return out
}

func (r *Reading) join(other Reading) {
	r.Known = r.Known || other.Known
	if r.Unknown == nil {
		r.Unknown = other.Unknown
	}
}

// reading is what the rules of one name and all below them read; whether they
// can hold is another question.
func (d *Reader) reading(name string) Reading {
	if r, ok := d.read[name]; ok {
		return r
	}
	d.read[name] = Reading{}
	own := d.own(name)
	out := Reading{Known: own.known}
	if len(own.unknown) > 0 {
		out.Unknown = own.unknown[0]
	}
	for _, next := range own.rules {
		out.join(d.reading(next))
	}
	d.read[name] = out
	return out
}

// Reach is what some rules refer to, directly and through others.
type Reach struct {
	Unknown []*Unknown      // names that nothing has
	Rules   map[string]bool // by reference, "data.main.deny"; also those that the search began with
}

// Reach follows the rules that references lead to. Each name of one place is
// told once.
func (d *Reader) Reach(refs []ast.Ref) Reach {
	out := Reach{Rules: map[string]bool{}}
	at := map[*ast.Location]bool{}
	var todo []string
	for _, ref := range refs {
		todo = append(todo, d.node(ref))
	}
	for len(todo) > 0 {
		name := todo[0]
		if todo = todo[1:]; out.Rules[name] {
			continue
		}
		out.Rules[name] = true
		own := d.own(name)
		for _, u := range own.unknown {
			if !at[u.At] {
				at[u.At] = true
				out.Unknown = append(out.Unknown, u)
			}
		}
		todo = append(todo, own.rules...)
	}
	return out
}

// lookup finds the rules of the name with which a reference begins, and how
// many terms of it that name has; 0 if there is none.
func (i *Inference) lookup(ref ast.Ref) ([]*ast.Rule, int) {
	if !ref[0].Equal(ast.DefaultRootDocument) {
		return nil, 0
	}
	prefix := ref.GroundPrefix()
	for n := len(prefix); n > 1; n-- {
		if rules := i.byName[prefix[:n].String()]; rules != nil {
			return rules, n
		}
	}
	return nil, 0
}

// node is the rule that a reference leads to, or, of a package or part of one,
// everything below it; "" if it leads to no rule.
func (d *Reader) node(ref ast.Ref) string {
	if rules, n := d.lookup(ref); n > 0 {
		return nameOf(rules[0])
	}
	if !ref[0].Equal(ast.DefaultRootDocument) {
		return ""
	}
	return everything + ref.GroundPrefix().String()
}

// everything marks a node that stands for all rules below a reference.
const everything = "*"

func (d *Reader) below(prefix string) *asks {
	a := &asks{}
	for _, name := range slices.Sorted(maps.Keys(d.byName)) {
		if strings.HasPrefix(name, prefix+".") || strings.HasPrefix(name, prefix+"[") {
			a.rules = append(a.rules, name)
		}
	}
	return a
}

// asks is what the definitions of one name read themselves.
type asks struct {
	known   bool
	unknown []*Unknown
	rules   []string
}

func (a *asks) refer(node string) {
	if node != "" {
		a.rules = append(a.rules, node)
	}
}

func (d *Reader) own(name string) *asks {
	if a := d.asks[name]; a != nil {
		return a
	}
	if prefix, ok := strings.CutPrefix(name, everything); ok {
		d.asks[name] = d.below(prefix)
		return d.asks[name]
	}
	a := &asks{}
	d.asks[name] = a
	for _, r := range d.byName[name] {
		d.rule(a, r)
	}
	return a
}

func (d *Reader) rule(a *asks, r *ast.Rule) {
	scope := d.Scope(r)
	params := d.Params(r)
	for n, t := range r.Head.Args {
		if _, free := t.Value.(ast.Var); !free && n < len(params) && params[n] != nil {
			a.known = true // a pattern that is matched with a part of the input
		}
	}
	walk(r, func(e *ast.Expr) { d.expr(a, scope, e) }, func(ref ast.Ref) { d.ref(a, scope, ref) }, func(e *ast.Expr) {
		a.known = true // by what input it is given
		ast.WalkRefs(e, func(ref ast.Ref) bool { a.refer(d.node(ref)); return false })
	})
}

func (d *Reader) ref(a *asks, scope *Scope, ref ast.Ref) {
	a.refer(d.node(ref))
	from, at := scope.start(ref)
	if from == nil || from == never || len(ref) <= at {
		return
	}
	if u := scope.unknown(ref); u != nil {
		a.unknown = append(a.unknown, u)
	} else {
		a.known = true
	}
}

// expr looks at calls that get the input itself: a built-in function reads all
// of it, except object.get; one of the rules is followed into, unless it gets
// something unknown elsewhere.
func (d *Reader) expr(a *asks, scope *Scope, e *ast.Expr) {
	if !e.IsCall() || e.IsAssignment() || e.IsEquality() {
		return
	}
	u, known := scope.get(e)
	if u != nil {
		a.unknown = append(a.unknown, u)
		return
	}
	params, own := d.params[e.Operator().String()]
	own = own && d.byName[e.Operator().String()] != nil
	for n, t := range e.Operands() {
		if (!own || n < len(params) && params[n] == nil) && d.whole(scope.Of(t)) {
			known = true
		}
	}
	a.known = a.known || known
}

// whole reports whether a value is the input, or holds it.
func (d *Reader) whole(s *Shape) bool {
	for range 3 {
		switch {
		case s == nil:
			return false
		case s == d.root:
			return true
		case s.Items != nil:
			s = s.Items
		default:
			s = s.Values
		}
	}
	return false
}
