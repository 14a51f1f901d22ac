package policy

import (
	"maps"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/storage"
)

// debug is what a set keeps, when it was loaded with Options.Debug, for those
// who ask it questions.
type debug struct {
	schema func() map[string]any // nil = the input is not typed
	texts  map[string][]byte     // of the native files, by name
}

// world is one of the two that do not see each other: policies of this
// convention with their library, and the Rego of other people.
type world struct {
	compiler *ast.Compiler
	store    storage.Store
	data     ast.Object
	texts    map[string][]byte
}

func (s *Set) home() world {
	return world{compiler: s.compiler, store: s.store, data: s.data, texts: s.debug.texts}
}

func (s *Set) abroad() world {
	return world{compiler: s.foreign.compiler, store: s.foreign.store, data: s.foreign.data.object(), texts: s.foreign.parser.texts}
}

// worlds are those that there are, the native one first.
func (s *Set) worlds() []world {
	var out []world
	if s.compiler != nil {
		out = append(out, s.home())
	}
	if s.foreign != nil {
		out = append(out, s.abroad())
	}
	return out
}

// below are the names in data at a path of names, as far as they can be told; ok
// is false when there is nothing at the path. Below a rule or a value there may
// be anything.
func (w world) below(path []*ast.Term) (names []string, ok bool) {
	node := w.compiler.RuleTree.Child(ast.DefaultRootDocument.Value)
	var doc ast.Value
	if w.data != nil {
		doc = w.data
	}
	for _, key := range path {
		if node != nil {
			if node = node.Child(key.Value); node != nil && len(node.Values) > 0 {
				return nil, true
			}
		}
		obj, isObject := doc.(ast.Object)
		if doc != nil && !isObject {
			return nil, true
		}
		if doc = nil; isObject {
			if t := obj.Get(key); t != nil {
				doc = t.Value
			}
		}
		if node == nil && doc == nil {
			return nil, false
		}
	}
	return w.keys(node, doc), true
}

func (w world) keys(node *ast.TreeNode, doc ast.Value) []string {
	out := map[string]bool{}
	if node != nil {
		for k := range node.Children {
			if s, ok := k.(ast.String); ok {
				out[string(s)] = true
			}
		}
	}
	if obj, ok := doc.(ast.Object); ok {
		obj.Foreach(func(k, _ *ast.Term) {
			if s, ok := k.Value.(ast.String); ok {
				out[string(s)] = true
			}
		})
	}
	return slices.Sorted(maps.Keys(out))
}
