package policy

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
	"unicode/utf8"

	"github.com/aicomply/aicomply/internal/finding"
)

// The limits on what is read. A policy is a page of text; these only keep a
// wrong folder from being read whole.
const (
	maxFile    = 1 << 20  // bytes of one .rego file
	maxTotal   = 64 << 20 // bytes of all .rego files
	maxData    = 16 << 20 // bytes of one data file
	maxEntries = 200_000  // files and folders looked at in one source
)

// file is a Rego file as it was read.
type file struct {
	source string // Source.Name
	path   string // relative to the source's root
	text   []byte
}

// name is how diagnostics call the file.
func (f file) name() string { return displayName(f.source, f.path) }

func displayName(source, p string) string {
	if source == "" || source == "." {
		return p
	}
	return strings.TrimSuffix(source, "/") + "/" + p
}

// role is what a file is for, told by its path.
type role int

const (
	roleIgnored role = iota
	rolePolicy
	roleLibrary
	roleMain
	roleTest
	roleMisplaced
)

func roleOf(p string) role {
	parts := strings.Split(p, "/")
	stem := strings.TrimSuffix(parts[len(parts)-1], ".rego")
	switch {
	case !strings.HasSuffix(p, ".rego"):
		return roleIgnored
	case strings.HasSuffix(stem, "_test"):
		return roleTest
	case p == "main.rego":
		return roleMain
	case parts[0] == "lib":
		return roleLibrary
	case len(parts) == 3 && parts[1] == stem && parts[0] != "data":
		return rolePolicy
	}
	return roleMisplaced
}

// reader collects the Rego files of sources.
type reader struct {
	diags diagnostics
	files []file
	total int64
	want  func(role) bool
}

// read adds the files of a source whose role is wanted, in the order of their paths.
func (r *reader) read(s Source) {
	entries := 0
	err := fs.WalkDir(s.FS, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entries++; entries > maxEntries {
			return fmt.Errorf("more than %d files and folders", maxEntries)
		}
		if d.IsDir() {
			if skippedDir(p, d) {
				return fs.SkipDir
			}
			return nil
		}
		return r.entry(s, p)
	})
	if err != nil {
		r.diags.add(s.Name, "Cannot read policies", fmt.Sprintf("%v.", err))
	}
}

func (r *reader) entry(s Source, p string) error {
	role := roleOf(p)
	if !r.want(role) {
		return nil
	}
	f := file{source: s.Name, path: p}
	text, err := readFile(s.FS, p, maxFile)
	switch {
	case errors.Is(err, errTooLarge):
		r.diags.add(f.name(), "Policy file too large", fmt.Sprintf("A .rego file may have at most %d bytes. Split it, or move its data below data/.", maxFile))
		return nil
	case err != nil:
		r.diags.add(f.name(), "Cannot read policy file", fmt.Sprintf("%v.", err))
		return nil
	}
	if role == roleMisplaced {
		r.misplaced(f.name(), text)
		return nil
	}
	if r.total += int64(len(text)); r.total > maxTotal {
		return fmt.Errorf("the .rego files have more than %d bytes in all", maxTotal)
	}
	f.text = text
	r.files = append(r.files, f)
	return nil
}

// misplaced says what is wrong with a file that is no policy, and not Rego of
// other people either.
func (r *reader) misplaced(name string, text []byte) {
	switch _, ok := packageStart(text); {
	case !utf8.Valid(text):
		r.diags.add(name, "Cannot parse policy", "It is not text in UTF-8. Save it as that.")
	case !ok:
		r.diags.add(name, "Cannot parse policy", "It does not begin with a package clause on a line of its own, such as package main.")
	default:
		r.diags.add(name, "Rego file in an unknown place",
			"Its package begins with aicomply. A policy stands in <area>/<name>/<name>.rego, a shared function in lib/<topic>/<topic>.rego and a test in a file that ends in _test.rego. Move the file.")
	}
}

var errTooLarge = errors.New("file too large")

// skippedDir reports whether a folder holds no policies: hidden ones, and packages
// of Node.
func skippedDir(name string, d fs.DirEntry) bool {
	return d.IsDir() && name != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "node_modules")
}

// readFile reads a regular file of at most limit bytes. A named pipe or a
// device would block or never end.
func readFile(fsys fs.FS, p string, limit int64) ([]byte, error) {
	f, size, err := openRegular(fsys, p)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	// Room for what the file says that it has, and for one read that finds its end.
	text := bytes.NewBuffer(make([]byte, 0, max(0, min(size, limit))+bytes.MinRead))
	_, err = text.ReadFrom(io.LimitReader(f, limit+1))
	if err == nil && int64(text.Len()) > limit {
		err = errTooLarge
	}
	return text.Bytes(), err
}

func openRegular(fsys fs.FS, p string) (fs.File, int64, error) {
	info, err := fs.Stat(fsys, p)
	if err != nil {
		return nil, 0, err
	}
	if !info.Mode().IsRegular() {
		return nil, 0, &fs.PathError{Op: "open", Path: path.Clean(p), Err: errors.New("not a regular file")}
	}
	f, err := fsys.Open(p)
	return f, info.Size(), err
}

// diagnostics collects the problems of a load.
type diagnostics struct{ list []finding.Diagnostic }

// add reports an error about a whole file or folder.
func (d *diagnostics) add(name, summary, detail string) {
	d.addAt(finding.Range{File: name}, summary, detail)
}

func (d *diagnostics) addAt(at finding.Range, summary, detail string) {
	d.list = append(d.list, finding.Diagnostic{Severity: finding.Error, Summary: summary, Detail: detail, Range: at})
}

func (d *diagnostics) warnAt(at finding.Range, summary, detail string) {
	d.list = append(d.list, finding.Diagnostic{Severity: finding.Warning, Summary: summary, Detail: detail, Range: at})
}

func (d *diagnostics) failed() bool { return finding.HasErrors(d.list) }
