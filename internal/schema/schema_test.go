package schema_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/schema"
)

// each visits every block of a table, with its address for messages.
func each(b *schema.Block, at string, visit func(b *schema.Block, at string)) {
	visit(b, at)
	for i := range b.Blocks {
		each(&b.Blocks[i], at+"."+b.Blocks[i].Type, visit)
	}
}

func tables(visit func(b *schema.Block, at string)) {
	each(schema.Manifest, "manifest", visit)
	each(schema.Derived, "derived", visit)
}

func TestBlocks(t *testing.T) {
	tables(func(b *schema.Block, at string) {
		checkDoc(t, at, b.Doc)
		names := map[string]bool{"name": b.Label == schema.Labelled, "ref": true, "unknown": true} // what Input adds
		if b.Keyed || strings.HasPrefix(at, "derived") {
			names = map[string]bool{}
		}
		for _, a := range b.Attrs {
			if names[a.Name] {
				t.Errorf("%s.%s is there twice, or has a name that the input uses", at, a.Name)
			}
			names[a.Name] = true
		}
		for _, n := range b.Blocks {
			if names[n.Type] {
				t.Errorf("%s.%s is there twice", at, n.Type)
			}
			names[n.Type] = true
			if n.Many && n.Label == schema.Labelled {
				t.Errorf("%s.%s: labelled blocks may always be repeated", at, n.Type)
			}
		}
	})
}

func TestAttributes(t *testing.T) {
	types := []schema.Type{
		"", schema.String, schema.Bool, schema.Number, schema.Integer, schema.Share, schema.Money, schema.Date, schema.Duration,
		schema.Country, schema.Territory, schema.Jurisdiction, schema.Region, schema.Path, schema.Category, schema.DataUse,
		schema.Subject, schema.PolicyID, schema.Digest, schema.Reference,
	}
	tables(func(b *schema.Block, at string) {
		for i := range b.Attrs {
			a := &b.Attrs[i]
			at := at + "." + a.Name
			checkDoc(t, at, a.Doc)
			isText := a.Type == "" || a.Type == schema.String
			switch {
			case !slices.Contains(types, a.Type):
				t.Errorf("%s: unknown type %q", at, a.Type)
			case a.Enum != nil && !isText:
				t.Errorf("%s: allowed values of a %s", at, a.Type)
			case a.Open && len(a.Enum) == 0:
				t.Errorf("%s: open, without known values", at)
			case (a.Type == schema.Reference) != (len(a.Refs) > 0):
				t.Errorf("%s: type %q with references to %q", at, a.Type, a.Refs)
			case a.From != "" && (!a.From.Valid() || a.From == finding.Retired):
				t.Errorf("%s: required from %q", at, a.From)
			case a.NotNull && !a.Required:
				t.Errorf("%s: may be absent but not null", at)
			}
			for _, ref := range a.Refs {
				if desc := schema.Manifest.FindBlock(ref); ref != "*" && (desc == nil || desc.Label != schema.Labelled) {
					t.Errorf("%s: nothing can refer to %q", at, ref)
				}
			}
			for _, list := range [][]string{a.Enum, a.Refs} {
				if sorted := slices.Sorted(slices.Values(list)); len(slices.Compact(sorted)) != len(list) || slices.Contains(list, "") {
					t.Errorf("%s: repeated or empty value in %q", at, list)
				}
			}
		}
	})
}

// checkDoc wants a sentence: upper case, a period, one line. One of a derived
// fact may begin with the name of an attribute.
func checkDoc(t *testing.T, at, doc string) {
	t.Helper()
	if !strings.HasSuffix(doc, ".") || strings.ContainsAny(doc, "\n\t") || doc[:1] != strings.ToUpper(doc[:1]) && !strings.HasPrefix(at, "derived.") {
		t.Errorf("%s: %q is not a sentence", at, doc)
	}
}

// What is inherited is declared in defaults, in the same words; and the other
// way round.
func TestDefaults(t *testing.T) {
	defaults := schema.Manifest.FindBlock("defaults")
	inherited := map[string]bool{}
	each(schema.Manifest, "manifest", func(b *schema.Block, at string) {
		for i := range b.Attrs {
			a := &b.Attrs[i]
			if !a.Inherits {
				continue
			}
			inherited[a.Name] = true
			d := defaults.Find(a.Name)
			if d == nil || d.Type != a.Type || d.List != a.List || !slices.Equal(d.Enum, a.Enum) || !slices.Equal(d.Refs, a.Refs) {
				t.Errorf("%s.%s inherits from %+v", at, a.Name, d)
			}
			if strings.Count(at, ".") > 1 {
				t.Errorf("%s.%s: nested blocks do not inherit", at, a.Name)
			}
		}
	})
	for _, a := range defaults.Attrs {
		if !inherited[a.Name] {
			t.Errorf("nothing inherits %s", a.Name)
		}
	}
}

func TestStages(t *testing.T) {
	stage := schema.Manifest.FindBlock("system").Find("stage")
	var want []string
	for _, s := range finding.Stages() {
		want = append(want, string(s))
	}
	if !slices.Equal(stage.Enum, want) {
		t.Errorf("system.stage is one of %q, stages are %q", stage.Enum, want)
	}
}

func TestParseDuration(t *testing.T) {
	const day = 24 * time.Hour
	for _, tc := range []struct {
		text string
		want time.Duration
		ok   bool
	}{
		{"30m", 30 * time.Minute, true},
		{"72h", 72 * time.Hour, true},
		{"90d", 90 * day, true},
		{"2w", 14 * day, true},
		{"0d", 0, true},
		{"007d", 7 * day, true},
		{"73000d", 73000 * day, true}, // 200 years
		{"73001d", 0, false},
		{"99999999999999999999d", 0, false},
		{"", 0, false},
		{"d", 0, false},
		{"90", 0, false},
		{"-1d", 0, false},
		{"+1d", 0, false},
		{" 1d", 0, false},
		{"1 d", 0, false},
		{"1d ", 0, false},
		{"1.5d", 0, false},
		{"1d2h", 0, false},
		{"1D", 0, false},
		{"1y", 0, false},
		{"1s", 0, false},
		{"1_0d", 0, false},
		{"0x1d", 0, false},
		{"١d", 0, false},
	} {
		if got, ok := schema.ParseDuration(tc.text); got != tc.want || ok != tc.ok {
			t.Errorf("ParseDuration(%q) = %v, %v; want %v, %v", tc.text, got, ok, tc.want, tc.ok)
		}
	}
}

func TestCovers(t *testing.T) {
	for _, tc := range []struct {
		key, category string
		want          bool
	}{
		{"user.contact", "user.contact", true},
		{"user.contact", "user.contact.email", true},
		{"user", "user.contact.email", true},
		{"user.contact.email", "user.contact", false},
		{"user.contact", "user.contacts", false},
		{"user.contact", "user.content", false},
		{"user.contact.", "user.contact", false},
		{"user", "", false},
	} {
		if got := schema.Covers(tc.key, tc.category); got != tc.want {
			t.Errorf("Covers(%q, %q) = %v", tc.key, tc.category, got)
		}
	}
	for _, c := range schema.CategoriesBelow("user.contact") {
		if !schema.Covers("user.contact", c) || c == "user.contact" {
			t.Errorf("%s is not strictly below user.contact", c)
		}
	}
	if len(schema.CategoriesBelow("user.contact")) == 0 || len(schema.CategoriesBelow("user.cont")) != 0 {
		t.Error("CategoriesBelow")
	}
}

// Known and IsKnown agree.
func TestKnown(t *testing.T) {
	for _, typ := range []schema.Type{schema.Category, schema.DataUse, schema.Subject, schema.Country, schema.Jurisdiction, schema.Territory} {
		known := schema.Known(typ)
		if len(known) == 0 || !slices.IsSorted(known) || len(slices.Compact(slices.Clone(known))) != len(known) {
			t.Errorf("%s: %d values, not sorted or repeated", typ, len(known))
		}
		for _, v := range known {
			if !schema.IsKnown(typ, v) {
				t.Errorf("%s: %q is listed and not known", typ, v)
			}
		}
		for _, v := range []string{"", "nothing", "XX"} {
			if schema.IsKnown(typ, v) {
				t.Errorf("%s: %q is known", typ, v)
			}
		}
	}
	if schema.Known(schema.String) != nil || !schema.IsKnown(schema.String, "anything") {
		t.Error("a text is a closed list")
	}
}

func TestRegions(t *testing.T) {
	for _, name := range schema.Regions() {
		r, ok := schema.RegionOf(name)
		_, country := schema.CountryOf(r.Country)
		if !ok || !country && !slices.Contains([]string{"EU", "EEA", "US"}, r.Area) {
			t.Errorf("%s is in %+v", name, r)
		}
	}
	if r, ok := schema.RegionOf("DE"); !ok || r.Country != "DE" {
		t.Error("a country's code is no region")
	}
}

// The schema compiles, names every attribute, and is the same each time.
func TestInputSchema(t *testing.T) {
	first, err := json.Marshal(schema.InputSchema())
	if err != nil {
		t.Fatal(err)
	}
	for range 5 {
		if again, err := json.Marshal(schema.InputSchema()); err != nil || string(again) != string(first) {
			t.Fatal("two runs differ", err)
		}
	}
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(string(first)))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("input.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("input.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		input string
		ok    bool
	}{
		{`{}`, true},
		{`{"system": {"name": "s", "stage": "pilot"}, "flow": [{"name": "f", "ref": "flow.f", "carries": ["dataset.d"]}]}`, true},
		{`{"access": [{"permissions": ["anything"]}]}`, true}, // an open list
		{`{"system": {"stage": "production!"}}`, false},
		{`{"flow": {"f": {}}}`, false},
		{`{"flows": []}`, false},
		{`{"system": {"titel": "x"}}`, false},
		{`{"defaults": {}}`, false},
		{`{"evaluation": [{"sample_size": 1.5}]}`, false},
	} {
		v, err := jsonschema.UnmarshalJSON(strings.NewReader(tc.input))
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Validate(v); (err == nil) != tc.ok {
			t.Errorf("%s: %v", tc.input, err)
		}
	}
}
