// Package config reads an organisation's configuration, .aicomply/config.hcl:
// severities of policies and policies left out, parameters, and the data
// categories and regions that it adds to the built-in ones.
//
// The language is the table schema.Config; package manifest decodes it as it
// decodes a manifest, within the same bounds. A configuration can make a check
// milder, so Overrides lists all that it changes, for every report.
package config

import (
	"encoding/json"
	"errors"
	"io/fs"
	"path"

	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/manifest"
	"github.com/aicomply/aicomply/internal/schema"
)

// File is where a configuration is, below a folder for which it counts.
const File = ".aicomply/config.hcl"

// Config is an organisation's configuration. Nil and the zero value change
// nothing. It does not change once it is loaded, and may be used by several
// goroutines.
type Config struct {
	doc   *manifest.Manifest // nil without a file
	vocab *schema.Vocabulary
}

// Load reads the configuration that counts for a directory of fsys, the
// repository: the nearest one, found from dir upward to the root of fsys. dir
// may also name a file in the directory. Without a file the configuration
// changes nothing. show turns a path in fsys into what messages say; nil leaves
// it as it is.
//
// The configuration is never nil. It may be relied on only if no diagnostic is
// an error.
func Load(fsys fs.FS, dir string, show func(string) string) (*Config, []finding.Diagnostic) {
	c := &Config{}
	if fsys != nil && !fs.ValidPath(dir) {
		return c, []finding.Diagnostic{problem(finding.Range{File: dir}, "Cannot read configuration", dir+" is not a folder of the repository.")}
	}
	file := Find(fsys, dir)
	if file == "" {
		return c, nil
	}
	doc, diags := manifest.LoadFile(schema.Config(), manifest.Options{FS: fsys, Show: show}, file)
	c.doc = doc
	if finding.HasErrors(diags) {
		return c, diags
	}
	c.vocab, diags = vocabulary(doc)
	diags = append(diags, unexplained(doc)...)
	diags = append(diags, badPacks(doc)...)
	diags = append(diags, emptyRego(doc)...)
	return c, finding.SortDiagnostics(diags)
}

// Find is the nearest configuration at or above a path, the one that Load reads;
// "" if there is none.
func Find(fsys fs.FS, dir string) string {
	if fsys == nil {
		return ""
	}
	if info, err := fs.Stat(fsys, dir); err == nil && !info.IsDir() {
		dir = path.Dir(dir)
	}
	for ; ; dir = path.Dir(dir) {
		if exists(fsys, path.Join(dir, File)) {
			return path.Join(dir, File)
		}
		if dir == "." {
			return ""
		}
	}
}

// exists reports whether there is a configuration, even one that cannot be
// read, as behind a broken link: to pass over it would be to check by other
// rules than were asked for.
func exists(fsys fs.FS, file string) bool {
	folder := path.Dir(file)
	if _, err := fs.Lstat(fsys, folder); errors.Is(err, fs.ErrNotExist) {
		return false
	}
	if _, err := fs.Stat(fsys, folder); err != nil {
		return true
	}
	_, err := fs.Lstat(fsys, file)
	return !errors.Is(err, fs.ErrNotExist)
}

// File is the configuration's file as messages show it, or "".
func (c *Config) File() string {
	if c == nil || c.doc == nil {
		return ""
	}
	return c.doc.Path
}

// Source is the bytes of the configuration's file, or nil.
func (c *Config) Source(file string) []byte {
	if c == nil || c.doc == nil {
		return nil
	}
	return c.doc.Source(file)
}

// Vocabulary is the built-in categories and regions with those that the
// configuration adds. It may be nil, which is the built-in ones alone.
func (c *Config) Vocabulary() *schema.Vocabulary {
	if c == nil {
		return nil
	}
	return c.vocab
}

// Params is every parameter of policies, as policies see it: a duration as
// text, any other as json.Number. The caller owns the result.
func (c *Config) Params() map[string]any {
	out := make(map[string]any, len(schema.Params()))
	for name, p := range schema.Params() {
		out[name] = p.Value
	}
	set := c.block("params")
	for name := range out {
		if set.Has(name) {
			out[name] = paramValue(set, name)
		}
	}
	return out
}

func paramValue(set *manifest.Object, name string) any {
	if schema.Params()[name].Unit == "duration" {
		return set.String(name)
	}
	return json.Number(set.String(name)) // its decimal digits
}

// block is the configuration's block of an unlabelled type, or nil.
func (c *Config) block(typ string) *manifest.Object {
	if c == nil || c.doc == nil {
		return nil
	}
	return c.doc.Single(typ)
}

// blocks is the configuration's blocks of a type, in source order.
func (c *Config) blocks(typ string) []*manifest.Object {
	if c == nil || c.doc == nil {
		return nil
	}
	return c.doc.All(typ)
}
