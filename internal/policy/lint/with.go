package lint

import (
	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/aicomply/aicomply/internal/policy/infer"
	"github.com/aicomply/aicomply/internal/suggest"
)

// maxCalls bounds how many helpers a made-up input is followed through.
const maxCalls = 6

// testInputs looks for names in the made-up input of tests that the real one
// does not have: such a test shows nothing. It follows helpers of the same
// file that make an input, and what is passed to them.
func (c *checker) testInputs(m *ast.Module) {
	t := &testInput{checker: c, module: m, seen: map[*ast.Term]bool{}}
	for _, r := range m.Rules {
		for b := r; b != nil; b = b.Else {
			locals := assigned(b)
			ast.WalkExprs(b, func(e *ast.Expr) bool {
				for _, w := range e.With {
					t.with(w, locals)
				}
				return false
			})
		}
	}
}

type testInput struct {
	*checker
	module *ast.Module
	seen   map[*ast.Term]bool // texts that were reported
}

// assigned are the terms that variables of a rule are set to.
func assigned(r *ast.Rule) map[ast.Var]*ast.Term {
	out := map[ast.Var]*ast.Term{}
	ast.WalkExprs(r, func(e *ast.Expr) bool {
		if e.IsAssignment() {
			if v, ok := e.Operand(0).Value.(ast.Var); ok {
				out[v] = e.Operand(1)
			}
		}
		return false
	})
	return out
}

func (t *testInput) with(w *ast.With, locals map[ast.Var]*ast.Term) {
	s := t.root
	switch target := w.Target.Value.(type) {
	case ast.Var:
		if target != ast.InputRootDocument.Value {
			return
		}
	case ast.Ref:
		if !target[0].Equal(ast.InputRootDocument) {
			return
		}
		for _, key := range target[1:] {
			next, ok := s.Below(key)
			if !ok {
				t.report(key, s)
				return
			}
			s = next
		}
	default:
		return
	}
	t.value(w.Value, s, locals, 0)
}

func (t *testInput) report(key *ast.Term, s *infer.Shape) {
	word, _ := key.Value.(ast.String)
	if t.seen[key] {
		return
	}
	t.seen[key] = true
	t.doubt(key.Location, "Unknown name in the input of a test", "The input has no %q here, so that the test shows nothing of a real deployment.%s", string(word), suggest.OneOf(string(word), s.Names()))
}

// value compares a term with the shape that it should have.
func (t *testInput) value(x *ast.Term, s *infer.Shape, vars map[ast.Var]*ast.Term, depth int) {
	if s == nil || x == nil || depth > maxCalls {
		return
	}
	each := func(item *ast.Term) { t.value(item, s.Items, vars, depth) }
	switch v := x.Value.(type) {
	case ast.Object:
		v.Foreach(func(key, item *ast.Term) {
			next, ok := s.Below(key)
			if !ok {
				t.report(key, s)
				return
			}
			t.value(item, next, vars, depth)
		})
	case *ast.Array:
		v.Foreach(each)
	case ast.Set:
		v.Foreach(each)
	case *ast.ArrayComprehension:
		t.value(v.Term, s.Items, vars, depth)
	case ast.Var:
		if to, ok := vars[v]; ok && to != x {
			t.value(to, s, vars, depth+1)
		} else {
			t.call(x, nil, s, vars, depth)
		}
	case ast.Ref:
		t.call(x, nil, s, vars, depth)
	case ast.Call:
		switch v[0].String() {
		case ast.ObjectUnion.Name:
			t.value(v[1], s, vars, depth)
			t.value(v[2], s, vars, depth)
		case ast.ArrayConcat.Name:
			t.value(v[1], s, vars, depth)
			t.value(v[2], s, vars, depth)
		default:
			t.call(v[0], v[1:], s, vars, depth)
		}
	}
}

// call compares what a helper of the file makes of its arguments.
func (t *testInput) call(name *ast.Term, args []*ast.Term, s *infer.Shape, outer map[ast.Var]*ast.Term, depth int) {
	for _, r := range t.module.Rules {
		if r.Head.Ref().String() != name.String() || len(r.Head.Args) != len(args) || r.Head.Value == nil {
			continue
		}
		vars := assigned(r)
		for i, p := range r.Head.Args {
			v, ok := p.Value.(ast.Var)
			if !ok {
				continue
			}
			arg := args[i]
			if w, isVar := arg.Value.(ast.Var); isVar {
				arg = outer[w] // nil = not known
			}
			if arg != nil && arg.IsGround() {
				vars[v] = arg
			}
		}
		t.value(r.Head.Value, s, vars, depth+1)
	}
}
