package lint

import (
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/aicomply/aicomply/internal/policy/infer"
	"github.com/aicomply/aicomply/internal/suggest"
)

// values looks for names and texts in one rule that nothing has.
type values struct {
	*checker
	scope *infer.Scope
}

func (v *values) rule(r *ast.Rule) {
	params := v.scope.Params(r)
	for n, t := range r.Head.Args {
		if n < len(params) {
			v.allowed(t, params[n])
		}
	}
	ast.WalkRefs(r, func(ref ast.Ref) bool { v.ref(ref); return false })
	ast.WalkExprs(r, func(e *ast.Expr) bool { v.expr(e); return false })
}

// ref reports the first name of a reference that nothing has. Those that start
// at the input itself are what loading has checked.
func (v *values) ref(ref ast.Ref) {
	s, i := v.scope.Follow(ref)
	if i == 0 || s == nil {
		return
	}
	word, _ := ref[i].Value.(ast.String)
	at := ref[i].Location
	if at == nil {
		at = ref[0].Location
	}
	v.unknown(at, string(word), s)
}

func (c *checker) unknown(at *ast.Location, word string, s *infer.Shape) {
	c.fail(at, "Unknown name in a policy", "The input has no %q here.%s", word, oneOf(word, s.Names()))
}

// oneOf names the nearest candidate, or all of them.
func oneOf(word string, candidates []string) string {
	if s := suggest.DidYouMean(word, candidates); s != "" {
		return s
	}
	const most = 12
	if len(candidates) > most {
		return " It can be " + strings.Join(candidates[:most], ", ") + ", …"
	}
	return " It can be " + strings.Join(candidates, ", ") + "."
}

func (v *values) expr(e *ast.Expr) {
	if !e.IsCall() {
		return
	}
	ops := e.Operands()
	switch name := e.Operator().String(); {
	case len(ops) == 2 && slices.Contains([]string{ast.Equality.Name, ast.Equal.Name, ast.NotEqual.Name, ast.Assign.Name}, name):
		v.allowed(ops[0], v.scope.Of(ops[1]))
		v.allowed(ops[1], v.scope.Of(ops[0]))
	case name == ast.Member.Name && len(ops) >= 2:
		v.members(ops[1], v.scope.Of(ops[0]))
		v.allowed(ops[0], v.scope.Member(ops[1]))
	case name == ast.ObjectGet.Name && len(ops) >= 2:
		v.get(v.scope.Of(ops[0]), ops[1])
	}
}

// members looks at each text of a list or set that is written out.
func (v *values) members(t *ast.Term, s *infer.Shape) {
	each := func(x *ast.Term) { v.allowed(x, s) }
	switch list := t.Value.(type) {
	case *ast.Array:
		list.Foreach(each)
	case ast.Set:
		list.Foreach(each)
	}
}

// allowed reports a text that the value it is compared with never is.
func (v *values) allowed(t *ast.Term, s *infer.Shape) {
	text, ok := t.Value.(ast.String)
	if !ok || s == nil || s.Enum == nil || slices.Contains(s.Enum, string(text)) {
		return
	}
	v.fail(t.Location, "Value that is never there", "%q is compared with an attribute that is never that.%s", string(text), oneOf(string(text), s.Enum))
}

// get looks at the names that object.get asks for.
func (v *values) get(s *infer.Shape, key *ast.Term) {
	keys := []*ast.Term{key}
	if path, ok := key.Value.(*ast.Array); ok {
		keys = nil
		path.Foreach(func(t *ast.Term) { keys = append(keys, t) })
	}
	for _, k := range keys {
		if s == nil {
			return
		}
		next, ok := s.Below(k)
		if word, text := k.Value.(ast.String); text && !ok {
			v.unknown(k.Location, string(word), s)
			return
		}
		s = next
	}
}
