package infer

import (
	"fmt"

	"github.com/open-policy-agent/opa/v1/ast"
)

// Unknown is a name in a rule that no value at its place has.
type Unknown struct {
	At   *ast.Location
	Of   *Shape // of the values that do not have it
	Word string
}

// String is the name with the way to it, "input.flows", as far as it is known.
func (u *Unknown) String() string {
	if u.Of.Path == "" {
		return u.Word
	}
	return u.Of.Path + "." + u.Word
}

// Hint says how to get at what a text as the key of an array is meant to be, or
// is "".
func (u *Unknown) Hint() string {
	if !u.Of.Array || u.Of.Path == "" {
		return ""
	}
	return fmt.Sprintf(" %s is an array: write some x in %s, and look at x.name.", u.Of.Path, u.Of.Path)
}

// Unknown calls f with each name in a rule that nothing has: of references, and
// of object.get. What is evaluated with another input is left out.
func (s *Scope) Unknown(r *ast.Rule, f func(*Unknown)) {
	walk(r, func(e *ast.Expr) {
		if u, _ := s.get(e); u != nil {
			f(u)
		}
	}, func(ref ast.Ref) {
		if u := s.unknown(ref); u != nil {
			f(u)
		}
	}, nil)
}

// walk visits the expressions of a rule and the references in them, also those
// in comprehensions and in else. Expressions with an input or data of their own
// are only told to other, unless that is nil.
func walk(r *ast.Rule, expr func(*ast.Expr), ref func(ast.Ref), other func(*ast.Expr)) {
	ast.NewGenericVisitor(func(x any) bool {
		switch x := x.(type) {
		case *ast.Expr:
			if len(x.With) > 0 {
				if other != nil {
					other(x)
				}
				return true
			}
			expr(x)
		case ast.Ref:
			ref(x)
		}
		return false
	}).Walk(r)
}

// unknown is the first name of a reference that nothing has, or nil.
func (s *Scope) unknown(ref ast.Ref) *Unknown {
	of, i := s.Follow(ref)
	if i == 0 || of == nil {
		return nil
	}
	return named(of, ref[i], ref[0])
}

func named(of *Shape, key, head *ast.Term) *Unknown {
	word, _ := key.Value.(ast.String)
	u := &Unknown{At: key.Location, Of: of, Word: string(word)}
	if u.At == nil {
		u.At = head.Location
	}
	return u
}

// get is the name that object.get asks for and nothing has, or nil. known
// reports whether what it asks for is written out, and there.
func (s *Scope) get(e *ast.Expr) (u *Unknown, known bool) {
	if !e.IsCall() || len(e.Operands()) < 2 || e.Operator().String() != ast.ObjectGet.Name {
		return nil, false
	}
	at := s.Of(e.Operand(0))
	keys := []*ast.Term{e.Operand(1)}
	if path, ok := keys[0].Value.(*ast.Array); ok {
		keys = nil
		path.Foreach(func(t *ast.Term) { keys = append(keys, t) })
	}
	for _, k := range keys {
		if at == nil || at == never {
			return nil, false
		}
		next, ok := at.Below(k)
		if _, text := k.Value.(ast.String); text && !ok {
			return named(at, k, e.Operand(0)), false
		}
		at = next
	}
	return nil, true
}
