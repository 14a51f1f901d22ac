package manifest_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/manifest"
)

const fixable = `system "s" {
  jurisdictions = ["EU"]
}
locals { none = "none" }
defaults { encryption_in_transit = "none" }
party "acme" {
  data_terms {
    trains_on_inputs = true
  }
}
party "other" {}
component "a" { operator = party.acme }
store "s" {
  kind   = "database"
  public = null
}
flow "f" {
  from                  = component.a
  to                    = store.s
  encryption_in_transit = local.none
}
flow "inherits" {
  from = component.a
  to   = store.s
}
pipeline "p" {
  input_format "pdf" {
    share = 0.5
  }
}
`

func TestFix(t *testing.T) {
	m := parse(t, fixable)
	for path, c := range map[string]struct {
		value any
		want  string
		line  int
	}{
		"flow.f.encryption_in_transit":           {"tls1.3", `encryption_in_transit = "tls1.3"`, 20},
		"store.s.public":                         {false, `public = false`, 15},
		"store.s.kind":                           {"object_storage", `kind   = "object_storage"`, 14},
		"party.acme.data_terms.trains_on_inputs": {false, `trains_on_inputs = false`, 8},
		"component.a.operator":                   {"party.other", `operator = party.other`, 12},
		"system.jurisdictions":                   {[]string{"DE", "US-CA"}, `jurisdictions = ["DE", "US-CA"]`, 2},
		"pipeline.p.input_format.pdf.share":      {json.Number("0.250"), `share = 0.25`, 28},
	} {
		p := finding.Path(strings.Split(path, "."))
		fix, err := m.Fix(p, c.value)
		if err != nil || fix == nil || fix.Replacement != c.want || fix.Range.Start.Line != c.line {
			t.Errorf("%s: %+v, %v; want %s on line %d", path, fix, err, c.want, c.line)
			continue
		}
		// The mended source says what the fix was to say.
		mended := fixable[:fix.Range.Start.Byte] + fix.Replacement + fixable[fix.Range.End.Byte:]
		again, err := parse(t, mended).Fix(p, c.value)
		if err != nil || again.Replacement != fix.Replacement || mended[again.Range.Start.Byte:again.Range.End.Byte] != c.want {
			t.Errorf("%s: mended to %+v, %v", path, again, err)
		}
	}
}

func TestFixOfNothing(t *testing.T) {
	m := parse(t, fixable)
	for _, path := range []string{"flow.inherits.encryption_in_transit", "flow.none.encryption_in_transit", "flow.f.transfer.mechanism", "pipeline.p.input_format.doc.share", "principal.x.shared"} {
		value := map[string]any{"flow.f.transfer.mechanism": "scc", "pipeline.p.input_format.doc.share": json.Number("1"), "principal.x.shared": false}[path]
		if value == nil {
			value = "tls1.3"
		}
		if fix, err := m.Fix(strings.Split(path, "."), value); fix != nil || err != nil {
			t.Errorf("%s: %+v, %v; want none", path, fix, err)
		}
	}
}

func TestFixRefuses(t *testing.T) {
	m := parse(t, fixable)
	for _, c := range []struct {
		path  string
		value any
		want  string
	}{
		{"flow.f.encryption_in_transit", "tls13", `Did you mean "tls1.3"?`},
		{"flow.f.encryption_in_transit", true, "takes a text"},
		{"flow.f.encryption_in_transit", []string{"tls1.3"}, "not a list"},
		{"store.s.public", "false", "They have no quotes"},
		{"system.jurisdictions", "EU", "takes a list"},
		{"component.a.operator", "party.nobody", `No party block "nobody" is declared`},
		{"component.a.operator", "store.s", "Reference of the wrong kind"},
		{"pipeline.p.input_format.pdf.share", json.Number("1.5"), "share from 0 to 1"},
		{"pipeline.p.input_format.pdf.share", json.Number("1e999999999"), "not a number"},
		{"system.title", "a\nb", "several lines"},
		{"system.title", "a\u202eb", "control characters"},
		{"flow.f", "x", "is no attribute"},
		{"flow", "x", "is no attribute"},
		{"", "x", "is no attribute"},
		{"flow.f.encryption", "x", "is no attribute"},
		{"system.title", 1.5, "not float64"},
	} {
		fix, err := m.Fix(strings.Split(c.path, "."), c.value)
		if fix != nil || err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s = %v: %+v, %v; want %q", c.path, c.value, fix, err, c.want)
		}
	}
}

func FuzzFix(f *testing.F) {
	for _, s := range []string{"", "plain", `a "b" \ ${x} %{y}`, "\x00\n\u202e", "*", "party.acme"} {
		f.Add(s)
	}
	path := finding.Path{"system", "title"}
	src := "system \"s\" {\n  title = \"x\"\n}\n"
	m := parse(f, src)
	f.Fuzz(func(t *testing.T, s string) {
		fix, err := m.Fix(path, s)
		if err != nil {
			return
		}
		mended := src[:fix.Range.Start.Byte] + fix.Replacement + src[fix.Range.End.Byte:]
		again, ds := manifest.Parse("d", map[string][]byte{"d/aicomply.hcl": []byte(mended)})
		if len(ds) > 0 || again.System().String("title") != s {
			t.Errorf("%q became %q: %s", s, again.System().String("title"), fix.Replacement)
		}
	})
}
