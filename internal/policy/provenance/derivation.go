package provenance

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// derivation reads off what one body, all of whose variables are bound, rests on.
type derivation struct {
	t  *Tracer
	f  *frame
	ev *topdown.Event
	// choices are the ways to a member of a rule that is come to in several: each
	// makes a proof of its own.
	choices []Proof
	shared  []string // path of that member, which is only the first of its origins
}

// proofs is the reads of a body and of the head that it leads to. Where the
// body rests on something that is so for several reasons, there is one for each.
func (d *derivation) proofs(body ast.Body, head *ast.Term, u *uses) []Proof {
	var out Proof
	var choices []Proof
	for i, e := range body {
		d.choices = nil
		reads := d.direct(e)
		reads = append(reads, d.closures(e, reads)...)
		order, output := u.order(i, d.computed), u.output[i]
		use := func(reads []read) (out Proof) {
			for _, r := range reads {
				r.order, r.test = order, !output
				out = append(out, r)
			}
			return out
		}
		if choices == nil {
			for _, c := range d.choices {
				choices = append(choices, use(c))
			}
		} else {
			reads = append(reads, flatten(d.choices)...)
		}
		out = append(out, use(reads)...)
	}
	if head != nil {
		for _, r := range d.terms(head, nil) {
			r.order, r.test = len(body), false
			out = append(out, r)
		}
	}
	if choices == nil {
		return []Proof{compact(out)}
	}
	if d.shared != nil {
		out = slices.DeleteFunc(out, func(r read) bool { return slices.Equal(r.path, d.shared) })
	}
	for i, c := range choices {
		choices[i] = compact(append(slices.Clone(out), c...))
	}
	return choices
}

// compact drops repeated reads; a test stays before what is none.
func compact(p Proof) Proof {
	if len(p) > 32 {
		return compactMany(p)
	}
	out := p[:0]
	for _, r := range p {
		i := slices.IndexFunc(out, func(o read) bool {
			return o.test == r.test && o.weak == r.weak && slices.Equal(o.path, r.path)
		})
		if i >= 0 {
			out[i].order, out[i].swept = max(out[i].order, r.order), out[i].swept && r.swept
			continue
		}
		out = append(out, r)
	}
	return out
}

func compactMany(p Proof) Proof {
	type identity struct {
		path       string
		test, weak bool
	}
	seen := map[identity]int{}
	out := p[:0]
	for _, r := range p {
		id := identity{strings.Join(r.path, "\x00"), r.test, r.weak}
		if i, ok := seen[id]; ok {
			out[i].order, out[i].swept = max(out[i].order, r.order), out[i].swept && r.swept
			continue
		}
		seen[id] = len(out)
		out = append(out, r)
	}
	return out
}

// closures is what comprehensions, every and not of an expression read. Below a
// not it is what failed, as far as it is about what the expression names
// itself; for a comprehension that found nothing as well.
func (d *derivation) closures(e *ast.Expr, direct []read) []read {
	c := d.f.below[e.Index]
	_, not := e.Terms.(*ast.Not)
	not = not || e.Negated
	var hits, misses []read
	if c != nil {
		hits, misses = c.hits, c.misses
	}
	if !not && (len(hits) > 0 || !d.t.rules.closes[e]) {
		return hits
	}
	if not && len(misses) == 0 {
		misses = d.remembered(e)
	}
	own := map[[2]string]bool{}
	for _, r := range direct {
		own[block(r.path)] = true
	}
	if len(own) == 0 {
		return misses
	}
	var about []read
	for _, r := range misses {
		if own[block(r.path)] {
			about = append(about, r)
		}
	}
	return about
}

// remembered is what failed in the rules that an expression names, when OPA
// knew already that they are undefined.
func (d *derivation) remembered(e *ast.Expr) []read {
	var out []read
	ast.WalkRefs(e, func(ref ast.Ref) bool {
		if at, _, ok := d.rule(ref); ok {
			if m := d.t.memory[at]; m != nil {
				out = append(out, m.misses...)
			}
		}
		return false
	})
	return out
}

// direct is what an expression names: references and variables, the members of
// rules, and the functions that it calls.
func (d *derivation) direct(e *ast.Expr) []read {
	var inputs []*ast.Term
	for _, w := range e.With {
		if w.Target.Equal(ast.InputRootDocument) {
			inputs = append(inputs, w.Value)
		}
	}
	var input *ast.Term
	if len(inputs) > 0 {
		input = d.ev.Plug(inputs[0])
	}
	if !e.IsCall() {
		return d.terms(e, input)
	}
	var out []read
	operator, operands := e.Operator(), e.Operands()
	for _, o := range operands {
		out = append(out, d.terms(o, input)...)
	}
	for _, w := range e.With {
		out = append(out, d.terms(w.Value, nil)...)
	}
	out = append(out, d.call(operator, operands)...)
	switch {
	case len(operands) >= 2 && operator.Equal(d.t.rules.member):
		if ref, ok := operands[1].Value.(ast.Ref); ok {
			out = append(out, d.member(ref, d.ev.Plug(operands[0]))...)
		}
		out = append(out, d.elements(operands[1], d.ev.Plug(operands[0]))...)
	case len(operands) >= 2 && operator.Equal(d.t.rules.objectGet):
		out = append(out, d.lookup(operands[0], operands[1])...)
	}
	return out
}

// lookup is the place that object.get asks for.
func (d *derivation) lookup(object, key *ast.Term) []read {
	base, ok := d.t.origins.of(d.resolve(object))
	if !ok {
		return nil
	}
	path := slices.Clone(base)
	keys := []*ast.Term{d.ev.Plug(key)}
	if list, ok := keys[0].Value.(*ast.Array); ok {
		keys = keys[:0]
		list.Foreach(func(t *ast.Term) { keys = append(keys, t) })
	}
	for _, k := range keys[:min(len(keys), maxPath)] {
		if name, ok := keyText(k); ok {
			path = append(path, name)
		}
	}
	return []read{d.read(path, false)}
}

// elements is the places in a list of the input that hold a value.
func (d *derivation) elements(list, value *ast.Term) []read {
	var out []read
	if items, ok := d.resolve(list).Value.(*ast.Array); ok {
		items.Foreach(func(t *ast.Term) {
			if p, ok := d.t.origins.of(t); ok && len(out) < maxProofs && t.Value.Compare(value.Value) == 0 {
				out = append(out, d.read(p, false))
			}
		})
	}
	return out
}

// call is what a function of the policies rests on for these operands, the last
// of which may be its result.
func (d *derivation) call(operator ast.Ref, operands []*ast.Term) []read {
	m := d.t.memory[d.t.rules.paths.find(operator)]
	if m == nil {
		return nil
	}
	args := make([]*ast.Term, 0, len(operands))
	for _, o := range operands {
		args = append(args, d.resolve(o))
	}
	for n := len(args); n >= max(0, len(args)-1); n-- {
		if ps := m.proofs[d.t.arguments(args[:n])]; ps != nil {
			return flatten(ps)
		}
	}
	return nil
}

// resolve is the value of an operand, with its place where it is a reference
// into the input.
func (d *derivation) resolve(t *ast.Term) *ast.Term {
	if ref, ok := t.Value.(ast.Ref); ok {
		if at, rest := d.walk(ref, nil); at != nil && len(rest) == 0 {
			return at
		}
	}
	return d.ev.Plug(t)
}

func flatten(ps []Proof) []read {
	var out []read
	for _, p := range ps {
		out = append(out, p...)
	}
	return out
}

// terms is what the references and variables of a part of a body read.
func (d *derivation) terms(x any, input *ast.Term) []read {
	var out []read
	ast.WalkTerms(x, func(t *ast.Term) bool {
		switch v := t.Value.(type) {
		case ast.Var:
			if p, ok := d.t.origins.of(d.ev.Plug(t)); ok {
				out = append(out, d.read(p, false))
			}
		case ast.Ref:
			if at, member, ok := d.rule(v); ok {
				out = append(out, d.ofRule(at, member)...)
			}
			out = append(out, d.ref(v, input)...)
			return true
		}
		return false
	})
	return out
}

func (d *derivation) read(path []string, absent bool) read {
	return read{path: d.t.origins.declared(path), absent: absent}
}

// rule splits a reference such as data.main.helper[x] into the path of the rule
// and the member, which is nil where the whole rule is meant.
func (d *derivation) rule(ref ast.Ref) (at *node, member *ast.Term, ok bool) {
	if len(ref) < 2 || !ref[0].Equal(ast.DefaultRootDocument) {
		return nil, nil, false
	}
	at, n := d.t.rules.split(ref)
	if at != nil && n < len(ref) {
		member = d.ev.Plug(ref[n])
	}
	return at, member, at != nil
}

func (d *derivation) member(ref ast.Ref, member *ast.Term) []read {
	if at, _, ok := d.rule(ref); ok {
		return d.ofRule(at, member)
	}
	return nil
}

func (d *derivation) ofRule(at *node, member *ast.Term) []read {
	m := d.t.memory[at]
	if m == nil {
		return nil
	}
	if member != nil {
		if ps := m.proofs[keyOf(member)]; len(ps) > 1 && d.choices == nil {
			d.choices = ps
			if p, ok := d.t.origins.of(member); ok {
				d.shared = p
			}
			return nil
		} else if ps != nil {
			return flatten(ps)
		}
	}
	if ps := m.proofs[whole]; ps != nil {
		return flatten(ps)
	}
	var out []read
	if member == nil || !member.IsGround() {
		for _, key := range slices.Sorted(maps.Keys(m.proofs)) {
			if out = append(out, flatten(m.proofs[key])...); len(out) > maxMisses {
				break
			}
		}
		for _, r := range m.misses {
			r.weak = true
			out = append(out, r)
		}
	}
	return out
}

// ref is the place that a reference leads to: the value where it ends, or where
// it should have ended.
func (d *derivation) ref(ref ast.Ref, input *ast.Term) []read {
	at, rest := d.walk(ref, input)
	if at == nil {
		return nil
	}
	base, ok := d.t.origins.of(at)
	if !ok {
		return nil
	}
	return []read{d.read(append(slices.Clone(base), rest...), len(rest) > 0)}
}

// walk follows a reference. It returns the last value with a place, and the
// keys after it that lead to nothing.
func (d *derivation) walk(ref ast.Ref, input *ast.Term) (at *ast.Term, rest []string) {
	head := ref[0]
	switch {
	case head.Equal(ast.DefaultRootDocument):
		return nil, nil
	case !head.Equal(ast.InputRootDocument):
		head = d.ev.Plug(head)
	case input != nil:
		head = input
	default:
		head = d.ev.Input()
	}
	cur := head
	if _, ok := d.t.origins.of(cur); ok {
		at = cur
	}
	for _, key := range ref[1:] {
		k := d.ev.Plug(key)
		if !k.IsGround() {
			break
		}
		if cur != nil {
			cur = d.below(cur, k)
		}
		if cur == nil {
			if name, ok := keyText(k); ok && at != nil && len(rest) < maxPath {
				rest = append(rest, name)
			}
			continue
		}
		if _, ok := d.t.origins.of(cur); ok {
			at, rest = cur, nil
		}
	}
	return at, rest
}

func (d *derivation) below(t, key *ast.Term) *ast.Term {
	switch v := t.Value.(type) {
	case ast.Object:
		return v.Get(key)
	case *ast.Array:
		return v.Get(key)
	}
	return nil
}

func keyText(t *ast.Term) (string, bool) {
	switch v := t.Value.(type) {
	case ast.String:
		return string(v), true
	case ast.Number:
		if i, ok := v.Int(); ok && i >= 0 {
			return strconv.Itoa(i), true
		}
	}
	return "", false
}

// computed reports whether a variable holds a value without a place.
func (d *derivation) computed(v ast.Var) bool {
	_, ok := d.t.origins.of(d.ev.Plug(&ast.Term{Value: v}))
	return !ok
}
