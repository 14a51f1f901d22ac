package manifest_test

import (
	"encoding/json"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/manifest"
)

// parse decodes a manifest that must be without problems.
func parse(t testing.TB, src string) *manifest.Manifest {
	t.Helper()
	m, ds := manifest.Parse("d", map[string][]byte{"d/aicomply.hcl": []byte(src)})
	if len(ds) > 0 {
		t.Fatalf("%s\nin\n%s", listing(ds, true), src)
	}
	return m
}

// asJSON is the input as a policy sees it.
func asJSON(t testing.TB, v any) string {
	t.Helper()
	out, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

func TestDefaults(t *testing.T) {
	m := parse(t, `
system "s" {}
party "acme" {}
party "other" {}
defaults {
  operator              = party.acme
  region                = "eu-central-1"
  encryption_in_transit = "tls1.3"
  encryption_at_rest    = null
}
component "inherits" {}
component "declares" {
  operator = party.other
  region   = "US"
}
model "stops" {
  operator = null
}
store "s" {}
tool "t" {}
flow "f" {
  from = component.inherits
  to   = store.s
}
`)
	for _, tc := range []struct{ ref, want string }{
		{"component.inherits", `{"name":"inherits","operator":"party.acme","ref":"component.inherits","region":"eu-central-1"}`},
		{"component.declares", `{"name":"declares","operator":"party.other","ref":"component.declares","region":"US"}`},
		{"model.stops", `{"name":"stops","ref":"model.stops","region":"eu-central-1","unknown":["operator"]}`},
		{"store.s", `{"name":"s","operator":"party.acme","ref":"store.s","region":"eu-central-1"}`},
		{"tool.t", `{"name":"t","ref":"tool.t"}`},
		{"flow.f", `{"encryption_in_transit":"tls1.3","from":"component.inherits","name":"f","ref":"flow.f","to":"store.s"}`},
	} {
		typ, _, _ := strings.Cut(tc.ref, ".")
		for _, v := range m.Input()[typ].([]any) {
			if o := v.(map[string]any); o["ref"] == tc.ref {
				if diff := cmp.Diff(tc.want, asJSON(t, o)); diff != "" {
					t.Errorf("%s (-want +got):\n%s", tc.ref, diff)
				}
			}
		}
	}
	if m.Get("component.inherits").String("operator") != "party.acme" || m.Get("model.stops").Has("operator") || !m.Get("model.stops").Unknown("operator") {
		t.Error("accessors disagree with the input")
	}
	if _, ok := m.Input()["defaults"]; ok {
		t.Error("defaults are part of the input")
	}
}

// Each expression, as the value of an attribute of a fitting type.
func TestExpressions(t *testing.T) {
	for _, tc := range []struct{ attr, want string }{
		{`title = "x"`, `"x"`},
		{`title = ""`, `""`},
		{`title = ("x")`, `"x"`},
		{`title = "a\tb\"\\$${x}%%{y}"`, `"a\tb\"\\${x}%{y}"`},
		{"title = <<EOT\none\n  two\nEOT\n", `"one\n  two\n"`},
		{"title = <<-EOT\n    one\n      two\n    EOT\n", `"one\n  two\n"`},
		{`title = local.text`, `"x-y"`},
		{`title = upper(local.text)`, `"X-Y"`},
		{`title = lower("ÄB")`, `"äb"`},
		{`title = format("%s %d %v %%", "a", 1.50, "b")`, `"a 1.5 b %"`},
		{`controller = local.acme`, `"party.acme"`},
		{`operator_roles = []`, `[]`},
		{`operator_roles = local.roles`, `["deployer","provider"]`},
		{`operator_roles = ["deployer", local.role]`, `["deployer","provider"]`},
		{`operator_roles = concat(local.roles, [local.role])`, `["deployer","provider","provider"]`},
		{`operator_roles = concat()`, `[]`},
		{`operator_roles = distinct(concat(local.roles, local.roles))`, `["deployer","provider"]`},
		{`operator_roles = setunion(["provider"], local.roles)`, `["provider","deployer"]`},
	} {
		m := parse(t, "system \"s\" {\n"+tc.attr+"\n}\nparty \"acme\" {}\n"+`locals {
  text  = format("%s-%s", local.x, "y")
  x     = "x"
  acme  = party.acme
  role  = "provider"
  roles = ["deployer", local.role]
}`)
		name, _, _ := strings.Cut(tc.attr, " ")
		if got := strings.ReplaceAll(asJSON(t, m.Input()["system"].(map[string]any)[name]), `\u0026`, "&"); got != tc.want {
			t.Errorf("%s: %s, want %s", tc.attr, got, tc.want)
		}
	}
}

func TestNumbersAreExact(t *testing.T) {
	for _, tc := range []struct{ literal, want string }{
		{"0.680", "0.68"}, {"1e3", "1000"}, {"1.5E2", "150"}, {"12e-3", "0.012"}, {"0", "0"}, {"-0", "0"}, {"0.1", "0.1"},
		{"0.123456789012", "0.123456789012"}, {"999999999999999", "999999999999999"}, {"007", "7"}, {"100", "100"},
	} {
		m := parse(t, "system \"s\" {\n volume {\n per_week = "+tc.literal+"\n}\n}")
		if got := asJSON(t, m.Input()["system"].(map[string]any)["volume"]); got != `{"per_week":`+tc.want+`}` {
			t.Errorf("%s: %s, want %s", tc.literal, got, tc.want)
		}
		if n, ok := m.System().Block("volume").Number("per_week"); !ok || n.RatString() == "" {
			t.Errorf("%s: no number", tc.literal)
		}
	}
}

func TestAccessors(t *testing.T) {
	m := parse(t, `
system "s" {
  go_live       = "2026-11-23"
  jurisdictions = null
  volume {
    per_week = 0.5
  }
}
party "p" {
  contract { kind = "dpa" }
  contract { kind = "baa" }
  data_terms {
    trains_on_inputs = false
    input_retention  = "30d"
  }
}
waiver "w" {
  policy      = "cost/over_budget"
  resource    = cost
  reason      = "r"
  ticket      = "t"
  accepted_by = "a"
  expires     = "2026-12-01"
}
cost {}
`)
	s, p := m.System(), m.Get("party.p")
	if d, ok := s.Date("go_live"); !ok || !d.Equal(time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)) {
		t.Error("date", d, ok)
	}
	if n, ok := s.Block("volume").Number("per_week"); !ok || n.RatString() != "1/2" {
		t.Error("number", n, ok)
	}
	if v, ok := p.Block("data_terms").Bool("trains_on_inputs"); v || !ok {
		t.Error("bool", v, ok)
	}
	if d, ok := p.Block("data_terms").Duration("input_retention"); !ok || d != 720*time.Hour {
		t.Error("duration", d, ok)
	}
	if cs := p.Blocks("contract"); len(cs) != 2 || cs[1].String("kind") != "baa" {
		t.Error("repeated blocks", cs)
	}
	if !s.Unknown("jurisdictions") || s.Has("jurisdictions") || s.Strings("jurisdictions") != nil || s.Unknown("title") {
		t.Error("null")
	}
	if m.Get("waiver.w").String("resource") != "cost" {
		t.Error("an unlabelled block cannot be referred to")
	}
	var none *manifest.Object
	if none.Has("x") || none.Unknown("x") || none.String("x") != "" || none.Strings("x") != nil || none.Block("x").Block("y") != nil {
		t.Error("a nil object has something")
	}
	if _, ok := none.Number("x"); ok {
		t.Error("a nil object has a number")
	}
}

func TestSeveralFilesAndImports(t *testing.T) {
	file := func(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s)} }
	fsys := fstest.MapFS{
		"org/triage/b.aicomply.hcl": file("system \"s\" {\n controller = party.acme\n title = local.title\n}\nimport \"all\" {\n source = \"../common\"\n}\n"),
		"org/triage/aicomply.hcl":   file("locals {\n title = \"T\"\n}\nimport \"one\" {\n source = \"../one.hcl\"\n}\n"),
		"org/triage/other.hcl":      file("garbage"),
		"org/common/a.hcl":          file("party \"acme\" {\n contact = \"x\"\n}\n"),
		"org/common/b.hcl":          file("import \"deep\" {\n source = \"deep/c.hcl\"\n}\n"),
		"org/common/deep/c.hcl":     file("purpose \"p\" {}\n"),
		"org/one.hcl":               file("party \"one\" {}\n"),
	}
	m, ds := manifest.Load(manifest.Options{FS: fsys, Show: func(s string) string { return "./" + s }}, "org/triage")
	if len(ds) > 0 {
		t.Fatal(listing(ds, true))
	}
	want := []string{"./org/triage/aicomply.hcl", "./org/triage/b.aicomply.hcl", "./org/one.hcl", "./org/common/a.hcl", "./org/common/b.hcl", "./org/common/deep/c.hcl"}
	if diff := cmp.Diff(want, m.Files); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
	if m.ID != "org/triage" || m.Path != "./org/triage" {
		t.Errorf("ID %q, path %q", m.ID, m.Path)
	}
	got := asJSON(t, m.Input())
	if want := `{"party":[{"name":"one","ref":"party.one"},{"contact":"x","name":"acme","ref":"party.acme"}],"purpose":[{"name":"p","ref":"purpose.p"}],"system":{"controller":"party.acme","name":"s","ref":"system.s","title":"T"}}`; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if _, ds := manifest.Load(manifest.Options{FS: fsys}, "org/triage/aicomply.hcl"); len(ds) != 1 || ds[0].Summary != "Missing system block" {
		t.Errorf("one file alone: %v", ds)
	}
}

// Columns are code points, offsets bytes, whatever the text begins with and is
// made of.
func TestPositions(t *testing.T) {
	for _, tc := range []struct {
		name, src string
		text      string // of the value
		line, col int
	}{
		{"plain", "system \"s\" {\n  title = \"x\"\n}\n", `"x"`, 2, 11},
		{"CRLF", "system \"s\" {\r\n  title = \"x\"\r\n}\r\n", `"x"`, 2, 11},
		{"byte order mark", "\ufeffsystem \"s\" {\n  title = \"x\"\n}\n", `"x"`, 2, 11},
		{"byte order mark, first line", "\ufeffsystem \"s\" { title = \"x\" }\n", `"x"`, 1, 22},
		{"emoji before", "system \"s\" {\n  /* 👩‍👩‍👧 */ title = \"x\"\n}\n", `"x"`, 2, 23},
		{"combining before", "system \"s\" { /* e\u0301 */ title = \"x\" }\n", `"x"`, 1, 31},
		{"non-ASCII value", "system \"s\" {\n  title = \"Größe 🙂\"\n}\n", `"Größe 🙂"`, 2, 11},
		{"far down", "system \"s\" {\n" + strings.Repeat("  # ü\n", 3000) + "  title = \"x\"\n}\n", `"x"`, 3002, 11},
	} {
		t.Run(tc.name, func(t *testing.T) {
			m := parse(t, tc.src)
			r := m.RangeOf(finding.Path{"system", "title"})
			checkRange(t, m, r)
			got := tc.src[r.Start.Byte:r.End.Byte]
			if got != "title = "+tc.text || r.Start.Line != tc.line || r.Start.Column != tc.col-len("title = ") {
				t.Errorf("%q at %d:%d, want %d:%d", got, r.Start.Line, r.Start.Column, tc.line, tc.col-len("title = "))
			}
			if h := m.System().Range(); tc.src[h.Start.Byte:h.End.Byte] != `system "s"` || h.Start.Column != 1 {
				t.Errorf("header %+v", h)
			}
		})
	}
}

func TestRangeOf(t *testing.T) {
	const src = `system "s" {
  jurisdictions = local.places
  volume {
    per_week = 1
  }
}
party "acme" {
  contract {
    kind = "dpa"
  }
  contract {
    kind = "baa"
  }
}
defaults {
  operator = party.acme
}
component "c" {
  needs = ["user.name", "user.contact"]
}
pipeline "p" {
  input_format "pdf" {
    share = 0.5
  }
}
cost {
  item "api" {}
}
locals {
  places = ["EU", "US"]
}
`
	m := parse(t, src)
	for _, tc := range []struct{ path, want string }{
		{"system", `system "s"`},
		{"system jurisdictions", `jurisdictions = local.places`},
		{"system jurisdictions 1", `"US"`},
		{"system volume", `volume`},
		{"system volume per_week", `per_week = 1`},
		{"system volume peak_per_minute", `volume`},
		{"system scope", `system "s"`},
		{"system scope in_scope 0", `system "s"`},
		{"component c needs", `needs = ["user.name", "user.contact"]`},
		{"component c needs 0", `"user.name"`},
		{"component c needs 2", `needs = ["user.name", "user.contact"]`},
		{"component c needs -1", `needs = ["user.name", "user.contact"]`},
		{"component c needs 99999999999999999999", `needs = ["user.name", "user.contact"]`},
		{"component c operator", `component "c"`},
		{"component c operator 0", `component "c"`},
		{"component c region", `component "c"`},
		{"component c", `component "c"`},
		{"component", `system "s"`},
		{"component none", `system "s"`},
		{"party acme contract", `contract`},
		{"party acme contract 1", `contract`},
		{"party acme contract 1 kind", `kind = "baa"`},
		{"party acme contract 7 kind", `party "acme"`},
		{"party acme contract x", `party "acme"`},
		{"pipeline p input_format pdf share", `share = 0.5`},
		{"pipeline p input_format docx share", `pipeline "p"`},
		{"pipeline p input_format", `input_format "pdf"`},
		{"cost", `cost`},
		{"cost item api monthly", `item "api"`},
		{"rights contact", `system "s"`},
		{"locals places", `system "s"`},
		{"", `system "s"`},
		{"nonsense x y z", `system "s"`},
	} {
		r := m.RangeOf(strings.Fields(tc.path))
		checkRange(t, m, r)
		if got := src[r.Start.Byte:r.End.Byte]; got != tc.want {
			t.Errorf("%s: %q, want %q", tc.path, got, tc.want)
		}
	}
	if r := m.RangeOf(finding.Path{"party", "acme", "contract", "1"}); r.Start.Line != 11 {
		t.Errorf("second contract at line %d", r.Start.Line)
	}
	for _, tc := range []struct{ path, want string }{
		{"system title", "system.s"}, {"component c x", "component.c"}, {"cost item", "cost"}, {"component", ""}, {"component x", ""}, {"rights", ""}, {"", ""},
	} {
		got := ""
		if o := m.ObjectAt(strings.Fields(tc.path)); o != nil {
			got = o.Ref
		}
		if got != tc.want {
			t.Errorf("ObjectAt(%s) = %q, want %q", tc.path, got, tc.want)
		}
	}
}

func TestRangeOfWithoutSystem(t *testing.T) {
	for _, files := range []map[string][]byte{nil, {"a.aicomply.hcl": {}}, {"a.aicomply.hcl": []byte("\ufeff")}, {"a.aicomply.hcl": []byte("party \"p\" {}")}} {
		m, ds := manifest.Parse("d", files)
		checkRange(t, m, m.RangeOf(finding.Path{"cost"}))
		if len(ds) != 1 || ds[0].Summary != "Missing system block" {
			t.Errorf("%q: %v", files, ds)
		}
	}
}
