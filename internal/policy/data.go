package policy

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/suggest"
)

// dataFiles are the JSON files below data/ that policies refer to. The file
// data/countries.json holds one key, "countries", and a policy sees it as
// data.data.countries, which is where OPA's own loader puts it. Files that
// nobody refers to are not read.
type dataFiles struct {
	diags   *diagnostics
	parser  *parser
	sources []Source
	read    map[string]dataFile // by path; also those that failed
}

type dataFile struct {
	source string
	text   []byte
	value  any
}

// collect reads what one module refers to.
func (d *dataFiles) collect(m *ast.Module) {
	see := func(ref ast.Ref) bool {
		if at := d.refer(ref); at != nil {
			d.unknown(ref, at)
		}
		return false
	}
	// Also the paths of imports: a file is read though only an alias is used.
	for _, i := range m.Imports {
		if ref, ok := i.Path.Value.(ast.Ref); ok {
			see(ref)
		}
	}
	for _, r := range m.Rules {
		ast.WalkRefs(r, see)
	}
}

// refer reads the files that a reference such as data.data.countries reaches.
// It returns the term that names no file, if one does.
func (d *dataFiles) refer(ref ast.Ref) *ast.Term {
	if len(ref) == 0 || !ref[0].Equal(ast.DefaultRootDocument) {
		return nil
	}
	if len(ref) > 1 && !isConstant(ref[1], "data") {
		if _, constant := ref[1].Value.(ast.String); constant {
			return nil
		}
	}
	dir := "data"
	for i := 2; i < len(ref); i++ {
		key, ok := ref[i].Value.(ast.String)
		if !ok || !fs.ValidPath(string(key)) || strings.Contains(string(key), "/") {
			break
		}
		p := path.Join(dir, string(key))
		if d.load(p + ".json") {
			return nil
		}
		if !d.isDir(p) {
			return ref[i]
		}
		dir = p
	}
	d.loadAll(dir)
	return nil
}

func isConstant(t *ast.Term, s string) bool { return t.Value.Compare(ast.String(s)) == 0 }

func (d *dataFiles) unknown(ref ast.Ref, at *ast.Term) {
	var names []string
	for _, s := range d.sources {
		entries, err := fs.ReadDir(s.FS, "data")
		if err != nil {
			continue
		}
		for _, e := range entries {
			names = append(names, strings.TrimSuffix(e.Name(), ".json"))
		}
	}
	slices.Sort(names)
	word, _ := at.Value.(ast.String)
	place := d.parser.rangeOf(ref[0].Location)
	if at.Location != nil {
		place = d.parser.rangeOf(at.Location)
	}
	d.diags.addAt(place, "Unknown data",
		fmt.Sprintf("No file below data/ holds %s.%s", ref, suggest.OneOf(string(word), slices.Compact(names))))
}

func (d *dataFiles) isDir(p string) bool {
	return slices.ContainsFunc(d.sources, func(s Source) bool {
		info, err := fs.Stat(s.FS, p)
		return err == nil && info.IsDir()
	})
}

// loadAll reads every file of a folder and those below it.
func (d *dataFiles) loadAll(dir string) {
	for _, s := range d.sources {
		_ = fs.WalkDir(s.FS, dir, func(p string, e fs.DirEntry, err error) error {
			if err == nil && !e.IsDir() && path.Ext(p) == ".json" {
				d.load(p)
			}
			return nil // a folder that is not there holds nothing
		})
	}
}

// load reads one file from the sources that have it and reports whether one has.
func (d *dataFiles) load(p string) bool {
	if _, ok := d.read[p]; ok {
		return true
	}
	found := false
	for _, s := range d.sources {
		text, err := readFile(s.FS, p, maxData)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		name := displayName(s.Name, p)
		switch first := d.read[p]; {
		case err != nil:
			d.diags.add(name, "Cannot read data file", fmt.Sprintf("%v.", err))
		case !found:
			d.read[p] = dataFile{source: s.Name, text: text, value: d.decode(name, p, text)}
		case !bytes.Equal(first.text, text):
			d.diags.add(name, "Data file defined twice", fmt.Sprintf("%s holds another file of this path. Rename one of them.", displayName(first.source, p)))
		}
		found = true
	}
	return found
}

// decode reads a data file and returns what stands under its one key.
func (d *dataFiles) decode(name, p string, text []byte) any {
	var doc map[string]any
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	err := dec.Decode(&doc)
	if err == nil {
		if _, more := dec.Token(); !errors.Is(more, io.EOF) {
			err = errors.New("text after the end of the document")
		}
	}
	if err != nil {
		at := finding.Range{File: name}
		var syntax *json.SyntaxError
		if errors.As(err, &syntax) {
			at = rangeAt(name, text, int(syntax.Offset)-1, int(syntax.Offset))
		}
		d.diags.addAt(at, "Data file is not a JSON object", sentence(err.Error()))
		return nil
	}
	key := strings.TrimSuffix(path.Base(p), ".json")
	value, ok := doc[key]
	if !ok || len(doc) != 1 {
		d.diags.add(name, "Data file holds other keys", fmt.Sprintf("It must be an object with the one key %q, as the file is named.", key))
	}
	return value
}

// object is the data document.
func (d *dataFiles) object() ast.Object {
	root := map[string]any{}
	for p, f := range d.read {
		at := root
		parts := strings.Split(strings.TrimSuffix(p, ".json"), "/")
		for _, part := range parts[:len(parts)-1] {
			next, ok := at[part].(map[string]any)
			if !ok {
				next = map[string]any{}
				at[part] = next
			}
			at = next
		}
		at[parts[len(parts)-1]] = f.value
	}
	v, err := ast.InterfaceToValue(root)
	if object, ok := v.(ast.Object); ok && err == nil {
		return object
	}
	return ast.NewObject() // not reached: JSON always converts
}
