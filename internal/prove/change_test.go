package prove

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/manifest"
)

const two = `system "s" {
  stage = "pilot"
}
party "acme" {
}
party "other" {
}
store "logs" {
  operator  = party.acme
  public    = null
  retention = "30d"
}
`

func parsed(t *testing.T, text string) doc {
	t.Helper()
	m, diags := manifest.Parse(".", map[string][]byte{"aicomply.hcl": []byte(text)})
	if finding.HasErrors(diags) {
		t.Fatalf("%v in\n%s", diags, text)
	}
	return m.Input()
}

// TestHCL: a manifest that is written reads as it was.
func TestHCL(t *testing.T) {
	for _, text := range []string{empty, two, "system \"s\" {\n  title = \"a ${\\\"b\\\"} %{c} \\n\"\n}\n", "system \"s\" {\n  jurisdictions = [\"DE\", \"US\"]\n}\n"} {
		text = strings.NewReplacer("${", "$${", "%{", "%%{").Replace(text)
		d := parsed(t, text)
		if diff := cmp.Diff(d, parsed(t, d.hcl())); diff != "" {
			t.Errorf("%s\n-read +written:\n%s", text, diff)
		}
	}
}

// TestChanges: of each kind of change there is one, and none touches the
// manifest that it starts from.
func TestChanges(t *testing.T) {
	d := parsed(t, two)
	before := d.hcl()
	made := map[string][]string{} // what is changed: results
	for _, c := range hintsOf(`s.retention > "90d"; x := 400`).changes(d) {
		x := clone(d)
		c.apply(x)
		made[c.what] = append(made[c.what], squeezed(x.hcl()))
	}
	if d.hcl() != before {
		t.Errorf("the manifest itself is changed:\n%s", d.hcl())
	}
	for name, want := range map[string]struct{ what, has, hasNot string }{
		"another value of an enum":    {"system.stage", `stage = "production"`, ""},
		"an attribute left out":       {"store.retention", `store "logs" { operator = party.acme public = null }`, "retention"},
		"an attribute not known":      {"store.retention", "retention = null", ""},
		"a length that the text has":  {"store.retention", `retention = "90d"`, ""},
		"known, what was not":         {"store.public", "public = true", "null"},
		"a reference":                 {"store.operator", "operator = party.other", ""},
		"a block left out":            {"store", `party "other" { }`, "store"},
		"another block of that type":  {"store", `store "another" {`, ""},
		"a block where there is none": {"model", `model "another" {`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			if !slices.ContainsFunc(made[want.what], func(s string) bool {
				return strings.Contains(s, want.has) && (want.hasNot == "" || !strings.Contains(s, want.hasNot))
			}) {
				t.Errorf("no change of %s makes it; they make\n%s", want.what, strings.Join(made[want.what], "\n"))
			}
		})
	}
	for _, never := range []string{"waiver", "import", "defaults"} {
		if len(made[never]) > 0 {
			t.Errorf("changes %s", never)
		}
	}
}

// TestRemovals: whatever a manifest can do without can be left out, but the
// system.
func TestRemovals(t *testing.T) {
	d := parsed(t, two)
	var made []string
	for _, c := range removals(d) {
		x := clone(d)
		c.apply(x)
		made = append(made, squeezed(x.hcl()))
	}
	for _, s := range made {
		if !strings.HasPrefix(s, `system "s" {`) || len(s) >= len(squeezed(d.hcl())) {
			t.Errorf("left over: %s", s)
		}
	}
	for _, word := range []string{"stage", "party \"acme\"", "store", "operator", "public", "retention"} {
		if !slices.ContainsFunc(made, func(s string) bool { return !strings.Contains(s, word) }) {
			t.Errorf("%s stays in all of\n%s", word, strings.Join(made, "\n"))
		}
	}
}

func TestHints(t *testing.T) {
	h := hintsOf("# METADATA: ignored 77\nx.limit > 30\ny == \"word\"\nz == \"two words\"\n")
	if diff := cmp.Diff([]any{29.0, 30.0, 31.0}, h.numbers); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]any{"word"}, h.texts); diff != "" {
		t.Error(diff)
	}
	if !h.words["limit"] || h.words["ignored"] {
		t.Errorf("words %v", h.words)
	}
}
