package provenance

import (
	"github.com/open-policy-agent/opa/v1/ast"
)

// Rules is what can be said of rules before anything is evaluated. It can be
// used by any number of tracers at the same time.
type Rules struct {
	paths  *node                    // of rules, from data on
	rules  map[*ast.Rule]*ruleFacts // with their else branches
	bodies map[*ast.Expr]*uses      // of comprehensions, every and not, by their first expression
	heads  map[*ast.Expr]*ast.Term  // what a comprehension makes, by the same
	closes map[*ast.Expr]bool       // expressions with a comprehension in them

	member, objectGet ast.Ref // built-in functions that say where they look
}

// node is a word of a rule's path, and what is below it.
type node struct {
	rule  bool // a rule has this path
	below map[string]*node
}

// ruleFacts is what can be said of one rule.
type ruleFacts struct {
	path      *node     // without the key that its head adds
	head, key *ast.Term // what its head says, and what tells its members apart
	uses      *uses
}

// NewRules looks at all rules of a compiler.
func NewRules(c *ast.Compiler) *Rules {
	r := &Rules{
		paths: &node{}, rules: map[*ast.Rule]*ruleFacts{}, bodies: map[*ast.Expr]*uses{},
		heads: map[*ast.Expr]*ast.Term{}, closes: map[*ast.Expr]bool{},
		member: ast.Member.Ref(), objectGet: ast.ObjectGet.Ref(),
	}
	for _, m := range c.Modules {
		ast.WalkRules(m, func(rule *ast.Rule) bool {
			r.paths.add(rule.Ref().GroundPrefix())
			r.rules[rule] = r.look(rule)
			return false
		})
		ast.WalkTerms(m, func(x *ast.Term) bool {
			switch v := x.Value.(type) {
			case *ast.ArrayComprehension:
				r.heads[v.Body[0]] = v.Term
			case *ast.SetComprehension:
				r.heads[v.Body[0]] = v.Term
			}
			return false
		})
		ast.WalkBodies(m, func(b ast.Body) bool {
			r.bodies[b[0]] = newUses(b, r.heads[b[0]])
			return false
		})
		ast.WalkExprs(m, func(e *ast.Expr) bool {
			if hasComprehension(e) {
				r.closes[e] = true
			}
			return false
		})
	}
	return r
}

// look is what can be said of a rule.
func (r *Rules) look(rule *ast.Rule) *ruleFacts {
	f := &ruleFacts{path: r.paths.add(rulePath(rule))}
	f.head, f.key = headOf(rule)
	f.uses = newUses(rule.Body, f.head)
	return f
}

// facts are those of a rule; it is looked at now if the compiler did not have it.
func (r *Rules) facts(rule *ast.Rule) *ruleFacts {
	if f := r.rules[rule]; f != nil {
		return f
	}
	f := &ruleFacts{path: r.paths.find(rulePath(rule))}
	f.head, f.key = headOf(rule)
	f.uses = newUses(rule.Body, f.head)
	return f
}

// body is how the expressions of a body depend on each other.
func (r *Rules) body(b ast.Body, head *ast.Term) *uses {
	if len(b) > 0 {
		if u := r.bodies[b[0]]; u != nil {
			return u
		}
	}
	return newUses(b, head)
}

// split takes a reference such as data.main.helper[x] apart into the longest
// path of a rule and the number of its words; none is nil.
func (r *Rules) split(ref ast.Ref) (at *node, words int) {
	p := r.paths
	for i, t := range ref {
		if i > 0 && !t.IsGround() {
			break
		}
		if p = p.below[word(t)]; p == nil {
			break
		}
		if p.rule && i > 0 {
			at, words = p, i+1
		}
	}
	return at, words
}

// add adds the path of a rule.
func (p *node) add(ref ast.Ref) *node {
	for _, t := range ref {
		w := word(t)
		if p.below[w] == nil {
			if p.below == nil {
				p.below = map[string]*node{}
			}
			p.below[w] = &node{}
		}
		p = p.below[w]
	}
	p.rule = true
	return p
}

// find is a path, or nil.
func (p *node) find(ref ast.Ref) *node {
	for _, t := range ref {
		if p = p.below[word(t)]; p == nil {
			return nil
		}
	}
	return p
}

// word is a part of a path. What is no text is told apart from texts by a mark.
func word(t *ast.Term) string {
	switch v := t.Value.(type) {
	case ast.String:
		return string(v)
	case ast.Var:
		return string(v)
	}
	return "\x00" + t.Value.String()
}

// rulePath is the path of a rule without the key that its head adds.
func rulePath(r *ast.Rule) ast.Ref {
	ref := r.Ref()
	for i, t := range ref {
		if i > 0 && !t.IsGround() {
			return ref[:i]
		}
	}
	if r.Head.RuleKind() == ast.SingleValue && r.Head.Key != nil && len(ref) > 1 {
		return ref[:len(ref)-1]
	}
	return ref
}

// headOf is what a rule's head says, and the key that tells its members apart.
func headOf(r *ast.Rule) (head, key *ast.Term) {
	if r.Head.RuleKind() == ast.MultiValue {
		return r.Head.Key, r.Head.Key
	}
	ref := r.Ref()
	if last := ref[len(ref)-1]; !last.IsGround() || len(rulePath(r)) != len(ref) {
		return r.Head.Value, last
	}
	return r.Head.Value, nil
}

func hasComprehension(e *ast.Expr) bool {
	found := false
	ast.WalkTerms(e, func(t *ast.Term) bool {
		switch t.Value.(type) {
		case *ast.ArrayComprehension, *ast.SetComprehension, *ast.ObjectComprehension:
			found = true
		}
		return found
	})
	return found
}
