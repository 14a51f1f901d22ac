// Package lint finds mistakes in policies that load: what OPA's compiler and
// type checker accept although it cannot be meant. A value that an attribute
// never has, a name that the input does not have behind a function call or in
// the made-up input of a test, a finding that asks nothing of the deployment,
// two answers of one function that are both true.
//
// It says only what is certain, or very nearly so: an author who is warned for
// nothing stops reading. What it follows are values that come from the input,
// through variables, comprehensions, rules and the arguments of functions; a
// value whose shape is not known in every way it can get somewhere is left
// alone.
package lint

import (
	"context"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/policy"
	"github.com/aicomply/aicomply/internal/policy/infer"
)

// Options say what is known besides the policies.
type Options struct {
	BuiltIn func(id string) []byte // text of the built-in policy of that id, or nil; nil = none is built in
}

// Run checks the policies of the sources as policy.Load does, and then looks
// for the mistakes that this package is about. Diagnostics come sorted. What
// Load refuses ends the search for others.
//
// Rego that was not written for aicomply is checked too; there, findings that
// ask nothing of the input and made-up inputs of tests with other names are
// warnings, as it may be meant for other inputs besides.
func Run(ctx context.Context, o policy.Options, l Options) []finding.Diagnostic {
	o.Compiled, o.AllNames = "", true // the texts are what is checked
	_, diags := policy.Load(ctx, o)
	if finding.HasErrors(diags) {
		return diags
	}
	suites, more := policy.LoadSuites(o)
	diags = append(diags, more...)
	for _, s := range suites {
		diags = append(diags, check(s, o, l)...)
	}
	return finding.SortDiagnostics(diags)
}

func check(suite *policy.Suite, o policy.Options, l Options) []finding.Diagnostic {
	c := &checker{suite: suite, opts: l}
	if o.InputSchema != nil {
		c.root = infer.NewShape(o.InputSchema())
	}
	c.parsed()
	if c.strict() {
		c.compiled()
		return c.diags
	}
	if suite.Compiler.Compile(suite.Modules); suite.Compiler.Failed() {
		return append(c.diags, suite.Explain(suite.Compiler.Errors)...)
	}
	c.compiled()
	return c.diags
}

// strict compiles foreign Rego as strictly as ours, and reports whether it can
// be. What keeps it from that is a warning: an import that nobody uses, a variable
// that is assigned and not read, names that hide input or data.
func (c *checker) strict() bool {
	if c.suite.Strict == nil {
		return false
	}
	strict := c.suite.Strict
	if strict.Compile(c.suite.Modules); !strict.Failed() {
		c.suite.Compiler = strict
		return true
	}
	for _, e := range strict.Errors {
		if e.Location != nil {
			c.warn(e.Location, "Not strict Rego", "%s.", e.Message)
		}
	}
	return false
}

// checker looks at one suite.
type checker struct {
	suite *policy.Suite
	opts  Options
	root  *infer.Shape // of the input; nil = not known
	diags []finding.Diagnostic
	blank map[string]bool // configured rules that were said to ask nothing
}

func (c *checker) add(s finding.DiagnosticSeverity, at *ast.Location, summary, format string, args ...any) {
	c.diags = append(c.diags, finding.Diagnostic{Severity: s, Summary: summary, Detail: fmt.Sprintf(format, args...), Range: c.suite.RangeOf(at)})
}

func (c *checker) fail(at *ast.Location, summary, format string, args ...any) {
	c.add(finding.Error, at, summary, format, args...)
}

// doubt is an error in what was written for aicomply, and else a warning.
func (c *checker) doubt(at *ast.Location, summary, format string, args ...any) {
	if c.suite.Foreign {
		c.warn(at, summary, format, args...)
		return
	}
	c.fail(at, summary, format, args...)
}

func (c *checker) warn(at *ast.Location, summary, format string, args ...any) {
	c.add(finding.Warning, at, summary, format, args...)
}

// isTest reports whether a file holds tests.
func isTest(name string) bool { return strings.HasSuffix(name, "_test.rego") }

// parsed looks at the modules as they are written.
func (c *checker) parsed() {
	for _, name := range c.names() {
		m := c.suite.Modules[name]
		if isTest(name) {
			if c.root != nil {
				c.testInputs(m)
			}
			continue
		}
		c.shadow(m)
		c.growing(m)
		c.conflicts(m)
		c.texts(m)
		c.answers(m)
		c.findings(m)
	}
}

// compiled looks at the modules as the compiler leaves them, where every
// variable of a rule has a name of its own.
func (c *checker) compiled() {
	if c.root == nil {
		return
	}
	i := infer.New(c.root, c.untested())
	for _, name := range c.names() {
		m := c.suite.Compiler.Modules[name]
		if isTest(name) {
			continue
		}
		for _, r := range m.Rules {
			v := &values{checker: c, scope: i.Scope(r)}
			v.rule(r)
		}
		c.asksNothing(m)
	}
}

// untested are the compiled modules that hold no tests.
func (c *checker) untested() map[string]*ast.Module {
	out := map[string]*ast.Module{}
	for name, m := range c.suite.Compiler.Modules {
		if !isTest(name) {
			out[name] = m
		}
	}
	return out
}

func (c *checker) names() []string {
	var out []string
	for name := range c.suite.Modules {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

// idOf is the policy whose package a module has, or "".
func idOf(m *ast.Module) string {
	p := m.Package.Path
	if len(p) != 5 {
		return ""
	}
	parts := make([]string, 0, len(p))
	for _, t := range p[1:] {
		s, _ := t.Value.(ast.String)
		parts = append(parts, string(s))
	}
	if parts[0] != "aicomply" || parts[1] != "policies" {
		return ""
	}
	return path.Join(parts[2], parts[3])
}

// shadow warns of ids that built-in policies have: the two cannot be loaded
// together. The built-in policies themselves are no mistake.
func (c *checker) shadow(m *ast.Module) {
	ids := map[string]*ast.Location{}
	if id := idOf(m); id != "" {
		ids[id] = m.Package.Location
	}
	if c.suite.Foreign {
		ids = c.foreignIDs(m)
	}
	for _, id := range slices.Sorted(maps.Keys(ids)) {
		if c.opts.BuiltIn == nil {
			return
		}
		if text := c.opts.BuiltIn(id); text != nil && !same(text, c.suite.RangeOf(ids[id]), m) {
			c.warn(ids[id], "Id of a built-in policy", "%s is built in, and two policies of one id cannot be used together. Choose another name, or use this one with --no-builtin alone.", id)
		}
	}
}

// foreignIDs are the ids that a module's rules have, with their places.
func (c *checker) foreignIDs(m *ast.Module) map[string]*ast.Location {
	out := map[string]*ast.Location{}
	for _, r := range m.Rules {
		id := ruleID(m, r)
		if c.finds(id) && out[id] == nil {
			out[id] = r.Head.Location
		}
	}
	return out
}

// finds reports whether an id is that of a foreign rule that makes findings.
func (c *checker) finds(id string) bool {
	return slices.ContainsFunc(c.suite.Rules, func(r finding.Rule) bool { return r.ID == id })
}

// same reports whether a module is what a text parses to.
func same(text []byte, at finding.Range, m *ast.Module) bool {
	other, err := ast.ParseModuleWithOpts(at.File, string(text), ast.ParserOptions{RegoVersion: ast.RegoV1})
	return err == nil && other.Equal(m)
}
