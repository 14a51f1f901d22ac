package lint

import (
	"maps"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
)

// shape is what is known of the values at one place: names, and the texts that
// are allowed. nil is a value of which nothing is known.
type shape struct {
	properties map[string]*shape // of an object with these keys and no others
	values     *shape            // of an object with any keys
	items      *shape            // of an array or a set
	enum       []string          // of a text, sorted; nil = any
	leaf       bool              // a text, number or boolean
}

func newShape(schema any) *shape {
	m, _ := schema.(map[string]any)
	s := &shape{}
	if props, ok := m["properties"].(map[string]any); ok {
		s.properties = make(map[string]*shape, len(props))
		for name, p := range props {
			s.properties[name] = newShape(p)
		}
	}
	if values, ok := m["additionalProperties"].(map[string]any); ok {
		s.values = newShape(values)
	}
	if items, ok := m["items"].(map[string]any); ok {
		s.items = newShape(items)
	}
	if list, ok := m["enum"].([]any); ok {
		for _, v := range list {
			text, _ := v.(string)
			s.enum = append(s.enum, text)
		}
		slices.Sort(s.enum)
	}
	switch m["type"] {
	case "string", "number", "integer", "boolean":
		s.leaf = true
	}
	if s.properties == nil && s.values == nil && s.items == nil && !s.leaf {
		return nil
	}
	return s
}

func (s *shape) names() []string { return slices.Sorted(maps.Keys(s.properties)) }

// below is what a key leads to; ok is false when no value of this shape has it.
func (s *shape) below(key *ast.Term) (next *shape, ok bool) {
	name, constant := key.Value.(ast.String)
	switch {
	case s == nil:
		return nil, true
	case s.items != nil:
		return s.items, true
	case s.properties != nil && constant:
		next, ok = s.properties[string(name)]
		return next, ok
	case s.values != nil:
		return s.values, true
	}
	return nil, true
}

// join is the shape of a value that is of one shape or of the other.
func join(a, b *shape) *shape {
	switch {
	case a == nil || b == nil:
		return nil
	case a == b:
		return a
	case a.leaf != b.leaf || (a.items == nil) != (b.items == nil) || (a.values == nil) != (b.values == nil) || (a.properties == nil) != (b.properties == nil):
		return nil
	}
	out := &shape{leaf: a.leaf}
	if a.enum != nil && b.enum != nil {
		out.enum = slices.Compact(slices.Sorted(slices.Values(slices.Concat(a.enum, b.enum))))
	}
	if a.items != nil {
		out.items = join(a.items, b.items)
	}
	if a.values != nil {
		out.values = join(a.values, b.values)
	}
	if a.properties != nil {
		out.properties = map[string]*shape{}
		for _, n := range slices.Concat(a.names(), b.names()) {
			x, inA := a.properties[n]
			y, inB := b.properties[n]
			switch {
			case inA && inB:
				out.properties[n] = join(x, y)
			case inA:
				out.properties[n] = x
			default:
				out.properties[n] = y
			}
		}
	}
	if a.items != nil && out.items == nil || a.values != nil && out.values == nil {
		return nil
	}
	return out
}
