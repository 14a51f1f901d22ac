package schema

import (
	"fmt"
	"io"
	"strings"
)

// WriteReference writes the reference of the manifest language and of the
// derived facts as Markdown: the generated part of docs/manifest.md.
func WriteReference(w io.Writer) error {
	var b strings.Builder
	b.WriteString("## Blocks\n")
	for i := range Manifest.Blocks {
		writeBlock(&b, &Manifest.Blocks[i])
	}
	b.WriteString("\n## Derived facts\n\nWhat policies see below `input.derived`. A fact whose premises are not declared is absent.\n\n")
	writeAttrs(&b, Derived)
	for i := range Derived.Blocks {
		block := &Derived.Blocks[i]
		fmt.Fprintf(&b, "\n### derived.%s\n\n%s %s\n\n", block.Type, block.Doc, shape(block))
		writeAttrs(&b, block)
		for j := range block.Blocks {
			nested := &block.Blocks[j]
			fmt.Fprintf(&b, "\n`%s[]`: %s\n\n", nested.Type, nested.Doc)
			writeAttrs(&b, nested)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func shape(b *Block) string {
	if b.Keyed {
		return fmt.Sprintf("An object keyed by address: `input.derived.%s[ref]`.", b.Type)
	}
	return fmt.Sprintf("An array: `some x in input.derived.%s`.", b.Type)
}

func writeBlock(b *strings.Builder, block *Block) {
	fmt.Fprintf(b, "\n### %s\n\n%s", block.Type, block.Doc)
	if block.Standard != "" {
		fmt.Fprintf(b, " (%s.)", block.Standard)
	}
	fmt.Fprintf(b, "\n\n```hcl\n%s { … }\n```\n\n", header(block))
	writeAttrs(b, block)
	for i := range block.Blocks {
		nested := &block.Blocks[i]
		fmt.Fprintf(b, "\n`%s { … }` in %s: %s", header(nested), block.Type, nested.Doc)
		if nested.Array() {
			b.WriteString(" May be repeated.")
		}
		b.WriteString("\n\n")
		writeAttrs(b, nested)
	}
}

func header(b *Block) string {
	if b.Label == Labelled {
		return b.Type + ` "` + b.Form.Example() + `"`
	}
	return b.Type
}

func writeAttrs(b *strings.Builder, block *Block) {
	if len(block.Attrs) == 0 {
		return
	}
	b.WriteString("| attribute | value | required | |\n|---|---|---|---|\n")
	for i := range block.Attrs {
		a := &block.Attrs[i]
		fmt.Fprintf(b, "| `%s` | %s | %s | %s |\n", a.Name, a.values(), a.required(), a.Doc)
	}
}

// values says in words what the attribute takes.
func (a *Attr) values() string {
	s := string(a.Type)
	switch {
	case len(a.Enum) > 0:
		s = "`" + strings.Join(a.Enum, "` `") + "`"
		if a.Open {
			s += " or another"
		}
	case a.Type == Reference && len(a.Refs) == 1 && a.Refs[0] == "*":
		s = "reference to any block, or `\"*\"`"
	case a.Type == Reference:
		s = "reference to " + strings.Join(a.Refs, ", ")
	case a.Type == "":
		s = "text"
	}
	if a.List {
		s = "list of " + s
	}
	return s
}

func (a *Attr) required() string {
	switch {
	case a.Required:
		return "always"
	case a.From != "":
		return "from " + string(a.From)
	case a.Inherits:
		return "or `defaults`"
	}
	return ""
}
