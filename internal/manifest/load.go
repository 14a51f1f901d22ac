package manifest

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/schema"
	"github.com/aicomply/aicomply/internal/suggest"
)

// Options says where files come from. The zero value reads nothing.
type Options struct {
	// FS is the repository. Nothing outside it is read; an os.Root's FS also
	// refuses symbolic links that lead out of it. Without one, paths in the
	// manifest are checked as text only.
	FS fs.FS
	// Show turns a path in FS into what messages and findings say; nil leaves
	// it as it is.
	Show func(string) string
}

func (o Options) show(name string) string {
	if o.Show == nil {
		return name
	}
	return o.Show(name)
}

// IsManifest reports whether a file of that name belongs to the deployment of
// its directory.
func IsManifest(base string) bool {
	return base == "aicomply.hcl" || strings.HasSuffix(base, ".aicomply.hcl")
}

// Load reads a deployment: every manifest file of a directory of o.FS, or one
// file. The manifest is never nil, so that diagnostics can be shown with their
// source; it may be evaluated only if none of them is an error.
func Load(o Options, name string) (*Manifest, []finding.Diagnostic) {
	d := newDecoder(o, name)
	dir, files, err := d.deploymentFiles(o.FS, name)
	if err != nil {
		d.ds.list = append(d.ds.list, unreadable(o.show(name), err))
		return d.m, d.ds.list
	}
	r := &reader{o: o, d: d, seen: map[string]bool{}}
	for _, f := range files {
		r.add(f, dir, nil)
	}
	return d.finish(r)
}

// Parse reads a deployment from memory, as Load does from files. Its files may
// not import others.
func Parse(dir string, files map[string][]byte) (*Manifest, []finding.Diagnostic) {
	d := newDecoder(Options{}, dir)
	r := &reader{d: d, seen: map[string]bool{}}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		r.parse(name, dir, files[name], nil)
	}
	return d.finish(r)
}

var errNoManifest = errors.New("it has no aicomply.hcl and no *.aicomply.hcl")

func newDecoder(o Options, name string) *decoder {
	ds := &diagnostics{}
	return &decoder{
		ds:    ds,
		eval:  &evaluator{ds: ds, locals: map[string]*local{}},
		paths: pathChecker{o.FS},
		m: &Manifest{
			ID: name, Path: o.show(name),
			objects: map[string][]*Object{}, byRef: map[string]*Object{}, sources: map[string]*source{},
		},
	}
}

func (d *decoder) deploymentFiles(fsys fs.FS, name string) (dir string, files []string, err error) {
	info, err := fs.Stat(fsys, name)
	if err != nil {
		return "", nil, err
	}
	if !info.IsDir() {
		return path.Dir(name), []string{name}, nil
	}
	entries, err := fs.ReadDir(fsys, name)
	if err != nil {
		return "", nil, err
	}
	for _, e := range entries {
		if IsManifest(e.Name()) && !e.IsDir() {
			files = append(files, path.Join(name, e.Name()))
		}
	}
	if len(files) == 0 {
		return "", nil, errNoManifest
	}
	return name, files, nil
}

// finish decodes what was parsed, imports included, and checks the whole.
func (d *decoder) finish(r *reader) (*Manifest, []finding.Diagnostic) {
	for _, f := range r.files {
		d.collectLocals(f)
	}
	for i := 0; i < len(r.files); i++ { // imports append to it
		if r.files[i].types != nil {
			d.collectLocals(r.files[i]) // has none: says what stands outside a block
		}
		d.decodeFile(r.files[i])
		r.imports(r.files[i])
	}
	d.inherit()
	if !d.over {
		d.resolve()
	}
	if d.m.System() == nil && !d.partial && !d.over {
		d.ds.list = append(d.ds.list, finding.Diagnostic{
			Severity: finding.Error, Summary: "Missing system block", Range: d.m.anywhere(),
			Detail: fmt.Sprintf("The deployment in %s does not say which system it is. Add: system \"name\" { … }", d.m.Path),
		})
	}
	list := finding.SortDiagnostics(d.ds.list)
	if d.ds.dropped > 0 {
		list = append(list, finding.Diagnostic{Severity: finding.Error, Summary: "Too many problems", Detail: fmt.Sprintf("%d more problems are not listed.", d.ds.dropped), Range: d.m.anywhere()})
	}
	return d.m, list
}

// anywhere is the start of the deployment's first file.
func (m *Manifest) anywhere() finding.Range {
	if len(m.Files) == 0 {
		return finding.Range{File: m.Path}
	}
	s := m.sources[m.Files[0]]
	return span{src: s, start: s.lines[0], end: s.lines[0]}.rangeOf()
}

// reader reads and parses files, each once.
type reader struct {
	o     Options
	d     *decoder
	files []*file
	seen  map[string]bool
	bytes int64
	done  int // import blocks handled
}

// add reads a file of o.FS; types restricts the blocks that it may hold.
func (r *reader) add(name, dir string, types []string) {
	if r.seen[name] {
		return
	}
	r.seen[name] = true
	data, err := r.read(name)
	if err != nil {
		r.d.ds.list = append(r.d.ds.list, unreadable(r.o.show(name), err))
		r.d.partial = true
		return
	}
	r.parse(name, dir, data, types)
}

func (r *reader) parse(name, dir string, data []byte, types []string) {
	src := newSource(r.o.show(name), data)
	r.d.m.Files = append(r.d.m.Files, src.name)
	r.d.m.sources[src.name] = src
	before := len(r.d.ds.list)
	body := src.parse(r.d.ds)
	if len(r.d.ds.list) > before {
		r.d.partial = true
	}
	if body != nil {
		r.files = append(r.files, &file{src: src, dir: dir, body: body, types: types})
	}
}

func (r *reader) read(name string) ([]byte, error) {
	info, err := fs.Stat(r.o.FS, name)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, errors.New("it is not a regular file")
	case info.Size() > MaxFile:
		return nil, fmt.Errorf("it has %d bytes; a manifest file may have %d (10 MB)", info.Size(), MaxFile)
	case r.bytes+info.Size() > MaxDeployment:
		return nil, fmt.Errorf("with it the deployment has more than %d bytes (32 MB)", MaxDeployment)
	}
	f, err := r.o.FS.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, MaxFile+1))
	if err == nil && len(data) > MaxFile {
		err = fmt.Errorf("it has more than %d bytes (10 MB)", MaxFile)
	}
	r.bytes += int64(len(data))
	return data, err
}

// imports reads what the import blocks of the file, just decoded, name. A file
// that is reached twice is read once, which also ends a cycle; but a cycle is
// a mistake, and said to be one.
func (r *reader) imports(from *file) {
	blocks := r.d.m.All("import")
	for ; r.done < len(blocks); r.done++ {
		o := blocks[r.done]
		a, ok := o.get("source")
		if !ok {
			continue
		}
		if r.o.FS == nil {
			r.d.ds.add(a.span, "Import not possible", "Nothing can be imported here: the manifest is not read from files.")
			continue
		}
		name := path.Join(from.dir, a.text)
		files, err := r.importedFiles(name)
		if err != nil {
			r.d.ds.add(a.span, "Import failed", "%s cannot be read: %s.", cut(a.text), reason(err))
			continue
		}
		for _, f := range files {
			if r.seen[f] {
				r.d.ds.add(a.span, "Import cycle", "%s is already part of this deployment. Import each file once, and never the file that imports.", r.o.show(f))
				continue
			}
			r.add(f, path.Dir(f), sharedTypes())
		}
	}
}

func (r *reader) importedFiles(name string) ([]string, error) {
	info, err := fs.Stat(r.o.FS, name)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return []string{name}, nil
	}
	files, err := fs.Glob(r.o.FS, path.Join(escapeGlob(name), "*.hcl"))
	if err == nil && len(files) == 0 {
		err = errors.New("it has no *.hcl files")
	}
	return files, err
}

func escapeGlob(s string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(s)
}

// unreadable is the diagnostic for a file or directory that cannot be read.
func unreadable(name string, err error) finding.Diagnostic {
	return finding.Diagnostic{
		Severity: finding.Error, Summary: "Cannot read manifest",
		Detail: fmt.Sprintf("%s: %s.", name, reason(err)), Range: finding.Range{File: name},
	}
}

// reason is an error without the path, which the message has already.
func reason(err error) string {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err.Error()
	}
	return err.Error()
}

// pathChecker checks the paths that a manifest names.
type pathChecker struct{ fsys fs.FS }

// check says what is wrong with a path in a file of dir; "" if nothing is. A
// file that does not exist is for the policies to report.
func (p pathChecker) check(dir, name string) string {
	full := path.Join(dir, name)
	switch {
	case name == "":
		return "The path is empty. Write the path of a file, or null."
	case strings.Contains(name, "://"):
		return "This is a URL. Write the path of a file in the repository, relative to this manifest."
	case strings.Contains(name, `\`):
		return "Separate folders with \"/\"."
	case path.IsAbs(name) || !fs.ValidPath(full):
		return "The path leaves the repository. Write the path of a file inside it, relative to this manifest."
	case p.fsys == nil:
		return ""
	}
	if _, err := fs.Stat(p.fsys, full); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "The path cannot be followed inside the repository: " + reason(err) + "."
	}
	return ""
}

// inherit gives components, stores, models and flows what defaults declares
// and they do not. An explicit null stops it.
func (d *decoder) inherit() {
	defaults := d.m.Single("defaults")
	if defaults == nil {
		return
	}
	for i := range schema.Manifest.Blocks {
		for _, o := range d.m.All(schema.Manifest.Blocks[i].Type) {
			for j := range o.schema.Attrs {
				decl := &o.schema.Attrs[j]
				value, ok := defaults.get(decl.Name)
				if !decl.Inherits || !ok || o.attrs[decl.Name] != nil {
					continue
				}
				o.attrs[decl.Name] = &attribute{value: value.value, decl: decl, source: o.header}
			}
		}
	}
}

// resolve checks every reference: it names a block, and one of the right type.
func (d *decoder) resolve() {
	for _, o := range d.m.ordered() {
		d.resolveObject(o)
	}
}

func (d *decoder) resolveObject(o *Object) {
	for i := range o.schema.Attrs {
		a, ok := o.get(o.schema.Attrs[i].Name)
		if !ok || a.decl.Type != schema.Reference || a.source == o.header {
			continue // an inherited reference is checked where it is declared
		}
		if a.kind == kindReference {
			d.resolveValue(a.decl, &a.value)
		}
		for j := range a.list {
			d.resolveValue(a.decl, &a.list[j])
		}
	}
	if o.Type == "flow" {
		d.checkOmits(o)
	}
	for i := range o.schema.Blocks {
		for _, n := range o.Blocks(o.schema.Blocks[i].Type) {
			d.resolveObject(n)
		}
	}
}

func (d *decoder) resolveValue(decl *schema.Attr, v *value) {
	typ, label, _ := strings.Cut(v.text, ".")
	target := d.m.byRef[v.text]
	allowed := slices.Contains(decl.Refs, typ) || slices.Contains(decl.Refs, "*")
	switch {
	case target != nil && allowed:
	case target != nil:
		d.ds.add(v.span, "Reference of the wrong kind", "%q takes a reference to %s; %s is a %s.", decl.Name, strings.Join(decl.Refs, ", "), v.text, typ)
	case d.partial:
	case schema.Manifest.FindBlock(typ) == nil:
		d.ds.add(v.span, "Undefined reference", "There is no block type %q.%s", typ, suggest.DidYouMean(v.text, d.refs(decl.Refs)))
	default:
		d.ds.add(v.span, "Undefined reference", "No %s block %q is declared.%s", typ, label, suggest.DidYouMean(v.text, d.refs(decl.Refs)))
	}
}

// refs lists the addresses of all blocks of the types, sorted.
func (d *decoder) refs(types []string) []string {
	var out []string
	for ref, o := range d.m.byRef {
		if slices.Contains(types, o.Type) || slices.Contains(types, "*") {
			out = append(out, ref)
		}
	}
	slices.Sort(out)
	return out
}

// checkOmits refuses a flow that says of one category that it carries it and
// that it does not.
func (d *decoder) checkOmits(flow *Object) {
	omits, ok := flow.get("omits")
	if !ok {
		return
	}
	for _, ref := range flow.Strings("carries") {
		ds := d.m.Get(ref)
		for _, category := range append(ds.Strings("data_categories"), ds.Strings("may_contain")...) {
			for _, o := range omits.list {
				if o.text == category {
					d.ds.add(o.span, "Contradictory flow", "%s omits %q and carries %s, which holds it. Remove one of the two.", flow.Ref, category, ref)
				}
			}
		}
	}
}
