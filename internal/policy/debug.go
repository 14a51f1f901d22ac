package policy

import (
	"maps"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/storage"

	"github.com/aicomply/aicomply/internal/finding"
)

// debug is what a set keeps, when it was loaded with Options.Debug, for those
// who ask it questions.
type debug struct {
	schema func() map[string]any // nil = the input is not typed
	texts  map[string][]byte     // of the native files, by name
	empty  *ast.Compiler         // stands for the native one where there is none
}

func newDebug(o Options, texts map[string][]byte) *debug {
	empty := &pack{opts: o, parser: parser{caps: capabilities()}}
	c := empty.compiler().WithEnablePrintStatements(true)
	c.Compile(map[string]*ast.Module{})
	return &debug{schema: o.InputSchema, texts: texts, empty: c}
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
	w := world{compiler: s.compiler, store: s.store, data: s.data, texts: s.debug.texts}
	if w.compiler == nil {
		w.compiler = s.debug.empty
	}
	return w
}

func (s *Set) abroad() world {
	return world{compiler: s.foreign.compiler, store: s.foreign.store, data: s.foreign.data.object(), texts: s.foreign.parser.texts}
}

// names are what there is below a reference of constants, which begins with
// data; ok is false when there is nothing at the reference itself, and open is
// true where a rule or a value decides what is below.
func (w world) names(ref []*ast.Term) (below []string, ok, open bool) {
	node := w.compiler.RuleTree.Child(ast.DefaultRootDocument.Value)
	var doc ast.Value
	if w.data != nil {
		doc = w.data
	}
	for _, key := range ref {
		if node != nil {
			if node = node.Child(key.Value); node != nil && len(node.Values) > 0 {
				return nil, true, true
			}
		}
		obj, isObject := doc.(ast.Object)
		if doc != nil && !isObject {
			return nil, true, true
		}
		if doc = nil; isObject {
			if t := obj.Get(key); t != nil {
				doc = t.Value
			}
		}
		if node == nil && doc == nil {
			return nil, false, false
		}
	}
	return w.keys(node, doc), true, false
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

// rangeOf is the place of a location in the files of a world.
func (w world) rangeOf(l *ast.Location) finding.Range {
	return (&parser{texts: w.texts}).rangeOf(l)
}
