package policy

import (
	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/storage/inmem"

	"github.com/aicomply/aicomply/internal/finding"
)

// Suite is what the test runner of policytest needs: policies, library and
// tests, parsed and checked but not compiled, since the runner adds stages of
// its own to the compiler.
type Suite struct {
	Modules  map[string]*ast.Module // by the name that diagnostics use
	Compiler *ast.Compiler          // not yet used
	Strict   *ast.Compiler          // of foreign Rego: one that accepts less; not yet used
	Store    storage.Store
	Foreign  bool           // Rego that was not written for aicomply
	Rules    []finding.Rule // of foreign Rego: those that make findings, by id
	// Configured are the foreign rules that the configuration names, as package/rule.
	Configured []string

	explain func(error) []finding.Diagnostic
	place   func(*ast.Location) finding.Range
}

// LoadSuites reads the sources with their tests: the policies of this
// convention, and the foreign Rego, each as a suite of its own. Both are checked
// as Load checks them. With an error among the diagnostics there are none.
func LoadSuites(o Options) ([]*Suite, []finding.Diagnostic) {
	guardFunctions()
	p := separateTests(o)
	if p.diags.failed() {
		return nil, finding.SortDiagnostics(p.diags.list)
	}
	var out []*Suite
	var diags []finding.Diagnostic
	if len(p.native.Sources) > 0 || len(p.files) == 0 {
		suite, more := loadSuite(p.native)
		out, diags = append(out, suite), more
	}
	if len(p.files) > 0 {
		suite, more := p.foreignSuite(o)
		out, diags = append(out, suite), append(diags, more...)
	}
	if diags = finding.SortDiagnostics(diags); finding.HasErrors(diags) {
		return nil, diags
	}
	return out, diags
}

func loadSuite(o Options) (*Suite, []finding.Diagnostic) {
	p := newPack(o, func(r role) bool { return r != roleIgnored })
	if len(p.modules) == 0 && !p.diags.failed() {
		p.diags.add("", "No policies found", "no policies found in "+sourceNames(o.Sources)+", expected <area>/<name>/<name>.rego, or Rego of other packages with rules such as deny.")
	}
	if p.diags.failed() {
		return nil, finding.SortDiagnostics(p.diags.list)
	}
	explain := func(err error) []finding.Diagnostic {
		p.parser.report("", err, "Policy does not compile")
		return finding.SortDiagnostics(p.diags.list)
	}
	return &Suite{Modules: p.modules, Compiler: p.compiler(), Store: inmem.NewFromASTObject(p.data.object()), explain: explain, place: p.parser.rangeOf}, finding.SortDiagnostics(p.diags.list)
}

// Explain turns an error of the compiler into diagnostics.
func (s *Suite) Explain(err error) []finding.Diagnostic { return s.explain(err) }

// RangeOf is the first line of what a location in the suite's files covers.
func (s *Suite) RangeOf(l *ast.Location) finding.Range { return s.place(l) }
