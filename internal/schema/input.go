package schema

import (
	"slices"

	"github.com/aicomply/aicomply/internal/finding"
)

// InputSchema is the JSON Schema (draft 7) of what a policy sees as input: the
// manifest's blocks, input.derived, and the settings of the run. Policies are
// type-checked against it, so a property that is not in here is an error in
// the policy that names it.
func InputSchema() map[string]any {
	root := object(Manifest)
	props := root["properties"].(map[string]any)
	for _, hidden := range []string{"defaults", "import"} {
		delete(props, hidden) // merged into the others before a policy sees them
	}
	props["derived"] = object(Derived)
	props["now"] = described("string", "The clock, an ISO date in UTC.")
	props["stage"] = map[string]any{"type": "string", "description": "The stage evaluated: system.stage, or --stage.", "enum": stageNames()}
	props["params"] = paramsSchema()
	root["$schema"] = "http://json-schema.org/draft-07/schema#"
	root["title"] = "aicomply policy input"
	return root
}

func paramsSchema() map[string]any {
	props := map[string]any{}
	for name, p := range Params() {
		typ := "number"
		if p.Unit == "duration" {
			typ = "string"
		}
		props[name] = described(typ, p.Why)
	}
	return map[string]any{"type": "object", "description": "Parameters of policies.", "properties": props, "additionalProperties": false}
}

func stageNames() []any {
	out := make([]any, 0, 4)
	for _, s := range finding.Stages() {
		out = append(out, string(s))
	}
	return out
}

func object(b *Block) map[string]any {
	props := map[string]any{}
	if b.Label == Labelled {
		props["name"] = described("string", "The block's label.")
	}
	if b != Manifest && b != Derived && !b.Keyed {
		props["ref"] = described("string", "The block's address; of a top-level block only.")
		props["unknown"] = map[string]any{"type": "array", "items": map[string]any{"type": "string"}, "description": "Attributes declared unknown (null)."}
	}
	for i := range b.Attrs {
		props[b.Attrs[i].Name] = b.Attrs[i].jsonSchema()
	}
	for i := range b.Blocks {
		props[b.Blocks[i].Type] = b.Blocks[i].jsonSchema()
	}
	return map[string]any{"type": "object", "description": b.Doc, "properties": props, "additionalProperties": false}
}

func (b *Block) jsonSchema() map[string]any {
	switch {
	case b.Keyed:
		return map[string]any{"type": "object", "description": b.Doc, "additionalProperties": object(b)}
	case b.Array():
		return map[string]any{"type": "array", "description": b.Doc, "items": object(b)}
	}
	return object(b)
}

func (a *Attr) jsonSchema() map[string]any {
	s := map[string]any{"type": a.jsonType()}
	if len(a.Enum) > 0 && !a.Open {
		s["enum"] = anys(a.Enum)
	}
	if a.List {
		return map[string]any{"type": "array", "items": s, "description": a.Doc}
	}
	s["description"] = a.Doc
	return s
}

func (a *Attr) jsonType() string {
	switch a.Type {
	case Bool:
		return "boolean"
	case Number, Share, Money:
		return "number"
	case Integer:
		return "integer"
	}
	return "string"
}

func described(typ, doc string) map[string]any {
	return map[string]any{"type": typ, "description": doc}
}

func anys(ss []string) []any {
	out := make([]any, 0, len(ss))
	for _, s := range slices.Sorted(slices.Values(ss)) {
		out = append(out, s)
	}
	return out
}
