package infer

import (
	"github.com/open-policy-agent/opa/v1/ast"
)

// fate is what is certain of a rule on every input: that it never holds, or
// that it is one constant when it does. why is the unknown name that makes it
// so; it is nil when none does.
type fate struct {
	never bool
	fact
}

// fact is a constant; its value is nil when nothing is known.
type fact struct {
	value ast.Value
	why   *Unknown
}

// fateOf is the fate of the rules of one name. Rules do not refer to
// themselves, which loading has checked.
func (d *Reader) fateOf(name string) *fate {
	if f := d.fates[name]; f != nil {
		return f
	}
	d.fates[name] = &fate{}
	out := d.decide(d.byName[name])
	d.fates[name] = &out
	return &out
}

func (d *Reader) decide(rules []*ast.Rule) fate {
	var alive []fact
	var why *Unknown
	for _, r := range rules {
		scope := d.Scope(r)
		for _, b := range branches(r) {
			m := &mortal{Reader: d, scope: scope, facts: map[ast.Var]fact{}}
			if dead, because := m.body(b.Body); dead {
				if why == nil {
					why = because
				}
			} else {
				alive = append(alive, m.head(b.Head))
			}
		}
	}
	growing := len(rules) > 0 && grows(rules[0].Head)
	switch {
	case len(alive) == 0:
		return fate{never: true, fact: fact{why: why}}
	case growing:
		return fate{}
	}
	out := alive[0]
	for _, f := range alive[1:] {
		if out.value == nil || f.value == nil || out.value.Compare(f.value) != 0 {
			return fate{}
		}
	}
	if out.why == nil {
		out.why = why
	}
	return fate{fact: out}
}

// grows reports whether a rule makes a set or an object, which is there
// although it has no members.
func grows(h *ast.Head) bool {
	return h.RuleKind() == ast.MultiValue || !h.Ref().IsGround()
}

// mortal looks at one definition.
type mortal struct {
	*Reader
	scope *Scope
	facts map[ast.Var]fact
}

func (m *mortal) head(h *ast.Head) fact {
	if h.Value == nil || grows(h) {
		return fact{}
	}
	return m.fact(h.Value)
}

// body reports whether a body never holds. Facts may stand behind their use.
func (m *mortal) body(b ast.Body) (dead bool, why *Unknown) {
	for range 2 {
		for _, e := range b {
			if dead, why := m.expr(e); dead {
				return true, why
			}
		}
	}
	return false, nil
}

func (m *mortal) expr(e *ast.Expr) (dead bool, why *Unknown) {
	if len(e.With) > 0 || e.Negated {
		return false, nil
	}
	if every, ok := e.Terms.(*ast.Every); ok {
		return m.undefined(every.Domain)
	}
	if t, ok := e.Terms.(*ast.Term); ok {
		if dead, why := m.undefined(t); dead {
			return true, why
		}
		f := m.fact(t)
		return f.value != nil && f.value.Compare(ast.Boolean(false)) == 0, f.why
	}
	for _, t := range e.Operands() {
		if dead, why := m.undefined(t); dead {
			return true, why
		}
	}
	if e.IsAssignment() || e.IsEquality() {
		return m.same(e.Operand(0), e.Operand(1))
	}
	return m.call(e)
}

// undefined reports whether a term is never defined, apart from what stands in
// comprehensions and templates.
func (m *mortal) undefined(t *ast.Term) (dead bool, why *Unknown) {
	ast.NewGenericVisitor(func(x any) bool {
		switch x := x.(type) {
		case *ast.ArrayComprehension, *ast.SetComprehension, *ast.ObjectComprehension, *ast.TemplateString:
			return true
		case ast.Ref:
			if d, w := m.ref(x); d {
				dead, why = d, w
			}
		}
		return dead
	}).Walk(t)
	return dead, why
}

func (m *mortal) ref(ref ast.Ref) (dead bool, why *Unknown) {
	if u := m.scope.unknown(ref); u != nil {
		return true, u
	}
	if rules, n := m.lookup(ref); n > 0 {
		f := m.fateOf(nameOf(rules[0]))
		if f.never {
			return !grows(rules[0].Head) || len(ref) > n, f.why
		}
	}
	_, dead, why = m.constant(ref)
	return dead, why
}

// constant follows a reference into a constant; dead reports that it has no
// such member.
func (m *mortal) constant(ref ast.Ref) (f fact, dead bool, why *Unknown) {
	at := 1
	if v, ok := ref[0].Value.(ast.Var); ok {
		f = m.facts[v]
	}
	if rules, n := m.lookup(ref); n > 0 {
		fate := m.fateOf(nameOf(rules[0]))
		if f, at = fate.fact, n; fate.never {
			f = fact{value: nothing(rules[0].Head), why: fate.why}
		}
	}
	for ; at < len(ref) && f.value != nil; at++ {
		if empty(f.value) {
			return fact{}, true, f.why
		}
		if !ast.IsConstant(ref[at].Value) {
			return fact{}, false, nil
		}
		next, err := f.value.Find(ast.Ref{ref[at]})
		if err != nil {
			return fact{}, true, f.why
		}
		f.value = next
	}
	return f, false, nil
}

// nothing is what a rule that grows comes to without members; nil of others.
func nothing(h *ast.Head) ast.Value {
	switch {
	case !grows(h):
		return nil
	case h.RuleKind() == ast.MultiValue && len(h.Ref()) == 1:
		return ast.NewSet()
	}
	return ast.NewObject()
}

// fact is what is known of a term's value.
func (m *mortal) fact(t *ast.Term) fact {
	switch v := t.Value.(type) {
	case ast.Var:
		return m.facts[v]
	case ast.Ref:
		f, _, _ := m.constant(v)
		return f
	case *ast.ArrayComprehension:
		return m.comprehension(v.Body, ast.NewArray())
	case *ast.SetComprehension:
		return m.comprehension(v.Body, ast.NewSet())
	case *ast.ObjectComprehension:
		return m.comprehension(v.Body, ast.NewObject())
	}
	if ast.IsConstant(t.Value) {
		return fact{value: t.Value}
	}
	return fact{}
}

func (m *mortal) comprehension(b ast.Body, without ast.Value) fact {
	inner := &mortal{Reader: m.Reader, scope: m.scope, facts: map[ast.Var]fact{}}
	for v, f := range m.facts {
		inner.facts[v] = f
	}
	if dead, why := inner.body(b); dead {
		return fact{value: without, why: why}
	}
	return fact{}
}

// same learns from two terms that have to be equal.
func (m *mortal) same(a, b *ast.Term) (dead bool, why *Unknown) {
	x, y := m.fact(a), m.fact(b)
	if x.value != nil && y.value != nil {
		return x.value.Compare(y.value) != 0, either(x, y)
	}
	m.learn(a, y)
	m.learn(b, x)
	return false, nil
}

func (m *mortal) learn(t *ast.Term, f fact) {
	if v, ok := t.Value.(ast.Var); ok && f.value != nil && m.facts[v].value == nil {
		m.facts[v] = f
	}
}

func either(a, b fact) *Unknown {
	if a.why != nil {
		return a.why
	}
	return b.why
}

// call looks at a call of a function, whose last operand may be its result.
func (m *mortal) call(e *ast.Expr) (dead bool, why *Unknown) {
	ops, name := e.Operands(), e.Operator().String()
	if rules := m.byName[name]; rules != nil {
		f := m.fateOf(name)
		if f.never {
			return true, f.why
		}
		if len(ops) > len(rules[0].Head.Args) {
			return m.results(ops[len(ops)-1], f.fact)
		}
		return f.value != nil && f.value.Compare(ast.Boolean(false)) == 0, f.why
	}
	out, want := m.builtin(e, name, ops)
	switch {
	case out.value == nil:
		return false, nil
	case len(ops) > want:
		return m.results(ops[want], out)
	}
	return out.value.Compare(ast.Boolean(false)) == 0, out.why
}

// results compares what a function comes to with the term that takes it.
func (m *mortal) results(t *ast.Term, f fact) (dead bool, why *Unknown) {
	if g := m.fact(t); f.value != nil && g.value != nil {
		return f.value.Compare(g.value) != 0, either(f, g)
	}
	m.learn(t, f)
	return false, nil
}

// builtin is the result of some built-in functions of constants, and the
// number of operands that they have.
func (m *mortal) builtin(e *ast.Expr, name string, ops []*ast.Term) (out fact, want int) {
	if name == ast.ObjectGet.Name && len(ops) >= 3 {
		if u, _ := m.scope.get(e); u != nil && ast.IsConstant(ops[2].Value) {
			return fact{value: ops[2].Value, why: u}, 3
		}
		return fact{}, 3
	}
	if len(ops) == 0 {
		return fact{}, 0
	}
	a := m.fact(ops[0])
	if name == ast.Count.Name {
		if n := size(a.value); n >= 0 {
			return fact{value: ast.Number(ast.IntNumberTerm(n).Value.(ast.Number)), why: a.why}, 1
		}
		return fact{}, 1
	}
	if len(ops) < 2 {
		return fact{}, 0
	}
	b := m.fact(ops[1])
	if name == ast.Member.Name && b.value != nil && empty(b.value) {
		return fact{value: ast.Boolean(false), why: b.why}, 2
	}
	if a.value == nil || b.value == nil {
		return fact{}, 2
	}
	if holds, ok := compares(name, a.value.Compare(b.value)); ok {
		return fact{value: ast.Boolean(holds), why: either(a, b)}, 2
	}
	return joined(name, a, b), 2
}

// compares is the result of an operator by the order of its operands.
func compares(name string, order int) (holds, ok bool) {
	switch name {
	case ast.GreaterThan.Name:
		return order > 0, true
	case ast.GreaterThanEq.Name:
		return order >= 0, true
	case ast.LessThan.Name:
		return order < 0, true
	case ast.LessThanEq.Name:
		return order <= 0, true
	case ast.Equal.Name:
		return order == 0, true
	case ast.NotEqual.Name:
		return order != 0, true
	}
	return false, false
}

// joined is the union of sets, or one list after another.
func joined(name string, a, b fact) fact {
	out := fact{why: either(a, b)}
	switch x := a.value.(type) {
	case ast.Set:
		if y, ok := b.value.(ast.Set); ok && name == ast.Or.Name {
			out.value = x.Union(y)
		}
	case *ast.Array:
		if y, ok := b.value.(*ast.Array); ok && name == ast.ArrayConcat.Name {
			for i := range y.Len() {
				x = x.Append(y.Elem(i))
			}
			out.value = x
		}
	}
	return out
}

func size(v ast.Value) int {
	switch v := v.(type) {
	case *ast.Array:
		return v.Len()
	case ast.Set:
		return v.Len()
	case ast.Object:
		return v.Len()
	}
	return -1
}

func empty(v ast.Value) bool { return size(v) == 0 }
