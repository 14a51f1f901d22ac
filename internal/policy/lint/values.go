package lint

import (
	"slices"

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
	if !v.suite.Foreign { // of which loading says it
		v.scope.Unknown(r, v.unknown)
	}
	ast.WalkExprs(r, func(e *ast.Expr) bool { v.expr(e); return false })
}

func (c *checker) unknown(u *infer.Unknown) {
	c.fail(u.At, "Unknown name in a policy", "The input has no %q here.%s", u.Word, suggest.OneOf(u.Word, u.Of.Names())+u.Hint())
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
	v.fail(t.Location, "Value that is never there", "%q is compared with an attribute that is never that.%s", string(text), suggest.OneOf(string(text), s.Enum))
}
