package schema_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/schema"
)

// The table of the configuration is written as those of the manifest are; what
// it sets cannot be null, which says nothing there.
func TestConfigTable(t *testing.T) {
	each(schema.Config(), "config", func(b *schema.Block, at string) {
		checkDoc(t, at, b.Doc)
		names := map[string]bool{}
		for i := range b.Attrs {
			a := &b.Attrs[i]
			checkDoc(t, at+"."+a.Name, a.Doc)
			if names[a.Name] || !a.NotNull || a.Type == schema.Reference || a.From != "" || a.Inherits {
				t.Errorf("%s.%s: %+v", at, a.Name, a)
			}
			names[a.Name] = true
		}
	})
	if first := schema.Config(); first != schema.Config() {
		t.Error("the table is made anew each time")
	}
}

func TestConfigParameters(t *testing.T) {
	block := schema.Config().FindBlock("params")
	if len(block.Attrs) != len(schema.Params()) || !slices.IsSortedFunc(block.Attrs, func(a, b schema.Attr) int { return strings.Compare(a.Name, b.Name) }) {
		t.Error("not all parameters, or not sorted")
	}
	want := map[string]schema.Type{"duration": schema.Duration, "share": schema.Share, "ratio": schema.Number, "minutes": schema.Number, "characters": schema.Number}
	for name, p := range schema.Params() {
		a := block.Find(name)
		if a == nil || a.Type != want[p.Unit] {
			t.Errorf("%s, in %s: %+v", name, p.Unit, a)
		}
	}
	if doc := block.Find("waiver_max").Doc; !strings.HasSuffix(doc, " Default: 180d.") {
		t.Errorf("waiver_max: %q", doc)
	}
	if doc := block.Find("review_minutes_min").Doc; !strings.HasSuffix(doc, " Default: 1 minutes.") {
		t.Errorf("review_minutes_min: %q", doc)
	}
}

func TestConfigSeverities(t *testing.T) {
	for _, s := range schema.Config().FindBlock("policy").Find("severity").Enum {
		if !finding.Severity(s).Valid() {
			t.Errorf("%q is no severity", s)
		}
	}
}

// Added names are known besides the built-in ones, and only in the extended
// vocabulary.
func TestVocabulary(t *testing.T) {
	v := schema.Extend(
		map[string]schema.CategoryInfo{"user.contact.pager": {Title: "Pager", Special: "art9"}},
		map[string]schema.RegionInfo{"fra-dc1": {Country: "DE"}, "FR": {Country: "DE"}})
	if c, ok := v.CategoryOf("user.contact.pager"); !ok || c.Special != "art9" {
		t.Errorf("user.contact.pager is %+v", c)
	}
	if !slices.Contains(v.CategoriesBelow("user.contact"), "user.contact.pager") || len(v.CategoriesBelow("user.contact")) != len(schema.CategoriesBelow("user.contact"))+1 {
		t.Errorf("below user.contact: %q", v.CategoriesBelow("user.contact"))
	}
	if r, ok := v.RegionOf("fra-dc1"); !ok || r.Country != "DE" {
		t.Errorf("fra-dc1 is in %+v", r)
	}
	if r, _ := v.RegionOf("FR"); r.Country != "FR" {
		t.Error("a country moved")
	}
	for typ, name := range map[schema.Type]string{schema.Category: "user.contact.pager", schema.Territory: "fra-dc1"} {
		if !v.IsKnown(typ, name) || !slices.Contains(v.Known(typ), name) || schema.IsKnown(typ, name) || slices.Contains(schema.Known(typ), name) {
			t.Errorf("%s %s", typ, name)
		}
	}
	if v.IsKnown(schema.Country, "fra-dc1") || v.IsKnown(schema.Jurisdiction, "fra-dc1") {
		t.Error("a region is a country, or has laws of its own")
	}
	for _, same := range []*schema.Vocabulary{nil, {}, schema.Extend(nil, nil)} {
		for _, typ := range []schema.Type{schema.Category, schema.DataUse, schema.Subject, schema.Country, schema.Jurisdiction, schema.Territory} {
			if !slices.Equal(same.Known(typ), schema.Known(typ)) {
				t.Errorf("%s: not the built-in vocabulary", typ)
			}
		}
		if !slices.Equal(same.Regions(), schema.Regions()) {
			t.Error("not the built-in regions")
		}
	}
}

func TestConfigReference(t *testing.T) {
	var b strings.Builder
	if err := schema.WriteConfigReference(&b); err != nil {
		t.Fatal(err)
	}
	each(schema.Config(), "", func(block *schema.Block, _ string) {
		for i := range block.Attrs {
			if !strings.Contains(b.String(), "| `"+block.Attrs[i].Name+"` | ") {
				t.Errorf("%s.%s is not in the reference", block.Type, block.Attrs[i].Name)
			}
		}
	})
}
