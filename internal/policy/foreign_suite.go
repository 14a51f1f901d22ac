package policy

import (
	"maps"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/storage/inmem"

	"github.com/aicomply/aicomply/internal/finding"
)

// separateTests takes the sources apart as Load does, with their tests. Tests
// outside our packages are of the foreign Rego of their source, if it has any.
func separateTests(o Options) *partition {
	p := separate(o)
	for _, s := range p.data {
		tests := foreignTests(s)
		if p.tests = append(p.tests, tests...); len(tests) == 0 {
			continue
		}
		hidden := map[string]bool{}
		for _, f := range append(tests, p.files...) {
			hidden[f.path] = hidden[f.path] || f.source == s.Name
		}
		for i, n := range p.native.Sources {
			if n.Name == s.Name {
				p.native.Sources[i].FS = &without{FS: s.FS, hidden: hidden}
			}
		}
	}
	return p
}

// foreignTests are the files of a source that hold tests outside our packages.
// What cannot be read is left to the reader of policies, which says so.
func foreignTests(s Source) []file {
	r := reader{want: func(x role) bool { return x == roleTest }}
	r.read(s)
	return slices.DeleteFunc(r.files, func(f file) bool { return !isForeign(f.text) })
}

// foreignSuite is the foreign Rego with its tests.
func (p *partition) foreignSuite(o Options) (*Suite, []finding.Diagnostic) {
	f := newForeign(p, o)
	if f.load(p); f.diags.failed() {
		return nil, f.diags.list
	}
	modules := maps.Clone(f.modules)
	for _, t := range p.tests {
		if m := f.parse(t); m != nil {
			dropAnnotations(m)
			modules[t.name()] = m
		}
	}
	data := f.data
	if len(data.read) == 0 { // nothing but tests may refer to documents
		var unsaid diagnostics // they may set what is not there
		data = documents{diags: &unsaid, sources: p.data}
		data.load(modules)
		f.diags.list = append(f.diags.list, slices.DeleteFunc(unsaid.list, func(d finding.Diagnostic) bool { return d.Severity != finding.Error })...)
	}
	if f.diags.failed() {
		return nil, f.diags.list
	}
	compiler := func() *ast.Compiler { return ast.NewCompiler().WithCapabilities(f.parser.caps) }
	suite := &Suite{
		Modules: modules, Compiler: compiler(), Strict: compiler().WithStrict(true), Store: inmem.NewFromASTObject(data.object()),
		place: f.parser.rangeOf, Foreign: true,
		explain: func(err error) []finding.Diagnostic {
			f.parser.report("", err, "Policy does not compile")
			return finding.SortDiagnostics(f.diags.list)
		},
	}
	for _, r := range f.rules {
		suite.Rules = append(suite.Rules, r.meta)
		if r.spec != nil {
			suite.Configured = append(suite.Configured, r.pkg+"/"+r.spec.Word())
		}
	}
	return suite, f.diags.list
}

// Foreign reports whether the text of a .rego file belongs to a package outside
// aicomply.
func Foreign(text []byte) bool { return isForeign(text) }

// HasForeign reports whether sources hold foreign Rego.
func HasForeign(o Options) bool { return len(separate(o).files) > 0 }

// CountForeign is how many rules of the foreign Rego make findings, as far as it
// can be read.
func CountForeign(o Options) int {
	p := separate(o)
	f := newForeign(p, o)
	for _, file := range f.files {
		if m := f.parse(file); m != nil {
			f.modules[file.name()] = m
		}
	}
	f.collect()
	f.configured()
	return len(f.rules)
}

// Unavailable are the functions of OPA and conftest that no policy may call, and
// why.
func Unavailable() map[string]string {
	out := map[string]string{}
	known := []string{"parse_config", "parse_config_file", "parse_combined_config_files"}
	for _, b := range ast.CapabilitiesForThisVersion().Builtins {
		known = append(known, b.Name)
	}
	for _, name := range known {
		if why := unavailable(name); why != "" {
			out[name] = why
		}
	}
	return out
}
