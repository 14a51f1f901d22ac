package policy

import (
	"fmt"
	"maps"
	"slices"

	"github.com/aicomply/aicomply/internal/suggest"
	"github.com/open-policy-agent/opa/v1/ast"
)

// shape is a JSON Schema as far as names go. A shape without properties,
// values and items says nothing about what is below it.
type shape struct {
	properties map[string]*shape
	values     *shape // of an object with any keys (additionalProperties)
	items      *shape // of an array
}

func newShape(schema any) *shape {
	m, _ := schema.(map[string]any)
	s := &shape{}
	if props, ok := m["properties"].(map[string]any); ok {
		s.properties = make(map[string]*shape, len(props))
		for name, p := range props {
			s.properties[name] = newShape(p)
		}
	}
	if values, ok := m["additionalProperties"].(map[string]any); ok {
		s.values = newShape(values)
	}
	if items, ok := m["items"].(map[string]any); ok {
		s.items = newShape(items)
	}
	return s
}

// below is what a key of a value of this shape leads to; nil = not known. ok
// is false when an object of this shape has no such key.
func (s *shape) below(key *ast.Term) (next *shape, ok bool) {
	name, constant := key.Value.(ast.String)
	switch {
	case s.items != nil:
		return s.items, true
	case s.properties != nil && constant:
		if next, ok = s.properties[string(name)]; ok {
			return next, true
		}
		return s.values, s.values != nil
	case s.properties == nil:
		return s.values, true
	}
	return nil, true
}

// inputCheck finds names that the input does not have where OPA's own type
// checker is silent: below maps with any keys, such as input.derived.node[ref],
// and in the bodies of every. It follows references that begin with input, and
// variables that are assigned such a reference or drawn from one by some … in
// and every … in, within one rule. It does not follow values through function
// arguments, comprehensions or other rules.
type inputCheck struct {
	parser  *parser
	root    *shape
	aliases map[ast.Var]*shape
}

func (p *pack) checkInput(c *ast.Compiler) {
	if p.opts.InputSchema == nil {
		return
	}
	root := newShape(p.opts.InputSchema())
	for _, name := range slices.Sorted(maps.Keys(c.Modules)) {
		for _, r := range c.Modules[name].Rules {
			check := inputCheck{parser: &p.parser, root: root, aliases: map[ast.Var]*shape{}}
			check.learn(r)
			ast.WalkRefs(r, check.ref)
		}
	}
}

// learn finds the variables that stand for a part of the input. One may be
// taken from another that stands further down, hence the repetition; the
// compiler has given every variable of a rule a name of its own.
func (c *inputCheck) learn(r any) {
	for range 8 {
		before := len(c.aliases)
		ast.WalkExprs(r, func(e *ast.Expr) bool {
			if every, ok := e.Terms.(*ast.Every); ok {
				c.learnEvery(every)
			}
			if len(e.With) == 0 && (e.IsEquality() || e.IsAssignment()) {
				c.alias(e.Operand(0), e.Operand(1))
				c.alias(e.Operand(1), e.Operand(0))
			}
			return false
		})
		if len(c.aliases) == before {
			return
		}
	}
}

func (c *inputCheck) learnEvery(e *ast.Every) {
	domain, v := c.shapeOf(e.Domain), ast.Var("")
	if e.Value != nil {
		v, _ = e.Value.Value.(ast.Var)
	}
	if domain == nil || v == "" {
		return
	}
	if next, _ := domain.below(ast.VarTerm("any")); next != nil {
		c.aliases[v] = next
	}
}

func (c *inputCheck) alias(to, from *ast.Term) {
	v, ok := to.Value.(ast.Var)
	if !ok {
		return
	}
	if s := c.shapeOf(from); s != nil {
		c.aliases[v] = s
	}
}

// shapeOf is the shape of a variable or reference; nil = not known.
func (c *inputCheck) shapeOf(t *ast.Term) *shape {
	switch v := t.Value.(type) {
	case ast.Var:
		return c.aliases[v]
	case ast.Ref:
		s, _ := c.follow(v)
		return s
	}
	return nil
}

// follow is the shape that a reference leads to, and the index of the first
// term that names nothing, or 0.
func (c *inputCheck) follow(ref ast.Ref) (*shape, int) {
	s := c.root
	if !ref[0].Equal(ast.InputRootDocument) {
		v, _ := ref[0].Value.(ast.Var)
		s = c.aliases[v]
	}
	for i := 1; i < len(ref) && s != nil; i++ {
		next, ok := s.below(ref[i])
		if !ok {
			return s, i
		}
		s = next
	}
	return s, 0
}

func (c *inputCheck) ref(ref ast.Ref) bool {
	s, i := c.follow(ref)
	if i == 0 {
		return false
	}
	word, _ := ref[i].Value.(ast.String)
	at := ref[i].Location
	if at == nil {
		at = ref[0].Location
	}
	c.parser.diags.addAt(c.parser.rangeOf(at), "Unknown name in a policy",
		fmt.Sprintf("The input has no %q here.%s", string(word), suggest.OneOf(string(word), slices.Sorted(maps.Keys(s.properties)))))
	return false
}
