package policy

import (
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
)

// maxDepth bounds maps within maps of an input.
const maxDepth = 200

// toValue converts plain Go data, as encoding/json or a manifest makes it, to
// OPA's form. Other types, NaN and infinity are errors. Nulls stay nulls. A map
// or list that stands in several places is converted once.
func toValue(v any) (ast.Value, error) {
	c := converter{maps: map[uintptr]ast.Value{}, lists: map[list]ast.Value{}}
	return c.convert(v, 0)
}

// converter remembers what was converted by where it lies in memory. The data
// is alive and does not change while it is converted.
type converter struct {
	maps  map[uintptr]ast.Value
	lists map[list]ast.Value
	keys  []string // reused by convertMap
}

type list struct {
	first *any
	len   int
}

func (c *converter) convert(v any, depth int) (ast.Value, error) {
	if depth > maxDepth {
		return nil, fmt.Errorf("nested deeper than %d", maxDepth)
	}
	switch v := v.(type) {
	case map[string]any:
		return c.convertMap(v, depth)
	case []any:
		return c.convertList(v, depth)
	case []string:
		terms := make([]*ast.Term, len(v))
		for i, item := range v {
			terms[i] = ast.InternedTerm(item)
		}
		return ast.NewArray(terms...), nil
	case []map[string]any:
		terms := make([]*ast.Term, len(v))
		for i, item := range v {
			val, err := c.convertMap(item, depth+1)
			if err != nil {
				return nil, fmt.Errorf("[%d]: %w", i, err)
			}
			terms[i] = &ast.Term{Value: val}
		}
		return ast.NewArray(terms...), nil
	}
	return convertScalar(v)
}

func (c *converter) convertList(v []any, depth int) (ast.Value, error) {
	at := list{len: len(v)}
	if len(v) > 0 {
		at.first = &v[0]
	}
	if known, ok := c.lists[at]; ok {
		return known, nil
	}
	terms := make([]*ast.Term, len(v))
	for i, item := range v {
		val, err := c.convert(item, depth+1)
		if err != nil {
			return nil, fmt.Errorf("[%d]: %w", i, err)
		}
		terms[i] = &ast.Term{Value: val}
	}
	out := ast.NewArray(terms...)
	c.lists[at] = out
	return out, nil
}

// convertMap goes by sorted keys: OPA keeps the order for some output.
func (c *converter) convertMap(m map[string]any, depth int) (ast.Value, error) {
	at := reflect.ValueOf(m).Pointer()
	if known, ok := c.maps[at]; ok {
		return known, nil
	}
	base := len(c.keys)
	for k := range m {
		c.keys = append(c.keys, k)
	}
	keys := c.keys[base:]
	slices.Sort(keys)
	terms := make([]ast.Term, len(keys))
	pairs := make([][2]*ast.Term, len(keys))
	for i, k := range keys {
		val, err := c.convert(m[k], depth+1)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", k, err)
		}
		terms[i].Value = val
		pairs[i] = [2]*ast.Term{ast.InternedTerm(k), &terms[i]}
	}
	c.keys = c.keys[:base]
	out := ast.NewObject(pairs...)
	c.maps[at] = out
	return out, nil
}

func convertScalar(v any) (ast.Value, error) {
	switch v := v.(type) {
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return nil, fmt.Errorf("%v is not a number that a policy can see", v)
		}
	case json.Number:
		if !json.Valid([]byte(v)) {
			return nil, fmt.Errorf("%q is not a number", string(v))
		}
	case nil, bool, string, int, int64:
	default:
		return nil, fmt.Errorf("a policy cannot see a value of type %T", v)
	}
	return ast.InterfaceToValue(v)
}
