package lint

import (
	"maps"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/aicomply/aicomply/internal/policy"
)

// asksNothing reports findings of a policy that do not depend on the input:
// they are made of every deployment, or of none.
func (c *checker) asksNothing(m *ast.Module) {
	for _, r := range m.Rules {
		if c.makesFindings(m, r) && !c.readsInput(r, map[*ast.Rule]bool{}) {
			c.doubt(r.Head.Location, "Finding that asks nothing of the input", "Nothing that this rule refers to reads the input, so that it finds the same in every deployment. Compare an attribute: input.system.stage, or some f in input.flow.")
		}
	}
	if c.suite.Foreign {
		c.configuredAsksNothing(m)
	}
}

// configuredAsksNothing reports rules that the configuration names. Of these,
// single definitions may well read nothing, such as a default; all may not.
func (c *checker) configuredAsksNothing(m *ast.Module) {
	for _, r := range m.Rules {
		name, path := ruleName(r), ruleID(m, r)
		if !slices.Contains(c.suite.Configured, path) || c.blank[path] {
			continue
		}
		reads := false
		for _, other := range c.suite.Compiler.GetRulesDynamicWithOpts(m.Package.Path.Append(ast.StringTerm(string(name))), ast.RulesOptions{}) {
			reads = reads || c.readsInput(other, map[*ast.Rule]bool{})
		}
		if !reads {
			if c.blank == nil {
				c.blank = map[string]bool{}
			}
			c.blank[path] = true
			c.warn(r.Head.Location, "Finding that asks nothing of the input", "The configuration names this rule, and nothing that it refers to reads the input, so that it has the same value for every deployment.")
		}
	}
}

// makesFindings reports whether a rule is asked for findings.
func (c *checker) makesFindings(m *ast.Module, r *ast.Rule) bool {
	word := r.Head.Ref()[0].Value
	if c.suite.Foreign {
		return len(r.Head.Args) == 0 && c.finds(ruleID(m, r))
	}
	return idOf(m) != "" && word.Compare(ast.Var("deny")) == 0
}

func (c *checker) readsInput(r *ast.Rule, seen map[*ast.Rule]bool) bool {
	if seen[r] {
		return false
	}
	seen[r] = true
	found := false
	ast.WalkRefs(r, func(ref ast.Ref) bool {
		if found || ref[0].Equal(ast.InputRootDocument) {
			found = true
			return true
		}
		if ref[0].Equal(ast.DefaultRootDocument) {
			for _, next := range c.suite.Compiler.GetRulesDynamicWithOpts(ref, ast.RulesOptions{}) {
				if found = found || c.readsInput(next, seen); found {
					return true
				}
			}
		}
		return false
	})
	if !found { // input alone is no reference with parts
		ast.WalkTerms(r, func(t *ast.Term) bool {
			found = found || t.Equal(ast.InputRootDocument)
			return found
		})
	}
	return found
}

// growing warns of rules that make an object key by key, whose evaluation takes
// time quadratic in the keys.
func (c *checker) growing(m *ast.Module) {
	for _, r := range m.Rules {
		ref := r.Head.Ref()
		if r.Head.RuleKind() != ast.SingleValue || len(ref) < 2 || len(r.Head.Args) > 0 || !slices.ContainsFunc(ref[1:], generated) {
			continue
		}
		name := ref[0].String()
		c.warn(r.Head.Location, "Object made key by key", "OPA takes time quadratic in the number of keys for %s[…] := …. Write %s := {key: value | …}, which is linear.", name, name)
	}
}

// generated reports whether a key is not written out.
func generated(t *ast.Term) bool { return !ast.IsConstant(t.Value) }

// conflicts reports definitions of a rule or function that come to different
// values although one holds whenever the other does: OPA then fails.
func (c *checker) conflicts(m *ast.Module) {
	byName := map[string][]*ast.Rule{}
	for _, r := range m.Rules {
		if !r.Default && r.Head.RuleKind() == ast.SingleValue && len(r.Head.Ref()) == 1 {
			name := r.Head.Ref().String()
			byName[name] = append(byName[name], r)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(byName)) {
		rules := byName[name]
		for i, a := range rules {
			for _, b := range rules[i+1:] {
				if contradict(a, b) || contradict(b, a) {
					c.fail(b.Head.Location, "Two values of one rule", "%s has another value at line %d, and there are cases in which both hold; evaluation then fails. Give each a condition that excludes the other, or use else.", name, a.Head.Location.Row)
				}
			}
		}
	}
}

// contradict reports whether b holds whenever a does, with another value.
func contradict(a, b *ast.Rule) bool {
	if a.Else != nil || b.Else != nil || a.Head.Value == nil || b.Head.Value == nil ||
		!ast.IsConstant(a.Head.Value.Value) || !ast.IsConstant(b.Head.Value.Value) || a.Head.Value.Equal(b.Head.Value) || len(a.Head.Args) != len(b.Head.Args) {
		return false
	}
	names := map[ast.Var]ast.Var{}
	for i, x := range b.Head.Args {
		v, free := x.Value.(ast.Var)
		w, same := a.Head.Args[i].Value.(ast.Var)
		switch {
		case free && same:
			names[v] = w
		case free && a.Head.Args[i].IsGround() && !occurs(v, b): // whatever it is
		case !x.Equal(a.Head.Args[i]):
			return false
		}
	}
	conditions := map[string]bool{}
	for _, e := range a.Body {
		conditions[e.String()] = true
	}
	for _, e := range b.Body {
		if !always(e) && !conditions[renamed(e, names).String()] {
			return false
		}
	}
	return true
}

func always(e *ast.Expr) bool {
	t, ok := e.Terms.(*ast.Term)
	return ok && !e.Negated && len(e.With) == 0 && t.Value.Compare(ast.Boolean(true)) == 0
}

func occurs(v ast.Var, r *ast.Rule) bool {
	found := false
	ast.WalkVars(r.Body, func(x ast.Var) bool { found = found || x == v; return false })
	return found
}

// renamed is an expression with the parameters of another definition.
func renamed(e *ast.Expr, names map[ast.Var]ast.Var) *ast.Expr {
	out, err := ast.TransformVars(e.Copy(), func(v ast.Var) (ast.Value, error) {
		if n, ok := names[v]; ok {
			return n, nil
		}
		return v, nil
	})
	if x, ok := out.(*ast.Expr); ok && err == nil {
		return x
	}
	return e
}

// ruleID is the id that a rule has as a foreign policy: package and name.
func ruleID(m *ast.Module, r *ast.Rule) string {
	return policy.PackageName(m) + "/" + ruleName(r)
}

func ruleName(r *ast.Rule) string {
	name, _ := r.Head.Ref()[0].Value.(ast.Var)
	return string(name)
}
