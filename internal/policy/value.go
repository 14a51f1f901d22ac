package policy

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
)

// maxDepth bounds maps within maps of an input.
const maxDepth = 200

// toValue converts plain Go data, as encoding/json or a manifest makes it, to
// OPA's form. Other types, NaN and infinity are errors. Nulls stay nulls.
func toValue(v any) (ast.Value, error) { return convert(v, 0) }

func convert(v any, depth int) (ast.Value, error) {
	if depth > maxDepth {
		return nil, fmt.Errorf("nested deeper than %d", maxDepth)
	}
	switch v := v.(type) {
	case map[string]any:
		return convertMap(v, depth)
	case []any:
		terms := make([]*ast.Term, len(v))
		for i, item := range v {
			val, err := convert(item, depth+1)
			if err != nil {
				return nil, fmt.Errorf("[%d]: %w", i, err)
			}
			terms[i] = &ast.Term{Value: val}
		}
		return ast.NewArray(terms...), nil
	case []string:
		terms := make([]*ast.Term, len(v))
		for i, item := range v {
			terms[i] = ast.InternedTerm(item)
		}
		return ast.NewArray(terms...), nil
	case []map[string]any:
		terms := make([]*ast.Term, len(v))
		for i, item := range v {
			val, err := convertMap(item, depth+1)
			if err != nil {
				return nil, fmt.Errorf("[%d]: %w", i, err)
			}
			terms[i] = &ast.Term{Value: val}
		}
		return ast.NewArray(terms...), nil
	}
	return convertScalar(v)
}

// convertMap goes by sorted keys: OPA keeps the order for some output.
func convertMap(m map[string]any, depth int) (ast.Value, error) {
	pairs := make([][2]*ast.Term, 0, len(m))
	for _, k := range slices.Sorted(maps.Keys(m)) {
		val, err := convert(m[k], depth+1)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", k, err)
		}
		pairs = append(pairs, [2]*ast.Term{ast.InternedTerm(k), {Value: val}})
	}
	return ast.NewObject(pairs...), nil
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
