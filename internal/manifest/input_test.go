package manifest_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/manifest"
	"github.com/aicomply/aicomply/internal/schema"
)

// everything is a manifest with every block and every attribute of the table.
func everything() string {
	var b strings.Builder
	for i := range schema.Manifest.Blocks {
		if desc := &schema.Manifest.Blocks[i]; desc.Type != "import" { // Parse imports nothing
			writeBlock(&b, desc, "")
		}
	}
	return b.String()
}

func writeBlock(b *strings.Builder, desc *schema.Block, indent string) {
	label := ""
	if desc.Label == schema.Labelled {
		label = ` "x"`
	}
	fmt.Fprintf(b, "%s%s%s {\n", indent, desc.Type, label)
	for i := range desc.Attrs {
		a := &desc.Attrs[i]
		v := sampleValue(a)
		if a.List {
			v = "[" + v + "]"
		}
		fmt.Fprintf(b, "%s  %s = %s\n", indent, a.Name, v)
	}
	for i := range desc.Blocks {
		writeBlock(b, &desc.Blocks[i], indent+"  ")
	}
	fmt.Fprintf(b, "%s}\n", indent)
}

func sampleValue(a *schema.Attr) string {
	switch a.Type {
	case schema.Bool:
		return "true"
	case schema.Number, schema.Money, schema.Share:
		return "0.5"
	case schema.Integer:
		return "1"
	case schema.Date:
		return `"2026-11-23"`
	case schema.Duration:
		return `"90d"`
	case schema.Region:
		return `"eu-central-1"`
	case schema.Path:
		return `"docs/file.md"`
	case schema.PolicyID:
		return `"access/review_overdue"`
	case schema.Digest:
		return `"` + strings.Repeat("0a", 32) + `"`
	case schema.Reference:
		if typ := a.Refs[0]; typ != "*" {
			return typ + ".x"
		}
		return `"*"`
	}
	if len(a.Enum) > 0 {
		return `"` + a.Enum[0] + `"`
	}
	if known := schema.Known(a.Type); len(known) > 0 {
		return `"` + known[0] + `"`
	}
	return `"text"`
}

// TestEverything decodes a manifest made from the whole table: each attribute
// arrives in the input, the input is what the JSON Schema says, and each
// attribute has its place in the source.
func TestEverything(t *testing.T) {
	src := everything()
	// The dataset it carries holds what the flow omits; that is refused.
	src = strings.Replace(src, "  omits = [\""+schema.Known(schema.Category)[0]+"\"]", "  omits = [\""+schema.Known(schema.Category)[1]+"\"]", 1)
	m := parse(t, src)
	input := m.Input()
	validate(t, input)
	var check func(desc *schema.Block, v any, p finding.Path)
	check = func(desc *schema.Block, v any, p finding.Path) {
		if desc.Array() {
			v = v.([]any)[0]
			step := "0"
			if desc.Label == schema.Labelled {
				step = "x"
			}
			p = append(p[:len(p):len(p)], step)
		}
		o := v.(map[string]any)
		for i := range desc.Attrs {
			a := desc.Attrs[i].Name
			if o[a] == nil {
				t.Errorf("%s.%s is not in the input", p, a)
			}
			r := m.RangeOf(append(p[:len(p):len(p)], a))
			checkRange(t, m, r)
			if got := src[r.Start.Byte:r.End.Byte]; !strings.HasPrefix(got, a+" = ") {
				t.Errorf("%s.%s stands at %q", p, a, got)
			}
		}
		for i := range desc.Blocks {
			check(&desc.Blocks[i], o[desc.Blocks[i].Type], append(p[:len(p):len(p)], desc.Blocks[i].Type))
		}
	}
	for i := range schema.Manifest.Blocks {
		desc := &schema.Manifest.Blocks[i]
		if desc.Type != "import" && desc.Type != "defaults" {
			check(desc, input[desc.Type], finding.Path{desc.Type})
		}
	}
}

// validate checks an input against the schema that types the policies.
func validate(t *testing.T, input map[string]any) {
	t.Helper()
	c := jsonschema.NewCompiler()
	if err := c.AddResource("input.json", decode(t, schema.InputSchema())); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("input.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Validate(decode(t, input)); err != nil {
		t.Errorf("the input is not what its schema says: %#v", err)
	}
}

func decode(t *testing.T, v any) any {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	out, err := jsonschema.UnmarshalJSON(strings.NewReader(string(data)))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// An attribute that may be null is then listed as unknown, and is absent.
func TestEveryAttributeMayBeUnknown(t *testing.T) {
	for i := range schema.Manifest.Blocks {
		desc := &schema.Manifest.Blocks[i]
		if desc.Type == "import" || desc.Type == "defaults" || desc.Type == "system" {
			continue
		}
		for j := range desc.Attrs {
			a := &desc.Attrs[j]
			label := ""
			if desc.Label == schema.Labelled {
				label = ` "x"`
			}
			src := fmt.Sprintf("system \"s\" {}\n%s%s {\n  %s = null\n}\n", desc.Type, label, a.Name)
			m, ds := manifest.Parse("d", map[string][]byte{"a.aicomply.hcl": []byte(src)})
			o := m.Single(desc.Type)
			refused := slices.ContainsFunc(ds, func(d finding.Diagnostic) bool { return d.Summary == "Value required" })
			if refused != a.NotNull || !o.Unknown(a.Name) || o.Has(a.Name) {
				t.Errorf("%s.%s = null: refused %v, unknown %v", desc.Type, a.Name, refused, o.Unknown(a.Name))
			}
		}
	}
}

// The input of a manifest is the same each time.
func TestInputIsDeterministic(t *testing.T) {
	src := everything()
	first := asJSON(t, mustParse(src).Input())
	for range 5 {
		if asJSON(t, mustParse(src).Input()) != first {
			t.Fatal("two runs differ")
		}
	}
}

func mustParse(src string) *manifest.Manifest {
	m, _ := manifest.Parse("d", map[string][]byte{"a.aicomply.hcl": []byte(src)})
	return m
}
