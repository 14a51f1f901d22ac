// Package manifest turns the bytes of a deployment's files into one checked,
// resolved value with the source range of everything in it.
//
// The language is described in package schema, and nowhere else: this package
// walks the syntax tree along that table. It evaluates expressions itself,
// because a manifest may hold only literals, references, lists, locals and a
// few pure functions, and because a hostile manifest must not be able to grow
// in memory or in time. Problems are diagnostics, collected for the whole
// deployment and sorted by place. A Go error means that nothing could be read.
package manifest

import "github.com/aicomply/aicomply/internal/schema"

// Manifest is one deployment.
type Manifest struct {
	ID    string   // where it is in the repository, slash-separated: its directory, or its file if it was named by that
	Path  string   // the same as messages show it
	Files []string // source files as messages show them, in the order they were merged

	root    *schema.Block        // the language it is written in
	vocab   *schema.Vocabulary   // nil = the built-in one
	objects map[string][]*Object // top-level blocks by type, in source order
	byRef   map[string]*Object
	sources map[string]*source // by shown name
}

// System is the deployment's system block; nil only if there are diagnostics.
func (m *Manifest) System() *Object { return m.Single("system") }

// Vocabulary is the categories and regions that the deployment may name. It
// may be nil, which is the built-in vocabulary.
func (m *Manifest) Vocabulary() *schema.Vocabulary { return m.vocab }

// Single is the only block of an unlabelled type, or nil.
func (m *Manifest) Single(typ string) *Object {
	if os := m.objects[typ]; len(os) > 0 {
		return os[0]
	}
	return nil
}

// All is the top-level blocks of a type, in source order.
func (m *Manifest) All(typ string) []*Object { return m.objects[typ] }

// Get is the top-level block at an address such as "flow.prompt", or nil.
func (m *Manifest) Get(ref string) *Object { return m.byRef[ref] }

// Source is the bytes of one of the deployment's files, or nil.
func (m *Manifest) Source(file string) []byte {
	if s := m.sources[file]; s != nil {
		return s.data
	}
	return nil
}
