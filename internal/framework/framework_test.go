package framework

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/aicomply/aicomply/internal/finding"
)

func load(text string) (*Catalogue, error) {
	return Load(fstest.MapFS{"data/frameworks/x.json": {Data: []byte(text)}, "data/frameworks/README.md": {Data: []byte("not JSON")}})
}

const law = `{"act": {"title": "The Act", "version": "1", "kind": "law", "jurisdictions": ["EU"], "source": "https://example.org",
	"checked_on": "2026-11-23", "confidence": "secondary", "note": "n", "controls": {
	"26(6)": {"title": "Logs", "applies_from": "2027-12-02", "applies_from_annex_i": "2028-08-02",
		"applies_if": {"role": ["deployer"], "annex": true, "risk_level": "high"}, "confidence": "primary", "note": "x"},
	"4": {"title": "Literacy", "applies_from": "2025-02-02"}}}}`

func TestControl(t *testing.T) {
	c, err := load(law)
	if err != nil {
		t.Fatal(err)
	}
	want := Control{
		ID: "act:26(6)", Framework: "act", Title: "Logs", Relation: finding.Requires,
		AppliesFrom: "2027-12-02", AppliesFromAnnexI: "2028-08-02",
		AppliesIf:     map[string][]string{"role": {"deployer"}, "annex": {"true"}, "risk_level": {"high"}},
		Jurisdictions: []string{"EU"}, Confidence: "primary", Note: "x",
	}
	got, ok := c.Control("act:26(6)")
	if d := cmp.Diff(want, got); d != "" || !ok {
		t.Error(d)
	}
	if got, _ := c.Control("act:4"); got.Confidence != "secondary" || got.AppliesIf != nil {
		t.Errorf("act:4 is %+v", got)
	}
	if _, ok := c.Control("act:5"); ok {
		t.Error("act:5 exists")
	}
	for id, want := range map[string]string{"act:26(7)": "act:26(6)", "acct": "act", "zzz:1": "", "": ""} {
		if got := c.Nearest(id); got != want {
			t.Errorf("nearest to %q is %q, want %q", id, got, want)
		}
	}
	if f, ok := c.Framework("act"); !ok || f.Title != "The Act" || f.CheckedOn != "2026-11-23" {
		t.Errorf("framework %+v", f)
	}
	var ids []string
	for _, control := range c.Controls("act") {
		ids = append(ids, control.ID)
	}
	if d := cmp.Diff([]string{"act:4", "act:26(6)"}, ids); d != "" {
		t.Error(d)
	}
	if list := c.Controls("acct"); list != nil {
		t.Errorf("controls of no framework: %v", list)
	}
}

func TestNaturally(t *testing.T) {
	sorted := []string{
		"a:1", "a:4", "a:5(1)(a)", "a:5(1)(b)", "a:5(2)", "a:9(1)", "a:10", "a:010(1)", "a:10(1)", "a:10(02)", "a:10(10)", "a:A.6.2", "a:A.6.10",
		"a:LLM02:2025", "a:LLM10:2025",
	}
	for i, a := range sorted {
		for j, b := range sorted {
			got := naturally(a, b)
			if (i < j) != (got < 0) || (i == j) != (got == 0) {
				t.Errorf("naturally(%s, %s) = %d", a, b, got)
			}
		}
	}
}

func TestOutdated(t *testing.T) {
	for _, c := range []struct {
		checked, now string
		want         bool
	}{
		{"2026-11-23", "2026-11-23", false},
		{"2026-11-23", "2020-01-01", false},
		{"2026-11-23", "2027-05-22", false}, // 180 days
		{"2026-11-23", "2027-05-23", true},
		{"", "2026-11-23", true},
		{"lately", "2026-11-23", true},
	} {
		now, err := time.Parse(time.DateOnly, c.now)
		if err != nil {
			t.Fatal(err)
		}
		late := now.Add(23 * time.Hour)
		f := Framework{ID: "gdpr", CheckedOn: c.checked}
		if got := f.Outdated(late); got != c.want {
			t.Errorf("checked on %q, %s: %v", c.checked, c.now, got)
		}
		d, ok := Outdated([]Framework{f, {ID: "new", CheckedOn: c.now}}, late)
		if ok != c.want || d.Severity != finding.Warning {
			t.Errorf("checked on %q, %s: %v %+v", c.checked, c.now, ok, d)
		}
		if ok && (!strings.Contains(d.Detail, "gdpr (checked on ") || strings.Contains(d.Detail, "new (")) {
			t.Errorf("the warning does not name gdpr alone: %s", d.Detail)
		}
	}
}

func TestStandardSupports(t *testing.T) {
	c, err := load(strings.Replace(law, `"law"`, `"standard"`, 1))
	if err != nil {
		t.Fatal(err)
	}
	if got, _ := c.Control("act:4"); got.Relation != finding.Supports {
		t.Errorf("relation %s", got.Relation)
	}
}

func TestLoadRefuses(t *testing.T) {
	for text, want := range map[string]string{
		`[`:                                     "framework data/frameworks/x.json: unexpected end",
		`{"a": {"title": "A", "kind": "rule"}}`: `framework data/frameworks/x.json: a: kind is "rule", not law or standard`,
		`{"a": {"kind": "law"}}`:                "framework data/frameworks/x.json: a: no title",
		`{"a": {"title": "A", "kind": "law", "controls": {"1": {"applies_if": {"role": {}}}}}}`: "framework data/frameworks/x.json: a:1: applies_if.role: want a string",
	} {
		if _, err := load(text); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s:\n got %v\nwant %s", text, err, want)
		}
	}
	twice := fstest.MapFS{"data/frameworks/x.json": {Data: []byte(law)}, "data/frameworks/y.json": {Data: []byte(law)}}
	if _, err := Load(twice); err == nil || !strings.HasSuffix(err.Error(), "act is defined twice") {
		t.Errorf("twice: %v", err)
	}
	if c, err := Load(fstest.MapFS{}); err != nil || len(c.Frameworks()) != 0 {
		t.Errorf("no folder: %v", err)
	}
}

func TestBuiltInFrameworks(t *testing.T) {
	c, err := Load(os.DirFS("../../policies"))
	if err != nil {
		t.Fatal(err)
	}
	if got, ok := c.Control("gdpr:44"); !ok || got.Relation != finding.Requires || got.AppliesFrom == "" {
		t.Errorf("gdpr:44 is %+v", got)
	}
	var ids []string
	for _, f := range c.Frameworks() {
		ids = append(ids, f.ID)
	}
	for i := 1; i < len(ids); i++ {
		if ids[i-1] >= ids[i] {
			t.Errorf("not sorted: %v", ids)
		}
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := Load(os.DirFS("../../policies")); err != nil {
			b.Fatal(err)
		}
	}
}

func FuzzLoad(f *testing.F) {
	f.Add(law)
	f.Fuzz(func(t *testing.T, text string) {
		if c, err := load(text); err == nil {
			c.Nearest("act:44")
			c.Controls("act")
		}
	})
}
