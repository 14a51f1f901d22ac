// Package policy loads Rego policies, checks them before anything is
// evaluated, and evaluates them over one deployment. It and the packages
// below it are the only ones of the product that import OPA.
//
// A policy is a file <area>/<name>/<name>.rego with the package
// aicomply.policies.<area>.<name>; its id is <area>/<name>. Its METADATA says
// what it is (finding.Rule); its deny set says where and why a deployment
// breaks it (Violation). Load refuses what would otherwise fail silently: a
// name the input does not have, a function that is not available offline, a
// control that no framework has. Whatever is wrong in a file is a diagnostic
// with a place; a policy that fails while it is evaluated is an error of that
// policy only, never a pass and never the end of the others.
//
// Evaluation sees the input, the data files and the pinned clock, and nothing
// else: no network, no environment, no chance.
package policy

import (
	"context"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/storage/inmem"

	"github.com/aicomply/aicomply/internal/config"
	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/framework"
	"github.com/aicomply/aicomply/internal/suggest"
)

// Source is a folder of policies.
type Source struct {
	Name string // "built-in", or the folder as the user wrote it; diagnostics show it
	FS   fs.FS  // holds <area>/<name>/<name>.rego, and may hold lib/ and data/
}

// Options say what to load. Without InputSchema the input is not typed, and
// without Frameworks controls and profiles are not checked; both are for tests.
type Options struct {
	Sources     []Source
	Library     fs.FS                 // lib/ and data/ that every source may use; nil = none
	InputSchema func() map[string]any // JSON Schema of input; called only when texts are compiled
	Frameworks  *framework.Catalogue
	Rego        []config.Rego // rules that the configuration names
	Compiled    string        // what Compile made of these sources; "" = none, and one of other texts is not used
	Ahead       *Ahead        // Compiled, which is being read already; nil = it is read when it is needed
	Cache       *Cache        // keeps what was compiled; nil = nothing is kept
	Timeout     time.Duration // of loading; 0 = 30 s

	// Partial says that the sources are some of those that Rego is about: what it
	// says of other packages is left alone.
	Partial bool

	// Print keeps calls of print(), which otherwise cost nothing, and Debug keeps
	// what Query and Trace need besides. Where a policy prints, and with Debug
	// always, all are compiled from their texts.
	Print, Debug bool

	// AllNames asks for all warnings about names that foreign Rego reads and the
	// input does not have; else there are a few.
	AllNames bool
}

// loadTimeout is how long loading may take when nothing else is said. A thousand
// policies take seconds; what takes longer is made to, such as functions that
// call each other in a chain of thousands, for which OPA's compiler is quadratic.
const loadTimeout = 30 * time.Second

const tookTooLong = "Policies take too long to load"

// TookTooLong reports whether Load gave up, so that nothing else need be tried.
func TookTooLong(diags []finding.Diagnostic) bool {
	return len(diags) == 1 && diags[0].Summary == tookTooLong
}

// Load reads, checks and compiles the policies of the sources, unless
// Options.Compiled holds them compiled. With an error among the diagnostics
// there is no set; warnings come with one.
func Load(ctx context.Context, o Options) (*Set, []finding.Diagnostic) {
	type loaded struct {
		set   *Set
		diags []finding.Diagnostic
	}
	if o.Timeout == 0 {
		o.Timeout = loadTimeout
	}
	// The compiler cannot be stopped, but left behind.
	done := make(chan loaded, 1)
	go func() {
		set, diags := loadAll(ctx, o)
		done <- loaded{set, diags}
	}()
	late := time.NewTimer(o.Timeout)
	defer late.Stop()
	select {
	case l := <-done:
		return l.set, l.diags
	case <-late.C:
		return nil, []finding.Diagnostic{{
			Severity: finding.Error, Summary: tookTooLong,
			Detail: fmt.Sprintf("%s: not compiled within %v. Load them folder by folder to find out which take so long.", sourceNames(o.Sources), o.Timeout),
		}}
	}
}

// libraryName is how diagnostics call Options.Library.
const libraryName = "built-in"

// Set is a set of compiled policies. It is immutable and safe for concurrent use.
type Set struct {
	rules    []finding.Rule // by id
	queries  []query        // same order
	compiler *ast.Compiler
	data     ast.Object    // the data files
	store    storage.Store // over data
	digest   string
	key      string   // fingerprint of the texts, when it was restored
	foreign  *foreign // Rego of other people, or nil
	debug    *debug   // with Options.Debug
}

// loadNative is Load for sources that hold only policies of this convention,
// unless Options.Compiled or Options.Cache holds them compiled.
func loadNative(ctx context.Context, o Options) (*Set, []finding.Diagnostic) {
	if o.Print {
		return load(ctx, o)
	}
	if ctx.Err() == nil && (o.Compiled != "" || o.Cache != nil) {
		texts, ok := fingerprint(o)
		if s := restored(o, texts, ok); s != nil {
			return s, nil
		}
		if o.Cache != nil {
			return cached(o, texts, ok, func() (*Set, []finding.Diagnostic) { return load(ctx, o) })
		}
	}
	return load(ctx, o)
}

// load is Load from the texts.
func load(ctx context.Context, o Options) (*Set, []finding.Diagnostic) {
	if err := ctx.Err(); err != nil {
		return nil, []finding.Diagnostic{{Severity: finding.Error, Summary: "Cannot load policies", Detail: sentence(err.Error())}}
	}
	p := newPack(o, func(r role) bool { return r == rolePolicy || r == roleLibrary || r == roleMisplaced })
	if len(p.rules) == 0 && !p.diags.failed() {
		p.diags.add("", "No policies found", fmt.Sprintf("no policies found in %s, expected <area>/<name>/<name>.rego, or Rego of other packages with rules such as deny.", sourceNames(o.Sources)))
	}
	if p.diags.failed() {
		return nil, finding.SortDiagnostics(p.diags.list)
	}
	compiler := p.compiler()
	if compiler.WithEnablePrintStatements(o.Print).Compile(p.modules); compiler.Failed() {
		p.parser.report("", compiler.Errors, "Policy does not compile")
		return nil, finding.SortDiagnostics(p.diags.list)
	}
	p.checkInput(compiler)
	if p.diags.failed() {
		return nil, finding.SortDiagnostics(p.diags.list)
	}
	s := &Set{rules: p.rules, compiler: compiler, data: p.data.object(), digest: p.digest()}
	s.store = inmem.NewFromASTObject(s.data)
	if o.Debug {
		s.debug = &debug{schema: o.InputSchema, texts: p.parser.texts}
	}
	queries := newQueries()
	for _, r := range s.rules {
		s.queries = append(s.queries, queries.query(r.ID, p.hasApplies[r.ID]))
	}
	return s, finding.SortDiagnostics(p.diags.list)
}

func sourceNames(sources []Source) string {
	if len(sources) == 0 {
		return "no folder at all"
	}
	var names []string
	for _, s := range sources {
		names = append(names, s.Name)
	}
	return strings.Join(names, ", ")
}

// Rules lists the policies by id. The caller must not change it.
func (s *Set) Rules() []finding.Rule { return s.rules }

// Rule is the policy with an id; aliases are not looked at.
func (s *Set) Rule(id string) (finding.Rule, bool) {
	i, ok := slices.BinarySearchFunc(s.rules, id, func(r finding.Rule, id string) int { return strings.Compare(r.ID, id) })
	if !ok {
		return finding.Rule{}, false
	}
	return s.rules[i], true
}

// Digest identifies the policies, the library and the data they use, as
// "sha256:" and hexadecimal digits. It does not depend on where they lie.
func (s *Set) Digest() string { return s.digest }

// Nearest is the policy that was once called id, else the one whose id is most
// like it; "" when none is.
func (s *Set) Nearest(id string) string {
	ids := make([]string, 0, len(s.rules))
	for _, r := range s.rules {
		if slices.Contains(r.Aliases, id) {
			return r.ID
		}
		ids = append(ids, r.ID)
	}
	return suggest.Nearest(id, ids)
}
