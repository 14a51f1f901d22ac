package lint

import (
	"cmp"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
)

// answers reports rules of foreign Rego that are found by their names, and whose
// value can be no finding: evaluation would fail.
func (c *checker) answers(m *ast.Module) {
	if !c.suite.Foreign {
		return
	}
	for _, r := range m.Rules {
		name, path := ruleName(r), ruleID(m, r)
		if !c.makesFindings(m, r) || slices.Contains(c.suite.Configured, path) || len(r.Head.Ref()) > 1 {
			continue
		}
		if r.Head.RuleKind() == ast.MultiValue {
			c.member(r, string(name))
		} else if what := scalar(r.Head.Value); what != "" && what != "null" {
			c.fail(r.Head.Location, "Value that is no finding", "%s is a %s, and not a set or list of texts or of objects with msg. Write %s contains msg if { … }, or say what its value means in a rego block of .aicomply/config.hcl.", name, what, name)
		}
	}
}

// member looks at what a rule puts into its set.
func (c *checker) member(r *ast.Rule, name string) {
	t := r.Head.Key
	if v, ok := t.Value.(ast.Var); ok {
		t = cmp.Or(assigned(r)[v], t)
	}
	switch v := t.Value.(type) {
	case ast.Number, ast.Boolean, ast.Null:
		c.fail(r.Head.Location, "Value that is no finding", "A member of %s is a %s, and not a text or an object with msg.", name, scalar(t))
	case ast.Object:
		if !slices.ContainsFunc(v.Keys(), func(k *ast.Term) bool { return k.Value.Compare(ast.String("msg")) == 0 || !ast.IsConstant(k.Value) }) {
			c.fail(t.Location, "Value that is no finding", "A member of %s is an object without msg, which is the text of a finding.", name)
		}
	}
}

// scalar is the type of a constant that is no collection, or "".
func scalar(t *ast.Term) string {
	switch t.Value.(type) {
	case ast.Boolean, ast.Number, ast.String, ast.Null:
		return ast.ValueName(t.Value)
	}
	return ""
}
