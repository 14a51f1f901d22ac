package policy

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/storage/inmem"

	"github.com/aicomply/aicomply/internal/config"
	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/policy/provenance"
)

// foreign is the Rego of other people, compiled.
type foreign struct {
	opts     Options
	diags    diagnostics
	parser   parser
	files    []file
	modules  map[string]*ast.Module
	oldRego  map[string][]string // files in Rego v0, by source
	rules    []*foreignRule
	compiler *ast.Compiler
	data     documents
	store    storage.Store

	// provenance is what following findings needs to know of the rules.
	provenance func() *provenance.Rules
}

// foreignRule is one rule that makes findings.
type foreignRule struct {
	meta   finding.Rule
	pkg    string        // package, without data
	name   string        // of the rule
	ref    ast.Ref       // data.<pkg>.<name>
	at     finding.Range // where it is defined
	except ast.Ref       // the exception rule of its package, or nil
	object bool          // it is a partial object, whose values are findings
	spec   *config.Rego  // of the configuration; nil = by conftest's convention
}

// findingRule are the names by which conftest finds rules.
var findingRule = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^(deny|violation|warn)((_[a-zA-Z0-9]+)*)$`) })

func newForeign(p *partition, o Options) *foreign {
	f := &foreign{opts: o, files: p.files, modules: map[string]*ast.Module{}, oldRego: map[string][]string{}}
	f.parser = parser{diags: &f.diags, texts: map[string][]byte{}, caps: capabilities()}
	return f
}

// loadForeign loads for evaluation, with the first few warnings about names.
func loadForeign(p *partition, o Options) *foreign {
	f := newForeign(p, o)
	if f.load(p); !f.diags.failed() {
		f.checkNames(p.data)
		f.store = inmem.NewFromASTObject(f.data.object())
	}
	return f
}

// load reads, checks and compiles.
func (f *foreign) load(p *partition) {
	for _, file := range f.files {
		if m := f.parse(file); m != nil {
			f.modules[file.name()] = m
		}
	}
	if f.diags.failed() {
		return
	}
	f.warnOld()
	f.collect()
	f.configured()
	if f.diags.failed() {
		return
	}
	if len(p.tests) == 0 { // else there is something to run
		f.checkRules(p)
	}
	for _, m := range f.modules {
		dropAnnotations(m)
	}
	f.data = documents{diags: &f.diags, sources: p.data}
	f.data.load(f.modules)
	if f.diags.failed() {
		return
	}
	f.compiler = ast.NewCompiler().WithCapabilities(f.parser.caps).WithEnablePrintStatements(f.opts.Print)
	f.provenance = sync.OnceValue(func() *provenance.Rules { return provenance.NewRules(f.compiler) })
	if f.compiler.Compile(f.modules); f.compiler.Failed() {
		f.parser.report("", f.compiler.Errors, "Policy does not compile")
	}
}

// parse reads a file as Rego v1, else as v0. Annotations that are no
// annotations of OPA are comments.
func (f *foreign) parse(file file) *ast.Module {
	name := file.name()
	f.parser.texts[name] = file.text
	brackets, at := nesting(file.text)
	if brackets > maxBrackets {
		f.parser.tooDeep(rangeAt(name, file.text, at, at+1), fmt.Sprintf("Brackets may be nested %d deep.", maxBrackets))
		return nil
	}
	var first error
	for _, version := range []ast.RegoVersion{ast.RegoV1, ast.RegoV0} {
		for _, annotations := range []bool{true, false} {
			m, err := ast.ParseModuleWithOpts(name, string(file.text), ast.ParserOptions{
				ProcessAnnotation: annotations, RegoVersion: version, Capabilities: f.parser.caps,
			})
			if err != nil {
				if first == nil || !annotations && version == ast.RegoV1 {
					first = err
				}
				continue
			}
			if (brackets > maxComprehensions || len(file.text) > shortText) && !f.parser.checkDepth(m) {
				return nil
			}
			if version == ast.RegoV0 {
				f.oldRego[file.source] = append(f.oldRego[file.source], name)
			}
			return m
		}
	}
	f.parser.report(name, first, "Cannot parse policy")
	return nil
}

// warnOld says which folders hold Rego v0.
func (f *foreign) warnOld() {
	for _, source := range names(f.oldRego) {
		files := f.oldRego[source]
		what := files[0] + " is"
		if n := len(files); n > 1 {
			what = fmt.Sprintf("%s and %d more files are", files[0], n-1)
		}
		f.diags.warnAt(finding.Range{File: files[0]}, "Rego v0", what+" written in Rego v0, and read as such. opa fmt --v0-v1 --write rewrites it.")
	}
}

// collect finds the rules that conftest would.
func (f *foreign) collect() {
	found := map[string]*foreignRule{}
	except := map[string]bool{}
	for _, name := range names(f.modules) {
		m := f.modules[name]
		pkg := PackageName(m)
		for _, r := range m.Rules {
			ref := r.Head.Ref()
			word, ok := ref[0].Value.(ast.Var)
			if !ok || len(r.Head.Args) > 0 {
				continue
			}
			except[pkg] = except[pkg] || word == "exception"
			if !findingRule().MatchString(string(word)) || f.configures(pkg, string(word)) {
				continue
			}
			key := pkg + "/" + string(word)
			if found[key] == nil {
				found[key] = f.rule(m, r, pkg, string(word))
			}
			found[key].object = found[key].object || r.Head.RuleKind() == ast.SingleValue && len(ref) == 2
			f.describe(found[key], m, r)
		}
	}
	for _, key := range names(found) {
		r := found[key]
		if except[r.pkg] {
			r.except = refOf(r.pkg, "exception")
		}
		if f.checkPackage(r) {
			f.rules = append(f.rules, r)
		}
	}
}

func (f *foreign) rule(m *ast.Module, r *ast.Rule, pkg, name string) *foreignRule {
	out := &foreignRule{pkg: pkg, name: name, ref: m.Package.Path.Append(ast.StringTerm(name)), at: f.parser.rangeOf(r.Head.Location)}
	out.meta = finding.Rule{
		ID: pkg + "/" + name, Source: out.at.File, Title: fmt.Sprintf("Rule %s of package %s", name, pkg),
		Description: fmt.Sprintf("A rule of your own Rego, data.%s.%s. Its author describes it in its source.", pkg, name),
		Severity:    finding.High, BlocksFrom: finding.PoC, Method: ForeignMethod, Controls: []finding.Control{},
	}
	if strings.HasPrefix(name, "warn") {
		out.meta.Severity, out.meta.Advisory = finding.Medium, true
	}
	return out
}

// packagePart is a part of a package that an id may hold.
var packagePart = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Za-z0-9_-]+$`) })

func (f *foreign) checkPackage(r *foreignRule) bool {
	for _, part := range r.ref[1:] {
		if s, _ := part.Value.(ast.String); !packagePart().MatchString(string(s)) {
			f.diags.addAt(r.at, "Package cannot be an id", fmt.Sprintf("The rule %s has findings, and the part %q of its package cannot be part of a policy's id. Use letters, digits, \"_\" and \"-\".", r.name, string(s)))
			return false
		}
	}
	return true
}

// describe takes over what annotations say: those of the rule before those of
// its package.
func (f *foreign) describe(to *foreignRule, m *ast.Module, r *ast.Rule) {
	notes := slices.Clone(r.Annotations)
	for _, a := range m.Annotations {
		if a.Scope == "package" {
			notes = append(notes, a)
		}
	}
	for _, a := range slices.Backward(notes) {
		if a.Title != "" && (a.Scope != "package" || strings.HasPrefix(to.meta.Title, "Rule ")) {
			to.meta.Title = a.Title
		}
		if a.Description != "" {
			to.meta.Description = a.Description
		}
		for _, res := range a.RelatedResources {
			to.meta.RelatedResources = append(to.meta.RelatedResources, finding.Resource{Description: res.Description, Ref: res.Ref.String()})
		}
		f.custom(to, a.Custom)
	}
	slices.SortFunc(to.meta.RelatedResources, func(a, b finding.Resource) int { return strings.Compare(a.Ref, b.Ref) })
	to.meta.RelatedResources = slices.Compact(to.meta.RelatedResources)
}

// custom takes over those of our keys whose values are ours.
func (f *foreign) custom(to *foreignRule, custom map[string]any) {
	text := func(key string) string {
		s, _ := custom[key].(string)
		return strings.TrimSpace(s)
	}
	if s := text("severity"); s != "" {
		if severity := finding.Severity(strings.ToLower(s)); severity.Valid() {
			to.meta.Severity = severity
		} else {
			f.diags.warnAt(to.at, "Unknown severity", fmt.Sprintf("custom.severity is %q, which is not one of %s. The rule has severity %s.", clip(s), strings.Join(severityNames(), ", "), to.meta.Severity))
		}
	}
	if s := finding.Stage(text("blocks_from")); s.Valid() && s != finding.Retired {
		to.meta.BlocksFrom = s
	}
	if s := text("remediation"); s != "" {
		to.meta.Remediation = s
	}
}

// checkRules reports folders whose Rego has nothing to say: whoever named them
// expects findings.
func (f *foreign) checkRules(p *partition) {
	finds := map[string]bool{}
	for _, r := range f.rules {
		word, _, _ := strings.Cut(r.name, ".")
		finds[r.pkg+"/"+word] = true
	}
	said := map[string]bool{}
	for _, file := range f.files {
		m := f.modules[file.name()]
		for _, r := range m.Rules {
			if word, ok := r.Head.Ref()[0].Value.(ast.Var); ok && finds[PackageName(m)+"/"+string(word)] {
				said[file.source] = true
			}
		}
	}
	for _, s := range p.data {
		native := slices.ContainsFunc(p.native.Sources, func(n Source) bool { return n.Name == s.Name })
		if !said[s.Name] && !native {
			f.diags.add(s.Name, "No policies found", "The Rego in it has no rule deny, violation or warn, with or without a suffix such as deny_public, and the configuration names none of its rules. Name a folder with such rules, or add a rego block to .aicomply/config.hcl.")
		}
	}
}

// digest covers the foreign files, documents and rego blocks besides what
// another digest covers.
func (f *foreign) digest(other string) string {
	h := sha256.New()
	write := func(parts ...string) {
		for _, s := range parts {
			fmt.Fprintf(h, "%d:", len(s))
			h.Write([]byte(s))
		}
	}
	write(other)
	for _, file := range f.files {
		write(file.path, string(file.text))
	}
	for _, d := range f.data.read {
		write(d.path, string(d.text))
	}
	for _, r := range f.opts.Rego {
		write(r.Identity()...)
	}
	return "sha256:" + hex.EncodeToString(h.Sum(nil))
}

// refOf is the reference to a rule of a package.
func refOf(pkg, rule string) ast.Ref {
	ref := ast.Ref{ast.DefaultRootDocument}
	for part := range strings.SplitSeq(pkg, ".") {
		ref = append(ref, ast.StringTerm(part))
	}
	for part := range strings.SplitSeq(rule, ".") {
		ref = append(ref, ast.StringTerm(part))
	}
	return ref
}
