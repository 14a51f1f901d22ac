package mutation

import (
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

func (f *finder) rule(r *ast.Rule) {
	h := r.Head
	for _, t := range h.Reference[min(1, len(h.Reference)):] {
		if h.Key == nil || !t.Equal(h.Key) { // a partial rule's key is part of both
			f.term(t)
		}
	}
	for _, t := range h.Args {
		f.term(t)
	}
	f.term(h.Key)
	f.term(h.Value)
	f.body(r.Body)
	if r.Else != nil {
		f.rule(r.Else)
	}
}

func (f *finder) body(b ast.Body) {
	for _, e := range b {
		f.expr(e)
	}
}

func (f *finder) expr(e *ast.Expr) {
	if isTrue(e) && !keyword(f.rest(e.Location), "true") {
		return // the body of a rule that has none
	}
	f.condition(e)
	switch terms := e.Terms.(type) {
	case *ast.Term:
		f.term(terms)
	case []*ast.Term:
		f.call(terms)
		if !e.Negated && isMember(terms[0]) {
			f.add(Membership, e.Location.Offset, e.Location.Offset, "not ")
		}
	case *ast.SomeDecl:
		for _, t := range terms.Symbols {
			if call, ok := t.Value.(ast.Call); ok { // some x in y
				f.terms(call[1:])
			}
		}
	case *ast.Every:
		f.term(terms.Domain)
		f.body(terms.Body)
	}
	for _, w := range e.With {
		f.term(w.Value)
	}
}

func isTrue(e *ast.Expr) bool {
	t, ok := e.Terms.(*ast.Term)
	return ok && !e.Negated && len(e.With) == 0 && t.Value.Compare(ast.Boolean(true)) == 0
}

// condition takes a condition of a body away, and its negation.
func (f *finder) condition(e *ast.Expr) {
	at, text := e.Location, string(e.Location.Text)
	if !strings.HasPrefix(f.rest(at), text) || text == "" {
		f.lost("condition", at)
		return
	}
	if !isTrue(e) {
		f.add(Condition, at.Offset, at.Offset+len(text), "true")
	}
	if !e.Negated {
		return
	}
	after, ok := strings.CutPrefix(text, "not")
	if !ok {
		f.lost("negation", at)
		return
	}
	after = strings.TrimLeft(after, " \t\r\n")
	f.add(Negation, at.Offset, at.Offset+len(text)-len(after), "")
}

func (f *finder) terms(ts []*ast.Term) {
	for _, t := range ts {
		f.term(t)
	}
}

// term goes into a value. Names after a dot are no constants: another name is
// refused by the type checker.
func (f *finder) term(t *ast.Term) {
	if t == nil {
		return
	}
	switch v := t.Value.(type) {
	case ast.String:
		f.string(t)
	case ast.Number:
		f.number(t)
	case ast.Boolean:
		f.boolean(t, bool(v))
	case ast.Ref:
		f.terms(v)
	case ast.Call:
		f.call(v)
	case *ast.Array:
		f.elements(t, "[]")
		v.Foreach(f.term)
	case ast.Set:
		f.elements(t, "set()")
		v.Foreach(f.term)
	case ast.Object:
		f.object(v)
	case *ast.ArrayComprehension:
		f.term(v.Term)
		f.body(v.Body)
	case *ast.SetComprehension:
		f.term(v.Term)
		f.body(v.Body)
	case *ast.ObjectComprehension:
		f.term(v.Key)
		f.term(v.Value)
		f.body(v.Body)
	}
}

func (f *finder) object(o ast.Object) {
	o.Foreach(func(k, v *ast.Term) {
		f.term(k)
		if k.Value.Compare(ast.String("message")) != 0 {
			f.term(v)
		}
	})
}

// call is an operator or a function with its arguments.
func (f *finder) call(terms []*ast.Term) {
	name := terms[0].Value.String()
	if name == "sprintf" {
		return
	}
	f.operator(terms[0], name)
	f.terms(terms[1:])
}

func isMember(t *ast.Term) bool {
	name := t.Value.String()
	return name == ast.Member.Name || name == ast.MemberWithKey.Name
}
