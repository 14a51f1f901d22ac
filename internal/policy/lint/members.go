package lint

import (
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/aicomply/aicomply/internal/policy"
	"github.com/aicomply/aicomply/internal/suggest"
)

// findings looks at what the deny rules of our policies are made of, as far as
// it is written out: members that a finding does not have, a kind or severity
// that there is not, a path to nothing.
func (c *checker) findings(m *ast.Module) {
	if c.suite.Foreign || idOf(m) == "" {
		return
	}
	for _, r := range m.Rules {
		if r.Head.Ref()[0].Value.Compare(ast.Var("deny")) != 0 || r.Head.RuleKind() != ast.MultiValue {
			continue
		}
		t := r.Head.Key
		vars := assigned(r)
		if v, ok := t.Value.(ast.Var); ok && vars[v] != nil {
			t = vars[v]
		}
		if o, ok := t.Value.(ast.Object); ok && constantKeys(o) {
			c.finding(t, o)
		}
	}
}

func constantKeys(o ast.Object) bool {
	return !slices.ContainsFunc(o.Keys(), func(k *ast.Term) bool { _, ok := k.Value.(ast.String); return !ok })
}

func (c *checker) finding(t *ast.Term, o ast.Object) {
	for _, need := range []string{"path", "message"} {
		if o.Get(ast.StringTerm(need)) == nil {
			c.fail(t.Location, "Finding without "+need, "Each finding of deny has a path and a message.")
		}
	}
	o.Foreach(func(k, v *ast.Term) {
		name, _ := k.Value.(ast.String)
		switch name {
		case "kind":
			c.word(v, "kind", policy.Kinds())
		case "severity":
			c.word(v, "severity", policy.Severities())
		case "path":
			c.path(v)
		default:
			if known := policy.Members(); !slices.Contains(known, string(name)) {
				c.fail(k.Location, "Unknown member of a finding", "A finding has no %q.%s", string(name), suggest.OneOf(string(name), known))
			}
		}
	})
}

// word looks at a text that has to be one of a list.
func (c *checker) word(t *ast.Term, what string, known []string) {
	if s, ok := t.Value.(ast.String); ok && !slices.Contains(known, string(s)) {
		c.fail(t.Location, "Unknown "+what, "%q is no %s of a finding.%s", string(s), what, suggest.OneOf(string(s), known))
	}
}

// path follows the names of a path that are written out.
func (c *checker) path(t *ast.Term) {
	list, ok := t.Value.(*ast.Array)
	if !ok || c.root == nil {
		return
	}
	s := c.root
	for i := 0; i < list.Len() && s != nil; i++ {
		if s.Items != nil { // the label of a block, or an index
			s = s.Items
			continue
		}
		next, ok := s.Below(list.Elem(i))
		if !ok {
			name, _ := list.Elem(i).Value.(ast.String)
			c.fail(list.Elem(i).Location, "Path to nothing", "A manifest has no %q there.%s", string(name), suggest.OneOf(string(name), s.Names()))
			return
		}
		s = next
	}
}
