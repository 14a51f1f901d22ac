package manifest

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"
)

func TestQuoted(t *testing.T) {
	for text, want := range map[string]string{
		"":                      `""`,
		"eu-west-1":             `"eu-west-1"`,
		"a \"b\" \\ c":          `"a \"b\" \\ c"`,
		"1\n2\r3\t4":            `"1\n2\r3\t4"`,
		"${x} %{y} $x % {":      `"$${x} %%{y} $x % {"`,
		"Zürich 東京 \u200b \x01": `"Zürich 東京 \u200b \u0001"`,
		"\U000e0001":            `"\U000e0001"`,
		"e\u0301":               `"é"`,
	} {
		if got := string(quotedText(text)); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

// FuzzQuoted writes any text: HCL reads it again, and its own writer writes it so.
func FuzzQuoted(f *testing.F) {
	for _, text := range []string{"a", "${", "%%{", "$%{", "\\${\"", "\x00\u2028", "e\u0301", "\U0001f600", "\n\r\t"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := quotedText(text)
		if want := hclwrite.TokensForValue(cty.StringVal(text)).Bytes(); string(got) != string(want) {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
		if !utf8.ValidString(text) || strings.Contains(text, "$${") || strings.Contains(text, "%%{") {
			t.Skip() // cannot be written in quotes
		}
		x, diags := hclsyntax.ParseExpression(got, "", hcl.InitialPos)
		if diags.HasErrors() {
			t.Fatalf("%q: %s: %v", text, got, diags)
		}
		if v, diags := x.Value(nil); diags.HasErrors() || !v.RawEquals(cty.StringVal(text)) {
			t.Errorf("%q: %s is read as %#v %v", text, got, v, diags)
		}
	})
}
