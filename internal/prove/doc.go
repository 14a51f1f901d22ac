package prove

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"sync"

	"github.com/aicomply/aicomply/internal/schema"
)

// doc is a manifest as policies see it, without derived facts: blocks by type,
// with defaults filled in. It is what the search changes; it is written out as
// HCL, so that whatever is tried goes through the whole pipeline.
type doc map[string]any

// clone is a copy that shares nothing.
func clone[T any](v T) T { return copied(any(v)).(T) }

func copied(v any) any {
	switch v := v.(type) {
	case doc:
		return doc(copied(map[string]any(v)).(map[string]any))
	case map[string]any:
		out := make(map[string]any, len(v))
		for k, x := range v {
			out[k] = copied(x)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, x := range v {
			out[i] = copied(x)
		}
		return out
	}
	return v
}

// objects are the blocks of a type in a body.
func objects(body map[string]any, b *schema.Block) []map[string]any {
	switch v := body[b.Type].(type) {
	case map[string]any:
		return []map[string]any{v}
	case []any:
		var out []map[string]any
		for _, x := range v {
			if m, ok := x.(map[string]any); ok {
				out = append(out, m)
			}
		}
		return out
	}
	return nil
}

// hcl writes the manifest.
func (d doc) hcl() string {
	var b strings.Builder
	for i := range schema.Manifest.Blocks {
		block := &schema.Manifest.Blocks[i]
		for _, o := range objects(d, block) {
			writeBlock(&b, "", block, o)
		}
	}
	return b.String()
}

func writeBlock(b *strings.Builder, margin string, block *schema.Block, o map[string]any) {
	b.WriteString(margin + block.Type)
	if block.Label == schema.Labelled {
		fmt.Fprintf(b, " %s", quoted(fmt.Sprint(o["name"])))
	}
	b.WriteString(" {\n")
	inner := margin + "  "
	for i := range block.Attrs {
		a := &block.Attrs[i]
		if v, ok := o[a.Name]; ok {
			fmt.Fprintf(b, "%s%s = %s\n", inner, a.Name, expression(a, v))
		} else if isUnknown(o, a.Name) {
			fmt.Fprintf(b, "%s%s = null\n", inner, a.Name)
		}
	}
	for i := range block.Blocks {
		for _, x := range objects(o, &block.Blocks[i]) {
			writeBlock(b, inner, &block.Blocks[i], x)
		}
	}
	b.WriteString(margin + "}\n")
}

func isUnknown(o map[string]any, attr string) bool {
	list, _ := o["unknown"].([]any)
	for _, v := range list {
		if v == attr {
			return true
		}
	}
	return false
}

var address = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[a-z_]+\.[A-Za-z_][A-Za-z0-9_-]*$`) })

func expression(a *schema.Attr, v any) string {
	switch v := v.(type) {
	case []any:
		parts := make([]string, 0, len(v))
		for _, x := range v {
			parts = append(parts, expression(a, x))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case string:
		if a.Type == schema.Reference && address().MatchString(v) {
			return v
		}
		return quoted(v)
	}
	return fmt.Sprint(v)
}

// quoted is a text as HCL writes it.
func quoted(s string) string {
	text, _ := json.Marshal(s)
	return strings.NewReplacer("${", "$${", "%{", "%%{").Replace(string(text))
}
