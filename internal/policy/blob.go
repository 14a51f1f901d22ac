package policy

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/open-policy-agent/opa/v1/version"

	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/framework"
)

// A blob is a set as Load leaves it, so that the next start need not parse and
// compile the texts: a magic that names the version of this format, the SHA-256
// of the rest, and the rest, which begins with the version of OPA and the
// fingerprint of the texts it was made of. A blob only ever saves time: one that
// does not fit the texts is not used.
const blobMagic = "aicomply policies 2\n"

// Compile loads the policies from their texts, as Load does, and returns the
// blob that gives the same set for Options.Compiled. Equal texts give equal
// bytes. A pack with any diagnostic has no blob, since a restored set would
// not repeat it.
func Compile(ctx context.Context, o Options) ([]byte, []finding.Diagnostic, error) {
	s, diags := load(ctx, o)
	if len(diags) > 0 {
		return nil, diags, errors.New("policies with diagnostics cannot be kept compiled")
	}
	key, ok := fingerprint(o)
	if !ok {
		return nil, nil, errors.New("policies: the folder changed while it was read")
	}
	blob, err := encodeBlob(s, key)
	if err != nil {
		return nil, nil, fmt.Errorf("policies cannot be kept compiled: %w", err)
	}
	if restore(string(blob), key) == nil {
		return nil, nil, errors.New("policies cannot be kept compiled: they do not decode")
	}
	return blob, nil, nil
}

func encodeBlob(s *Set, key string) ([]byte, error) {
	e := &encoder{ids: map[string]int{}}
	e.text(version.Version)
	e.text(key)
	e.text(s.digest)
	e.number(len(s.rules))
	for i, r := range s.rules {
		e.rule(r)
		e.bool(s.queries[i].applies != nil)
	}
	e.term(ast.NewTerm(s.data))
	e.modules(s.compiler)
	if e.err != nil {
		return nil, e.err
	}
	rest := e.bytes()
	sum := sha256.Sum256(rest)
	return append(append([]byte(blobMagic), sum[:]...), rest...), nil
}

// restored is the set in Options.Compiled, or nil when it was made of other
// texts, by another version, or is no such blob at all.
func restored(o Options) *Set {
	if !strings.HasPrefix(o.Compiled, blobMagic) {
		return nil
	}
	key, ok := fingerprint(o)
	if !ok {
		return nil
	}
	s := restore(o.Compiled, key)
	if s == nil || !s.fits(o.Frameworks) {
		return nil
	}
	return s
}

// fits reports whether the rules are what full loading would make of their
// METADATA with these frameworks, which need not be those of the sources.
func (s *Set) fits(frameworks *framework.Catalogue) bool {
	for _, r := range s.rules {
		for _, c := range r.Controls {
			if relation, ok := relationOf(c.ID, frameworks); !ok || relation != c.Relation {
				return false
			}
		}
		for _, id := range r.Profiles {
			if !isProfile(id, frameworks) {
				return false
			}
		}
	}
	return true
}

// restore reads a blob. A nil set says that it is damaged, or not the one of
// these texts and this version of OPA.
func restore(blob, key string) *Set {
	rest, ok := strings.CutPrefix(blob, blobMagic)
	if !ok || len(rest) < sha256.Size {
		return nil
	}
	sum, rest := rest[:sha256.Size], rest[sha256.Size:]
	h := newPrinter()
	if h.write(rest); h.sum() != sum {
		return nil
	}
	return decodeBlob(rest, key)
}

// decodeBlob does not rely on the checksum to keep from panicking.
func decodeBlob(rest, key string) *Set {
	d := newDecoder(rest)
	if d.text() != version.Version || d.text() != key {
		return nil
	}
	s := &Set{digest: d.text()}
	for range d.length() {
		r := d.rule()
		s.rules = append(s.rules, r)
		s.queries = append(s.queries, newQuery(r.ID, d.bool()))
	}
	data, ok := d.term().Value.(ast.Object)
	c := d.modules()
	if !ok || d.err() != nil {
		return nil
	}
	s.data, s.store = data, inmem.NewFromASTObject(data)
	if s.compiler = c.compiler(); s.compiler == nil {
		return nil
	}
	return s
}

// stages are those that a compiler has to run over modules that went through
// all of them once: they make the trees and the indices.
func stages() []ast.StageID {
	return []ast.StageID{
		ast.StageRemoveImports, ast.StageSetModuleTree, ast.StageSetRuleTree,
		ast.StageBuildRuleIndices, ast.StageBuildComprehensionIndices,
	}
}

// compiler is one that holds the modules, with no checks and no rewriting.
//
// Compile copies what it is given, and looks for comprehensions to index in the
// modules of those names. It gets empty modules under the names where there are
// any, and the modules themselves once copying is over. Modules that no compiler
// made, as a damaged blob may hold, can make it fail or panic; then there is none.
func (c compiled) compiler() (out *ast.Compiler) {
	defer func() {
		if recover() != nil || out.Failed() {
			out = nil
		}
	}()
	keep := map[ast.StageID]bool{}
	for _, s := range stages() {
		keep[s] = true
	}
	var skip []ast.StageID
	for _, s := range ast.AllStages() {
		if !keep[s] {
			skip = append(skip, s)
		}
	}
	out = ast.NewCompiler().WithSkipStages(skip...).WithCapabilities(capabilities())
	out.WithStageAfterID(ast.StageRemoveImports, ast.CompilerStageDefinition{
		Name: "SetModules", MetricName: "set_modules",
		Stage: func(compiler *ast.Compiler) *ast.Error {
			compiler.Modules = c.modules
			return nil
		},
	})
	out.Compile(c.indexed)
	return out
}
