package framework

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"

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
	if d := cmp.Diff([]string{"act:26(6)", "act:4"}, c.ControlIDs("act")); d != "" {
		t.Error(d)
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
		}
	})
}
