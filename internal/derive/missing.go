package derive

import (
	"slices"
	"strconv"

	"github.com/aicomply/aicomply/internal/manifest"
	"github.com/aicomply/aicomply/internal/schema"
)

// missing lists the attributes that some stage requires and that a block does
// not declare, in the order of the schema, then of the source.
func (f *Facts) missing() []any {
	out := []any{}
	for i := range schema.Manifest.Blocks {
		b := &schema.Manifest.Blocks[i]
		for _, o := range f.m.All(b.Type) {
			path := []string{b.Type}
			if b.Array() { // input.system, for one, is an object
				path = append(path, o.Name)
			}
			out = appendMissing(out, b, o, o.Ref, path)
		}
	}
	return out
}

func appendMissing(out []any, b *schema.Block, o *manifest.Object, ref string, path []string) []any {
	for i := range b.Attrs {
		a := &b.Attrs[i]
		if a.From == "" || o.Has(a.Name) {
			continue
		}
		out = append(out, map[string]any{
			"ref": ref, "path": anys(path), "attribute": a.Name,
			"stage": string(a.From), "unknown": o.Unknown(a.Name),
		})
	}
	for i := range b.Blocks {
		nested := &b.Blocks[i]
		for k, n := range o.Blocks(nested.Type) {
			step := []string{nested.Type}
			switch {
			case nested.Label == schema.Labelled:
				step = append(step, n.Name)
			case nested.Many:
				step = append(step, strconv.Itoa(k))
			}
			out = appendMissing(out, nested, n, ref, slices.Concat(path, step))
		}
	}
	return out
}

func anys(ss []string) []any {
	out := make([]any, len(ss))
	for i, s := range ss {
		out[i] = s
	}
	return out
}
