package policy

import (
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// The bounds of a line of values.
const (
	maxFacts = 6  // values
	maxValue = 80 // bytes of one
)

// fact is what a part of an expression came to.
type fact struct {
	label string
	value *ast.Term // nil = undefined
}

// facts are those of the expressions of one line.
type facts struct {
	list    []fact
	nothing string // what it would draw from, and cannot
}

// facts gathers what the variables and references on the line of an expression
// stand for, of those expressions that were evaluated.
func (s *steps) facts(f *stepFrame, i int, ev *topdown.Event) *facts {
	out := &facts{}
	row := rowOf(f.exprs[i])
	for j := 0; j <= i && j < len(f.exprs); j++ {
		if e := f.exprs[j]; e != nil && rowOf(e) == row {
			s.expression(out, e, ev)
		}
	}
	return out
}

func (s *steps) expression(to *facts, e *ast.Expr, ev *topdown.Event) {
	terms, call := e.Terms.([]*ast.Term)
	switch t := e.Terms.(type) {
	case *ast.Term:
		terms = []*ast.Term{t}
	case *ast.Not:
		for _, inner := range t.Body {
			s.expression(to, inner, ev)
		}
		return
	}
	if call {
		operator := terms[0]
		terms = terms[1:]
		last := terms[max(0, len(terms)-1):]
		ref, _ := operator.Value.(ast.Ref)
		if e.Location != nil && s.world.compiler.GetArity(ref) == len(terms)-1 && len(last) == 1 && s.computed(last[0]) {
			to.add(string(e.Location.Text), ev.Plug(last[0]))
		}
	}
	for _, t := range terms {
		s.term(to, t, ev)
	}
}

// term gathers what stands in one term, but for what closures make.
func (s *steps) term(to *facts, t *ast.Term, ev *topdown.Event) {
	ast.NewGenericVisitor(func(x any) bool {
		switch x := x.(type) {
		case *ast.ArrayComprehension, *ast.SetComprehension, *ast.ObjectComprehension:
			return true
		case *ast.Term:
			switch v := x.Value.(type) {
			case ast.Ref:
				s.reference(to, v, ev)
				return true
			case ast.Var:
				if name := s.name(v); name != "" {
					to.add(name, ev.Plug(x))
				}
			}
		}
		return false
	}).Walk(t)
}

// asks reports whether an expression itself names a rule, whose bodies say more.
func (s *steps) asks(e *ast.Expr) bool {
	found := false
	ast.WalkRefs(e, func(ref ast.Ref) bool {
		found = found || ref[0].Equal(ast.DefaultRootDocument)
		return found
	})
	return found
}

// computed reports whether a term is a variable that the compiler made.
func (s *steps) computed(t *ast.Term) bool {
	v, ok := t.Value.(ast.Var)
	return ok && s.name(v) == ""
}

// name is what the author of a policy called a variable, or "".
func (s *steps) name(v ast.Var) string {
	if as, ok := s.world.compiler.RewrittenVars[v]; ok {
		v = as
	}
	if v.IsGenerated() || v.IsWildcard() || strings.HasPrefix(string(v), "__") || ast.ReservedVars.Contains(v) {
		return ""
	}
	return string(v)
}

// reference follows a reference as far as what it stands on is known.
func (s *steps) reference(to *facts, ref ast.Ref, ev *topdown.Event) {
	head := ref[0]
	at, label := ev.Plug(head), ""
	switch {
	case head.Equal(ast.DefaultRootDocument):
		return
	case head.Equal(ast.InputRootDocument):
		at, label = ev.Input(), "input"
	default:
		v, _ := head.Value.(ast.Var)
		if label = s.name(v); label == "" {
			label = "…"
		}
	}
	for _, key := range ref[1:] {
		k := ev.Plug(key)
		if _, open := k.Value.(ast.Var); open {
			if at != nil && isEmpty(at.Value) {
				to.nothing = label
			}
			to.add(label, at)
			return
		}
		if at != nil {
			at = member(at.Value, k)
		}
		label += s.step(key, k)
	}
	to.add(label, at)
}

// step is how one key of a reference is written: .region, [0], [name].
func (s *steps) step(key, value *ast.Term) string {
	if v, ok := key.Value.(ast.Var); ok {
		if name := s.name(v); name != "" {
			return "[" + name + "]"
		}
	}
	if text, ok := value.Value.(ast.String); ok && ast.IsVarCompatibleString(string(text)) {
		return "." + string(text)
	}
	return "[" + inShort(value) + "]"
}

func member(v ast.Value, key *ast.Term) *ast.Term {
	switch v := v.(type) {
	case ast.Object:
		return v.Get(key)
	case *ast.Array:
		return v.Get(key)
	case ast.Set:
		if v.Contains(key) {
			return key
		}
	}
	return nil
}

func isEmpty(v ast.Value) bool {
	switch v := v.(type) {
	case ast.Object:
		return v.Len() == 0
	case *ast.Array:
		return v.Len() == 0
	case ast.Set:
		return v.Len() == 0
	}
	return false
}

// add adds a value. A variable that has none yet says nothing.
func (f *facts) add(label string, value *ast.Term) {
	if value != nil {
		if _, open := value.Value.(ast.Var); open {
			return
		}
	}
	label = clipTo(strings.Join(strings.Fields(label), " "), maxValue)
	for i, o := range f.list {
		if o.label == label {
			return
		}
		if value != nil && o.value != nil && !ast.IsScalar(value.Value) && value.Equal(o.value) { // a variable, and what it was drawn from
			f.list[i].label += " = " + label
			return
		}
	}
	f.list = append(f.list, fact{label, value})
}

// text lists the values: "s.region is undefined, n = 3".
func (f *facts) text() string {
	var parts []string
	for _, x := range f.list[:min(len(f.list), maxFacts)] {
		if x.value == nil {
			parts = append(parts, x.label+" is undefined")
		} else {
			parts = append(parts, x.label+" = "+inShort(x.value))
		}
	}
	if len(f.list) > maxFacts {
		parts = append(parts, "…")
	}
	return strings.Join(parts, ", ")
}

// reason says why an expression does not hold, as far as it can be told.
func (f *facts) reason(e *ast.Expr, asks bool) string {
	undefined := slices.ContainsFunc(f.list, func(x fact) bool { return x.value == nil })
	_, not := e.Terms.(*ast.Not)
	switch {
	case e.Negated || not:
		return "false, as what is negated holds"
	case undefined:
		return "undefined"
	case f.nothing != "":
		return "nothing in " + f.nothing
	case asks:
		return "false or undefined"
	}
	return "false"
}

// inShort is a value on one line, cut short. A large value is not written out first.
func inShort(t *ast.Term) string {
	if t == nil {
		return ""
	}
	if s, ok := t.Value.(ast.String); ok {
		return ast.String(clipTo(string(s), maxValue)).String()
	}
	if size(t.Value, 1<<12) > 1<<12 {
		return "a large " + ast.ValueName(t.Value)
	}
	return clipTo(t.Value.String(), maxValue)
}
