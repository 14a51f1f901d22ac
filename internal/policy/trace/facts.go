package trace

import (
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// maxFacts is how many values are shown of one line.
const maxFacts = 4

// fact is what a part of an expression came to.
type fact struct {
	label string
	value *ast.Term // nil = undefined
	call  bool
}

// facts are those of the expressions of one line.
type facts struct {
	list    []fact
	nothing string // what it would draw from, and cannot
}

// facts gathers what the variables and references on the line of an expression
// stand for, of those expressions that were evaluated.
func (r *Recorder) facts(f *frame, i int, ev *topdown.Event) *facts {
	out := &facts{}
	row := rowOf(f.exprs[i])
	for j := 0; j <= i && j < len(f.exprs); j++ {
		if e := f.exprs[j]; e != nil && rowOf(e) == row {
			r.expression(out, e, ev)
		}
	}
	return out
}

func (r *Recorder) expression(to *facts, e *ast.Expr, ev *topdown.Event) {
	switch t := e.Terms.(type) {
	case *ast.Term:
		r.term(to, t, ev)
	case *ast.Not:
		for _, inner := range t.Body {
			r.expression(to, inner, ev)
		}
	case []*ast.Term:
		for _, t := range t[1:] {
			r.term(to, t, ev)
		}
		if out := r.result(t); out != nil && e.Location != nil {
			value := ev.Plug(out)
			if _, open := value.Value.(ast.Var); open {
				value = nil
			}
			to.add(string(e.Location.Text), value, true)
		}
	}
}

// result is the variable that the compiler made for what a call comes to, or nil.
func (r *Recorder) result(call []*ast.Term) *ast.Term {
	ref, _ := call[0].Value.(ast.Ref)
	if len(call) < 2 || r.compiler.GetArity(ref) != len(call)-2 {
		return nil
	}
	out := call[len(call)-1]
	if v, ok := out.Value.(ast.Var); ok && r.name(v) == "" {
		return out
	}
	return nil
}

// term gathers what stands in one term, but for what closures make.
func (r *Recorder) term(to *facts, t *ast.Term, ev *topdown.Event) {
	ast.NewGenericVisitor(func(x any) bool {
		switch x := x.(type) {
		case *ast.ArrayComprehension, *ast.SetComprehension, *ast.ObjectComprehension:
			return true
		case *ast.Term:
			switch v := x.Value.(type) {
			case ast.Ref:
				r.reference(to, v, ev)
				return true
			case ast.Var:
				if name := r.name(v); name != "" {
					to.add(name, ev.Plug(x), false)
				}
			}
		}
		return false
	}).Walk(t)
}

// name is what the author of a policy called a variable, or "".
func (r *Recorder) name(v ast.Var) string {
	if as, ok := r.compiler.RewrittenVars[v]; ok {
		v = as
	}
	if v.IsGenerated() || v.IsWildcard() || strings.HasPrefix(string(v), "__") || ast.ReservedVars.Contains(v) {
		return ""
	}
	return string(v)
}

// reference follows a reference as far as what it stands on is known.
func (r *Recorder) reference(to *facts, ref ast.Ref, ev *topdown.Event) {
	head := ref[0]
	at, label, named := ev.Plug(head), "", true
	switch {
	case head.Equal(ast.DefaultRootDocument):
		return
	case head.Equal(ast.InputRootDocument):
		at, label = ev.Input(), "input"
	default:
		v, _ := head.Value.(ast.Var)
		if label = r.name(v); label == "" { // what a call came to, or the like
			label, named = "…", false
		}
	}
	for _, key := range ref[1:] {
		k := ev.Plug(key)
		if v, ok := key.Value.(ast.Var); ok && r.name(v) != "" {
			to.add(r.name(v), k, false)
		}
		if _, open := k.Value.(ast.Var); open {
			if at != nil && isEmpty(at.Value) {
				to.nothing = label
			}
			if named {
				to.add(label, at, false)
			}
			return
		}
		if at != nil {
			at = member(at.Value, k)
		}
		label += r.step(key, k)
	}
	if named || at == nil {
		to.add(label, at, false)
	}
}

// step is how one key of a reference is written: .region, [0], [name].
func (r *Recorder) step(key, value *ast.Term) string {
	if v, ok := key.Value.(ast.Var); ok {
		if name := r.name(v); name != "" {
			return "[" + name + "]"
		}
	}
	if text, ok := value.Value.(ast.String); ok && ast.IsVarCompatibleString(string(text)) {
		return "." + string(text)
	}
	return "[" + Short(value) + "]"
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

// add adds a value. A variable that has none yet says nothing. What one
// expression makes another of, a variable and what it was drawn from for
// instance, is said once.
func (f *facts) add(label string, value *ast.Term, call bool) {
	if value != nil {
		if _, open := value.Value.(ast.Var); open {
			return
		}
	}
	label = clip(strings.Join(strings.Fields(label), " "), maxValue)
	if slices.ContainsFunc(f.list, func(o fact) bool { return o.label == label }) {
		return
	}
	for i, o := range f.list {
		switch same := value != nil && o.value != nil && value.Equal(o.value); {
		case same && o.call:
			f.list[i] = fact{label: label + " = " + o.label, value: value}
			return
		case same && !ast.IsScalar(value.Value):
			f.list[i].label += " = " + label
			return
		}
	}
	f.list = append(f.list, fact{label, value, call})
}

// text lists the values: "s.region is undefined, n = 3".
func (f *facts) text() string {
	var parts []string
	for _, x := range f.list[:min(len(f.list), maxFacts)] {
		if x.value == nil {
			parts = append(parts, x.label+" is undefined")
		} else {
			parts = append(parts, x.label+" = "+Short(x.value))
		}
	}
	if len(f.list) > maxFacts {
		parts = append(parts, "…")
	}
	return strings.Join(parts, ", ")
}

// failure says why an expression does not hold, as far as it can be told.
func (f *facts) failure(e *ast.Expr) string {
	values := f.text()
	_, not := e.Terms.(*ast.Not)
	reason := "false"
	switch {
	case e.Negated || not:
		reason = "false, as what is negated holds"
	case slices.ContainsFunc(f.list, func(x fact) bool { return x.value == nil }):
		return values
	case f.nothing != "":
		reason = "nothing in " + f.nothing
	case asksRule(e):
		reason = "false or undefined"
	}
	if values == "" {
		return reason
	}
	return reason + ": " + values
}

// asksRule reports whether an expression itself names a rule, whose bodies say more.
func asksRule(e *ast.Expr) bool {
	found := false
	ast.WalkRefs(e, func(ref ast.Ref) bool {
		found = found || ref[0].Equal(ast.DefaultRootDocument)
		return found
	})
	return found
}
