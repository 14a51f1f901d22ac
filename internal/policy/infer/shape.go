// Package infer follows the shapes of values from the input through rules: which
// names an object can have and which texts a value can be, through variables,
// comprehensions, the results of rules and the arguments of functions. A value
// whose shape is not known in every way it can get somewhere has none.
package infer

import (
	"maps"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
)

// Shape is what is known of the values at one place: names, and the texts that
// are allowed. nil is a value of which nothing is known.
type Shape struct {
	Path       string            // "input.flow[_]"; "" when it is of several places
	Properties map[string]*Shape // of an object with these keys and no others
	Values     *Shape            // of an object with any keys
	Items      *Shape            // of an array or a set
	Array      bool              // Items are of an array, which has no keys that are texts
	Enum       []string          // of a text, sorted; nil = any
	Leaf       bool              // a text, number or boolean
}

// never is the shape of what is never there: what a name leads to that the input
// does not have.
var never = &Shape{}

// NewShape is the shape of the input that a JSON Schema describes; nil when it
// says nothing.
func NewShape(schema any) *Shape { return newShape(schema, "input") }

func newShape(schema any, path string) *Shape {
	m, _ := schema.(map[string]any)
	s := &Shape{Path: path}
	if props, ok := m["properties"].(map[string]any); ok {
		s.Properties = make(map[string]*Shape, len(props))
		for name, p := range props {
			s.Properties[name] = newShape(p, path+"."+name)
		}
	}
	if values, ok := m["additionalProperties"].(map[string]any); ok {
		s.Values = newShape(values, path+"[_]")
	}
	if items, ok := m["items"].(map[string]any); ok {
		s.Items, s.Array = newShape(items, path+"[_]"), true
	}
	if list, ok := m["enum"].([]any); ok {
		for _, v := range list {
			text, _ := v.(string)
			s.Enum = append(s.Enum, text)
		}
		slices.Sort(s.Enum)
	}
	switch m["type"] {
	case "string", "number", "integer", "boolean":
		s.Leaf = true
	}
	if s.Properties == nil && s.Values == nil && s.Items == nil && !s.Leaf {
		return nil
	}
	return s
}

// Names are the keys of an object, sorted.
func (s *Shape) Names() []string { return slices.Sorted(maps.Keys(s.Properties)) }

// Below is what a key leads to; ok is false when no value of this shape has it.
func (s *Shape) Below(key *ast.Term) (next *Shape, ok bool) {
	name, constant := key.Value.(ast.String)
	switch {
	case s == nil || s == never:
		return s, true
	case s.Array && constant:
		return nil, false
	case s.Items != nil:
		return s.Items, true
	case s.Properties != nil && constant:
		next, ok = s.Properties[string(name)]
		return next, ok
	case s.Values != nil:
		return s.Values, true
	}
	return nil, true
}

// join is the shape of a value that is of one shape or of the other.
func join(a, b *Shape) *Shape {
	switch {
	case a == nil || b == nil:
		return nil
	case a == b || b == never:
		return a
	case a == never:
		return b
	case a.Leaf != b.Leaf || (a.Items == nil) != (b.Items == nil) || (a.Values == nil) != (b.Values == nil) || (a.Properties == nil) != (b.Properties == nil):
		return nil
	}
	out := &Shape{Leaf: a.Leaf, Array: a.Array && b.Array}
	if a.Path == b.Path {
		out.Path = a.Path
	}
	if a.Enum != nil && b.Enum != nil {
		out.Enum = slices.Compact(slices.Sorted(slices.Values(slices.Concat(a.Enum, b.Enum))))
	}
	if a.Items != nil {
		out.Items = join(a.Items, b.Items)
	}
	if a.Values != nil {
		out.Values = join(a.Values, b.Values)
	}
	if a.Properties != nil {
		out.Properties = map[string]*Shape{}
		for _, n := range slices.Concat(a.Names(), b.Names()) {
			x, inA := a.Properties[n]
			y, inB := b.Properties[n]
			switch {
			case inA && inB:
				out.Properties[n] = join(x, y)
			case inA:
				out.Properties[n] = x
			default:
				out.Properties[n] = y
			}
		}
	}
	if a.Items != nil && out.Items == nil || a.Values != nil && out.Values == nil {
		return nil
	}
	return out
}
