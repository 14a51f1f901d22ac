package manifest

import (
	"bytes"
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
	// Vocabulary is the data categories and regions that may be named; nil is
	// the built-in one.
	Vocabulary *schema.Vocabulary
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
	d := newDecoder(schema.Manifest, o, name)
	dir, files, err := d.deploymentFiles(o.FS, name)
	if err != nil {
		d.ds.unreadable(o.show(name), err)
		return d.m, d.ds.list
	}
	r := &reader{o: o, d: d, seen: map[string]bool{}}
	for _, f := range files {
		if err := r.add(&file{name: f, dir: dir}); err != nil {
			d.ds.unreadable(o.show(f), err)
		}
	}
	return d.finish(r)
}

// Parse reads a deployment from memory, as Load does from files. Its files may
// not import others.
func Parse(dir string, files map[string][]byte) (*Manifest, []finding.Diagnostic) {
	d := newDecoder(schema.Manifest, Options{}, dir)
	r := &reader{d: d, seen: map[string]bool{}}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		r.parse(&file{name: name, dir: dir}, files[name])
	}
	return d.finish(r)
}

// LoadFile reads one file of o.FS in another language than the manifest's: root
// lists its blocks, as schema.Manifest lists those of a manifest. The result is
// never nil; it may be relied on only if no diagnostic is an error.
func LoadFile(root *schema.Block, o Options, name string) (*Manifest, []finding.Diagnostic) {
	d := newDecoder(root, o, name)
	r := &reader{o: o, d: d, seen: map[string]bool{}}
	if o.FS == nil {
		d.ds.unreadable(o.show(name), errNoRepository)
	} else if err := r.add(&file{name: name, dir: path.Dir(name)}); err != nil {
		d.ds.unreadable(o.show(name), err)
	}
	return d.finish(r)
}

var errNoRepository = errors.New("there is no repository to read it from")

var errNoManifest = errors.New("it has no aicomply.hcl and no *.aicomply.hcl")

func newDecoder(root *schema.Block, o Options, name string) *decoder {
	ds := &diagnostics{doc: root.Type, whole: "deployment"}
	if root != schema.Manifest {
		ds.whole = root.Type
	}
	h := &hints{ds: ds}
	return &decoder{
		root:  root,
		vocab: o.Vocabulary,
		ds:    ds,
		eval:  &evaluator{ds: ds, hints: h, locals: map[string]*local{}},
		hints: h,
		paths: pathChecker{o.FS},
		named: map[string][]string{},
		held:  map[string][]string{},
		m: &Manifest{
			ID: name, Path: o.show(name), root: root, vocab: o.Vocabulary,
			objects: map[string][]*Object{}, byRef: map[string]*Object{}, sources: map[string]*source{},
		},
	}
}

func (d *decoder) deploymentFiles(fsys fs.FS, name string) (dir string, files []string, err error) {
	if fsys == nil {
		return "", nil, errNoRepository
	}
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
	d.eval.resolveAll()
	for i := 0; i < len(r.files); i++ { // imports append to it
		f := r.files[i]
		if f.importer != nil {
			d.outsideBlocks(f)
		}
		d.decodeFile(f)
		r.imports(f)
	}
	d.inherit()
	if !d.over {
		d.resolve()
	}
	if d.root == schema.Manifest && d.m.System() == nil && !d.partial && !d.over {
		d.ds.list = append(d.ds.list, finding.Diagnostic{
			Severity: finding.Error, Summary: "Missing system block", Range: d.m.anywhere(),
			Detail: fmt.Sprintf("The deployment in %s does not say which system it is. Add a block: system \"name\" { … }.", d.m.Path),
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

// add reads a file of o.FS. One that cannot be read leaves the deployment
// partial.
func (r *reader) add(f *file) error {
	r.seen[f.name] = true
	data, err := r.read(f.name)
	if err != nil {
		r.d.partial = true
		return err
	}
	r.parse(f, data)
	return nil
}

func (r *reader) parse(f *file, data []byte) {
	f.src = newSource(r.o.show(f.name), data)
	r.d.m.Files = append(r.d.m.Files, f.src.name)
	r.d.m.sources[f.src.name] = f.src
	body, ok := f.src.parse(r.d.ds)
	if !ok {
		r.d.partial = true
	}
	if body != nil {
		f.body = body
		r.files = append(r.files, f)
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
		return nil, fmt.Errorf("it has %d bytes; a %s file may have %d (10 MB)", info.Size(), r.d.ds.doc, MaxFile)
	case r.bytes+info.Size() > MaxDeployment:
		return nil, fmt.Errorf("with it the deployment has more than %d bytes (32 MB)", MaxDeployment)
	}
	f, err := r.o.FS.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data := make([]byte, 0, info.Size()+1)
	buf := bytes.NewBuffer(data)
	_, err = io.Copy(buf, io.LimitReader(f, MaxFile+1)) // a file may grow, or lie about its size
	data = buf.Bytes()
	if err == nil && len(data) > MaxFile {
		err = fmt.Errorf("it has more than %d bytes (10 MB)", MaxFile)
	}
	r.bytes += int64(len(data))
	return data, err
}

// imports reads what the import blocks of the file, just decoded, name. What
// cannot be imported leaves the deployment partial.
func (r *reader) imports(from *file) {
	blocks := r.d.m.All("import")
	for ; r.done < len(blocks); r.done++ {
		if a, ok := blocks[r.done].get("source"); !ok || !r.importFrom(from, a) {
			r.d.partial = true
		}
	}
}

// importFrom reads the files that an import block's source names. A file that
// is there already is a mistake, since its blocks would be declared twice.
func (r *reader) importFrom(from *file, source *attribute) bool {
	at := source.span
	if r.o.FS == nil {
		r.d.ds.add(at, "Import not possible", "Nothing can be imported here: the manifest is not read from files.")
		return false
	}
	names, err := r.importedFiles(path.Join(from.dir, source.text))
	if err != nil {
		r.d.ds.add(at, "Import failed", "%s cannot be read: %s.", cut(source.text), reason(err))
		return false
	}
	for _, name := range names {
		f := &file{name: name, dir: path.Dir(name), importer: from}
		switch {
		case from.importedFrom(name):
			r.d.ds.add(at, "Import cycle", "%s imports itself, directly or by way of others. Remove one of the imports.", r.o.show(name))
		case r.seen[name]:
			r.d.ds.add(at, "File imported twice", "%s is already part of this deployment. Import it once.", r.o.show(name))
		default:
			if err := r.add(f); err != nil {
				r.d.ds.add(at, "Import failed", "%s cannot be read: %s.", r.o.show(name), reason(err))
			}
		}
	}
	return true
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

// unreadable reports a file or directory that cannot be read.
func (ds *diagnostics) unreadable(name string, err error) {
	ds.list = append(ds.list, finding.Diagnostic{
		Severity: finding.Error, Summary: "Cannot read " + ds.doc,
		Detail: fmt.Sprintf("%s: %s.", name, reason(err)), Range: finding.Range{File: name},
	})
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
