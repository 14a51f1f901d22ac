package policy

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/aicomply/aicomply/internal/finding"
)

// pack is what the sources hold, parsed and checked file by file.
type pack struct {
	opts       Options
	diags      diagnostics
	parser     parser
	files      []file
	modules    map[string]*ast.Module
	rules      []finding.Rule
	hasApplies map[string]bool
	places     map[string]finding.Range // of a policy's package line, by id
	packages   map[string]file          // of the library, the first file of each
	data       dataFiles
}

func newPack(o Options, want func(role) bool) *pack {
	p := &pack{
		opts: o, modules: map[string]*ast.Module{}, hasApplies: map[string]bool{},
		places: map[string]finding.Range{}, packages: map[string]file{},
	}
	p.parser = parser{diags: &p.diags, texts: map[string][]byte{}, caps: capabilities()}
	for _, f := range p.read(want) {
		if m := p.parser.parse(f); m != nil {
			p.files = append(p.files, f)
			p.modules[f.name()] = m
			p.check(f, m)
			dropAnnotations(m)
		}
	}
	slices.SortFunc(p.rules, func(a, b finding.Rule) int { return strings.Compare(a.ID, b.ID) })
	p.checkAliases()
	p.data = dataFiles{diags: &p.diags, parser: &p.parser, sources: p.sources(), read: map[string]dataFile{}}
	for _, f := range p.files {
		p.data.collect(p.modules[f.name()])
	}
	return p
}

// dropAnnotations takes METADATA off a module that has been checked. OPA tells
// packages apart by a hash in which a.b equals b.a, and would refuse the second.
func dropAnnotations(m *ast.Module) {
	m.Annotations = nil
	for _, r := range m.Rules {
		r.Annotations = nil
	}
}

// sources are the folders to read, the library first.
func (p *pack) sources() []Source {
	if p.opts.Library == nil {
		return p.opts.Sources
	}
	return append([]Source{{Name: libraryName, FS: p.opts.Library}}, p.opts.Sources...)
}

// read reads all files. A file that two folders hold alike under one path, as
// the library and the built-in policies do, counts once.
func (p *pack) read(want func(role) bool) []file {
	r := reader{}
	if p.opts.Library != nil {
		r.want = func(x role) bool { return x == roleLibrary }
		r.read(Source{Name: libraryName, FS: p.opts.Library})
	}
	r.want = want
	for _, s := range p.opts.Sources {
		r.read(s)
	}
	p.diags.list = append(p.diags.list, r.diags.list...)
	seen := map[string]file{}
	return slices.DeleteFunc(r.files, func(f file) bool {
		if roleOf(f.path) == rolePolicy {
			return false
		}
		first, ok := seen[f.path]
		if !ok {
			seen[f.path] = f
			return false
		}
		if !bytes.Equal(first.text, f.text) && roleOf(f.path) == roleLibrary {
			p.diags.add(f.name(), "Library file defined twice", fmt.Sprintf("%s holds another file of this path. Choose another topic.", first.name()))
		}
		return roleOf(f.path) == roleLibrary || bytes.Equal(first.text, f.text)
	})
}

// check looks at one module by itself.
func (p *pack) check(f file, m *ast.Module) {
	switch roleOf(f.path) {
	case rolePolicy:
		p.checkPolicy(f, m)
	case roleLibrary:
		p.checkLibrary(f, m)
	}
}

func (p *pack) checkLibrary(f file, m *ast.Module) {
	name := PackageName(m)
	at := p.parser.rangeOf(m.Package.Location)
	if !strings.HasPrefix(name, "aicomply.lib.") {
		p.diags.addAt(at, "Library package outside aicomply.lib", fmt.Sprintf("The package is %s. Files below lib/ belong to packages that begin with aicomply.lib.", name))
	}
	first, ok := p.packages[name]
	if !ok {
		p.packages[name] = f
		return
	}
	// Rules added to a package of somebody else would change what their policies say.
	if first.source != f.source {
		p.diags.addAt(at, "Library package defined twice", fmt.Sprintf("%s already defines %s. Choose another package.", first.name(), name))
	}
}

func (p *pack) checkPolicy(f file, m *ast.Module) {
	area, rest, _ := strings.Cut(f.path, "/")
	name, _, _ := strings.Cut(rest, "/")
	id := area + "/" + name
	at := p.parser.rangeOf(m.Package.Location)
	if want := packagePrefix + "." + area + "." + name; PackageName(m) != want {
		p.diags.addAt(at, "Package and folder differ", fmt.Sprintf("The package is %s; in this folder it must be %s.", PackageName(m), want))
		return
	}
	if first, ok := p.places[id]; ok {
		p.diags.addAt(at, "Policy defined twice", fmt.Sprintf("%s defines %s as well. Rename one of them, or leave one folder out.", first.File, id))
		return
	}
	p.places[id] = at
	meta := metadata{diags: &p.diags, frameworks: p.opts.Frameworks, file: f, module: m}
	p.rules = append(p.rules, meta.rule(id))
	p.checkDeny(m, at)
	p.checkApplies(id, m)
}

func (p *pack) checkDeny(m *ast.Module, at finding.Range) {
	found := false
	for _, r := range rulesNamed(m, "deny") {
		found = true
		if r.Head.RuleKind() != ast.MultiValue || len(r.Head.Ref()) != 1 {
			p.diags.addAt(p.parser.rangeOf(r.Head.Location), "Rule deny is not a set of findings",
				`Write deny contains {"path": […], "message": …} if { … }, and no other rule of that name.`)
		}
	}
	if !found {
		p.diags.addAt(at, "Policy without a deny rule", `Write deny contains {"path": […], "message": …} if { … }.`)
	}
}

func (p *pack) checkApplies(id string, m *ast.Module) {
	rules := rulesNamed(m, "applies")
	hasDefault := false
	for _, r := range rules {
		hasDefault = hasDefault || r.Default
		if r.Head.RuleKind() != ast.SingleValue || len(r.Head.Ref()) != 1 || len(r.Head.Args) > 0 {
			p.diags.addAt(p.parser.rangeOf(r.Head.Location), "Rule applies is not true or false", "Write default applies := false, and applies if { … }.")
			return
		}
	}
	p.hasApplies[id] = len(rules) > 0
	if len(rules) > 0 && !hasDefault {
		p.diags.warnAt(p.parser.rangeOf(rules[0].Head.Location), "Rule applies has no default",
			"Add default applies := false, so that the policy does not apply under plain OPA either when the rule is undefined.")
	}
}

// rulesNamed lists the rules whose reference begins with name.
func rulesNamed(m *ast.Module, name string) []*ast.Rule {
	var out []*ast.Rule
	for _, r := range m.Rules {
		if ref := r.Head.Ref(); len(ref) > 0 && ref[0].Value.Compare(ast.Var(name)) == 0 {
			out = append(out, r)
		}
	}
	return out
}

func (p *pack) checkAliases() {
	owner := map[string]string{}
	for _, r := range p.rules {
		owner[r.ID] = r.ID
	}
	for _, r := range p.rules {
		for _, a := range r.Aliases {
			if other, taken := owner[a]; taken {
				p.diags.addAt(p.places[r.ID], "Alias in use", fmt.Sprintf("%s names the alias %q, which belongs to %s. An id never changes its meaning: drop the alias.", r.ID, a, other))
			}
			owner[a] = r.ID
		}
	}
}

// PackageName is the package without the leading data.
func PackageName(m *ast.Module) string {
	parts := make([]string, 0, len(m.Package.Path))
	for _, t := range m.Package.Path[min(1, len(m.Package.Path)):] {
		s, _ := t.Value.(ast.String)
		parts = append(parts, string(s))
	}
	return strings.Join(parts, ".")
}

// compiler is a compiler over the input's schema and what is available offline.
func (p *pack) compiler() *ast.Compiler {
	c := ast.NewCompiler().WithCapabilities(p.parser.caps).WithStrict(true)
	if p.opts.InputSchema != nil {
		schemas := ast.NewSchemaSet()
		schemas.Put(ast.SchemaRootRef, p.opts.InputSchema())
		c = c.WithSchemas(schemas)
	}
	return c
}

// digest covers every file that a finding can depend on. Lengths are written
// before contents, so that no two packs are written alike.
func (p *pack) digest() string {
	type entry struct {
		path string
		text []byte
	}
	var all []entry
	for _, f := range p.files {
		all = append(all, entry{f.path, f.text})
	}
	for path, d := range p.data.read {
		all = append(all, entry{path, d.text})
	}
	slices.SortFunc(all, func(a, b entry) int { return strings.Compare(a.path, b.path) })
	h := sha256.New()
	for _, e := range all {
		for _, part := range [][]byte{[]byte(e.path), e.text} {
			_ = binary.Write(h, binary.BigEndian, uint64(len(part)))
			h.Write(part)
		}
	}
	return "sha256:" + hex.EncodeToString(h.Sum(nil))
}

// unavailable says why a policy may not call a function, or "". time.now_ns
// stays: the clock is pinned.
func unavailable(name string) string {
	switch name {
	case "http.send", "net.lookup_ip_addr", "opa.runtime", "rand.intn", "uuid.rfc4122",
		"io.jwt.encode_sign", "io.jwt.encode_sign_raw", // their signatures are random
		"json.match_schema", "json.verify_schema": // a schema may refer to an address or a file
		return "it reaches the network, the environment or chance. aicomply evaluates offline, so that equal inputs give equal findings: put what the policy needs into data/ or into the manifest."
	case "strings.render_template":
		return "what one call of it makes has no bound. Use sprintf and concat."
	case "parse_config", "parse_config_file", "parse_combined_config_files":
		return "it belongs to conftest, and reads other files than the input. Put what the policy needs into a JSON or YAML file beside it."
	case "rego.metadata.chain", "rego.metadata.rule":
		return "METADATA is joined to the findings after evaluation. Leave the call out."
	}
	return ""
}

// capabilities are what a policy may use.
func capabilities() *ast.Capabilities {
	guardFunctions()
	caps := ast.CapabilitiesForThisVersion()
	caps.Builtins = slices.DeleteFunc(caps.Builtins, func(b *ast.Builtin) bool { return unavailable(b.Name) != "" })
	caps.AllowNet = []string{}
	return caps
}
