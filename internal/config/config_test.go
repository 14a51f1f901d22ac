package config_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/aicomply/aicomply/internal/config"
	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/schema"
)

var update = flag.Bool("update", false, "rewrite the .want files of testdata/err")

// repository is a repository with a configuration at its root.
func repository(src string) fstest.MapFS {
	return fstest.MapFS{config.File: {Data: []byte(src)}, "app/aicomply.hcl": {}}
}

// load reads a configuration that has no errors.
func load(t *testing.T, src string) *config.Config {
	t.Helper()
	c, ds := config.Load(repository(src), "app", nil)
	if len(ds) > 0 {
		t.Fatalf("%v", ds)
	}
	return c
}

// TestDiagnostics compares what is said of each configuration of testdata/err,
// exact ranges included, with the .want file beside it.
func TestDiagnostics(t *testing.T) {
	names, err := filepath.Glob("testdata/err/*.hcl")
	if err != nil || len(names) == 0 {
		t.Fatal("no test data", err)
	}
	for _, name := range names {
		base := strings.TrimSuffix(name, ".hcl")
		t.Run(filepath.Base(base), func(t *testing.T) {
			src, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			c, ds := config.Load(repository(string(src)), "app", nil)
			if !finding.HasErrors(ds) {
				t.Fatal("no error")
			}
			if string(c.Source(config.File)) != string(src) {
				t.Error("the source of the diagnostics is not there")
			}
			compare(t, base+".want", listing(t, ds, src))
		})
	}
}

// listing is one line for each diagnostic, with the text that it stands at.
func listing(t *testing.T, ds []finding.Diagnostic, src []byte) string {
	t.Helper()
	var b strings.Builder
	for _, d := range ds {
		r := d.Range
		checkRange(t, r, src)
		text, _, _ := strings.Cut(string(src[r.Start.Byte:r.End.Byte]), "\n")
		fmt.Fprintf(&b, "%d:%d-%d:%d `%s` %s: %s\n", r.Start.Line, r.Start.Column, r.End.Line, r.End.Column, text, d.Summary, d.Detail)
	}
	return b.String()
}

func checkRange(t testing.TB, r finding.Range, src []byte) {
	t.Helper()
	if r.File != config.File || r.Start.Byte < 0 || r.End.Byte < r.Start.Byte || r.End.Byte > len(src) {
		t.Fatalf("range %+v does not lie in the %d bytes of the configuration", r, len(src))
	}
}

func compare(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("diagnostics (-want +got):\n%s", diff)
	}
}

func TestLoadFindsTheNearest(t *testing.T) {
	severity := func(s string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte("policy \"access/review_overdue\" {\n  severity = \"" + s + "\"\n}\n")}
	}
	fsys := fstest.MapFS{
		".aicomply/config.hcl":          severity("low"),
		"team/.aicomply/config.hcl":     severity("medium"),
		"team/a/b/aicomply.hcl":         {},
		"team/empty/.aicomply/notes.md": {},
		"other/aicomply.hcl":            {},
	}
	for _, tc := range []struct{ dir, file string }{
		{".", ".aicomply/config.hcl"},
		{"other", ".aicomply/config.hcl"},
		{"other/aicomply.hcl", ".aicomply/config.hcl"},
		{"team", "team/.aicomply/config.hcl"},
		{"team/a/b", "team/.aicomply/config.hcl"},
		{"team/a/b/aicomply.hcl", "team/.aicomply/config.hcl"},
		{"team/empty", "team/.aicomply/config.hcl"},
		{"team/not/there", "team/.aicomply/config.hcl"},
	} {
		c, ds := config.Load(fsys, tc.dir, func(name string) string { return "./" + name })
		if len(ds) > 0 || c.File() != "./"+tc.file {
			t.Errorf("%s: %q, want %q; %v", tc.dir, c.File(), tc.file, ds)
		}
		want := map[string]finding.Severity{".aicomply/config.hcl": "low", "team/.aicomply/config.hcl": "medium"}[tc.file]
		if s, ok := c.Severity("access/review_overdue"); !ok || s != want {
			t.Errorf("%s: severity %q, want %q", tc.dir, s, want)
		}
	}
}

// A path that is none in the repository is refused, not taken for one without
// a configuration.
func TestLoadStaysInTheRepository(t *testing.T) {
	for _, dir := range []string{"../app", "/app", "", "app/.."} {
		if _, ds := config.Load(repository(""), dir, nil); !finding.HasErrors(ds) {
			t.Errorf("%q: no error", dir)
		}
	}
	outside, inside := t.TempDir(), t.TempDir()
	write(t, filepath.Join(outside, "config.hcl"), "")
	write(t, filepath.Join(inside, "app", "aicomply.hcl"), "")
	root, err := os.OpenRoot(inside)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	for _, link := range []struct{ name, to string }{
		{"app/.aicomply", outside},
		{"app/.aicomply", "not-there"},
		{".aicomply/config.hcl", filepath.Join(outside, "config.hcl")},
		{".aicomply/config.hcl", "not-there"},
	} {
		full := filepath.Join(inside, filepath.FromSlash(link.name))
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(link.to, full); err != nil {
			t.Skip("no symbolic links here:", err)
		}
		if _, ds := config.Load(root.FS(), "app", nil); !finding.HasErrors(ds) || ds[0].Summary != "Cannot read configuration" {
			t.Errorf("%s -> %s: %v", link.name, link.to, ds)
		}
		if err := os.RemoveAll(full); err != nil {
			t.Fatal(err)
		}
	}
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestUnreadable(t *testing.T) {
	for name, fsys := range map[string]fstest.MapFS{
		"folder":    {config.File + "/x": {}},
		"too large": {config.File: {Data: make([]byte, 10<<20+1)}},
	} {
		c, ds := config.Load(fsys, ".", nil)
		if len(ds) != 1 || ds[0].Severity != finding.Error || ds[0].Summary != "Cannot read configuration" {
			t.Errorf("%s: %v", name, ds)
		}
		if c == nil {
			t.Errorf("%s: no configuration", name)
		}
	}
}

// Without a file nothing changes; nor does a nil Config change anything.
func TestNoConfiguration(t *testing.T) {
	none, ds := config.Load(fstest.MapFS{"app/aicomply.hcl": {}}, "app", nil)
	if len(ds) > 0 {
		t.Fatal(ds)
	}
	memory, ds := config.Load(nil, "app", nil)
	if len(ds) > 0 {
		t.Fatal(ds)
	}
	rules := []finding.Rule{{ID: "access/review_overdue", Severity: finding.High}}
	for name, c := range map[string]*config.Config{"no file": none, "no repository": memory, "nil": nil, "zero": {}, "empty": load(t, "# nothing\n")} {
		_, hasSeverity := c.Severity("access/review_overdue")
		_, disabled := c.Disabled("access/review_overdue")
		if hasSeverity || disabled || len(c.Overrides(rules)) > 0 || len(c.Check(rules)) > 0 {
			t.Errorf("%s changes a policy", name)
		}
		params := c.Params()
		for p, def := range schema.Params() {
			if params[p] != def.Value {
				t.Errorf("%s: %s = %v, want %v", name, p, params[p], def.Value)
			}
		}
		if _, known := c.Vocabulary().CategoryOf("user.contact"); !known || len(params) != len(schema.Params()) {
			t.Errorf("%s: the built-in vocabulary or a parameter is missing", name)
		}
	}
}

// Each parameter of the table can be set, and arrives in the form in which
// policies see its default.
func TestEveryParameter(t *testing.T) {
	defaults := schema.Params()
	var b strings.Builder
	b.WriteString("params {\n")
	for name, p := range defaults {
		value := "0.5"
		if p.Unit == "duration" {
			value = `"13d"`
		}
		fmt.Fprintf(&b, "  %s = %s\n", name, value)
	}
	b.WriteString("}\n")
	c := load(t, b.String())
	for name, v := range c.Params() {
		var want any = json.Number("0.5")
		if defaults[name].Unit == "duration" {
			want = "13d"
		}
		if v != want {
			t.Errorf("%s = %#v, want %#v", name, v, want)
		}
	}
	if n := len(c.Overrides(nil)); n != len(defaults) {
		t.Errorf("%d overrides for %d parameters", n, len(defaults))
	}
}
