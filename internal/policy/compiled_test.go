package policy_test

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/aicomply/aicomply/internal/check"
	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/framework"
	"github.com/aicomply/aicomply/internal/manifest"
	"github.com/aicomply/aicomply/internal/policy"
	"github.com/aicomply/aicomply/internal/schema"
	"github.com/aicomply/aicomply/policies"
)

// clock is the moment at which everything is evaluated.
var clock = time.Date(2026, time.November, 23, 0, 0, 0, 0, time.UTC)

// builtIn are the options of the built-in policies, from their texts.
func builtIn(t testing.TB) policy.Options {
	t.Helper()
	frameworks, err := framework.Load(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	return policy.Options{
		Sources: []policy.Source{{Name: "built-in", FS: policies.FS}}, Library: policies.FS,
		InputSchema: schema.InputSchema, Frameworks: frameworks,
	}
}

func compile(t testing.TB, o policy.Options) string {
	t.Helper()
	blob, diags, err := policy.Compile(context.Background(), o)
	if err != nil {
		t.Fatalf("%v: %+v", err, diags)
	}
	return string(blob)
}

func load(t testing.TB, o policy.Options) *policy.Set {
	t.Helper()
	s, diags := policy.Load(context.Background(), o)
	if s == nil {
		t.Fatalf("%+v", diags)
	}
	return s
}

// restored is the set of a blob; it must not be compiled from the texts.
func restored(t testing.TB, o policy.Options) *policy.Set {
	t.Helper()
	o.InputSchema = func() map[string]any {
		t.Error("the texts were compiled, though the blob fits them")
		return nil
	}
	return load(t, o)
}

func TestCompiledPoliciesAreUpToDate(t *testing.T) {
	if compile(t, builtIn(t)) != policies.Compiled {
		t.Error("policies/compiled.bin is not what the policies compile to: run go generate ./policies")
	}
}

// TestCompiledPoliciesAreTheSame compares what the built-in policies say of
// every manifest at hand, and of inputs that break them, when they are compiled
// from their texts and when they are restored.
func TestCompiledPoliciesAreTheSame(t *testing.T) {
	o := builtIn(t)
	text := load(t, o)
	o.Compiled = compile(t, o)
	blob := restored(t, o)
	if d := cmp.Diff(text.Rules(), blob.Rules()); d != "" {
		t.Error(d)
	}
	if text.Digest() != blob.Digest() {
		t.Errorf("digest %s, not %s", blob.Digest(), text.Digest())
	}
	failed, found := 0, 0
	for name, input := range inputs(t, text) {
		for change, with := range changes() {
			changed, _ := with(input).(map[string]any)
			want, got := outcomes(t, text, changed), outcomes(t, blob, changed)
			if d := cmp.Diff(want, got); d != "" {
				t.Errorf("%s, %s: %s", name, change, d)
			}
			failed += strings.Count(want, "error: ")
			found += strings.Count(want, "finding: ")
		}
	}
	if failed < 50 || found < 500 {
		t.Errorf("only %d errors and %d findings were compared", failed, found)
	}
}

// inputs are the inputs of the examples and of each policy's own manifests.
func inputs(t *testing.T, s *policy.Set) map[string]map[string]any {
	t.Helper()
	out := map[string]map[string]any{}
	for dir, fsys := range map[string]fs.FS{"policies": policies.FS, "examples": os.DirFS("../../testdata/examples")} {
		err := fs.WalkDir(fsys, ".", func(p string, d fs.DirEntry, err error) error {
			if err != nil || path.Ext(p) != ".hcl" {
				return err
			}
			text, err := fs.ReadFile(fsys, p)
			if err != nil {
				return err
			}
			m, _ := manifest.Parse(path.Dir(p), map[string][]byte{"aicomply.hcl": text})
			if m == nil {
				return fmt.Errorf("%s does not parse", p)
			}
			out[dir+"/"+p] = check.Input(check.Deployment{Manifest: m}, check.Options{Policies: s, Now: clock})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// changes break inputs in ways that make policies fail while they run.
func changes() map[string]func(any) any {
	return map[string]func(any) any{
		"as it is":     func(v any) any { return v },
		"no texts":     func(v any) any { return replaced(v, func(string) any { return "" }, nil) },
		"odd texts":    func(v any) any { return replaced(v, func(s string) any { return "x" + s }, nil) },
		"numbers":      func(v any) any { return replaced(v, func(string) any { return 7 }, nil) },
		"zeroes":       func(v any) any { return replaced(v, nil, 0) },
		"huge numbers": func(v any) any { return replaced(v, nil, 1e300) },
		"wrong types":  func(v any) any { return replaced(v, nil, "many") },
	}
}

// replaced is a value with its texts and numbers changed; nil keeps them.
func replaced(v any, text func(string) any, number any) any {
	switch v := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for k, item := range v {
			out[k] = replaced(item, text, number)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, item := range v {
			out[i] = replaced(item, text, number)
		}
		return out
	case []string:
		out := make([]any, len(v))
		for i, item := range v {
			out[i] = replaced(item, text, number)
		}
		return out
	case []map[string]any:
		out := make([]any, len(v))
		for i, item := range v {
			out[i] = replaced(item, text, number)
		}
		return out
	case string:
		if text != nil {
			return text(v)
		}
	case int, int64, float64:
		if number != nil {
			return number
		}
	}
	return v
}

// outcomes writes what the policies say, one line for each finding and error.
func outcomes(t *testing.T, s *policy.Set, input map[string]any) string {
	t.Helper()
	list, err := s.Eval(context.Background(), input, policy.EvalOptions{Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, o := range list {
		fmt.Fprintf(&b, "%s: applicable %t\n", o.ID, o.Applicable)
		if o.Err != nil {
			fmt.Fprintf(&b, "  error: %v\n", o.Err)
		}
		for _, v := range o.Violations {
			fmt.Fprintf(&b, "  finding: %#v\n", v)
		}
	}
	return b.String()
}

// small is a pack that is its own, for what changes a pack.
func small() fstest.MapFS {
	const policyText = `# METADATA
# title: T
# description: D.
# custom:
#   severity: high
#   blocks_from: pilot
#   method: attr
#   remediation: R.
#   controls: ["gdpr:44"]
package aicomply.policies.a.b

deny contains {"path": ["x"], "message": "first"} if data.data.places.DE
`
	return fstest.MapFS{
		"a/b/b.rego":                {Data: []byte(policyText)},
		"data/places.json":          {Data: []byte(`{"places": {"DE": true}}`)},
		"data/frameworks/gdpr.json": {Data: []byte(`{"gdpr": {"title": "GDPR", "kind": "law", "controls": {"44": {"title": "T"}}}}`)},
	}
}

func smallOptions(t testing.TB, fsys fs.FS) policy.Options {
	t.Helper()
	frameworks, err := framework.Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	return policy.Options{Sources: []policy.Source{{Name: "pack", FS: fsys}}, InputSchema: schema.InputSchema, Frameworks: frameworks}
}

// TestOtherTextsAreNotRestored changes a pack in every way that could matter
// after its blob was made.
func TestOtherTextsAreNotRestored(t *testing.T) {
	o := smallOptions(t, small())
	blob := compile(t, o)
	o.Compiled = blob
	restored(t, o)

	edit := func(name, old, with string) func(fstest.MapFS) {
		return func(f fstest.MapFS) {
			f[name] = &fstest.MapFile{Data: bytes.Replace(f[name].Data, []byte(old), []byte(with), 1)}
		}
	}
	add := func(name, text string) func(fstest.MapFS) {
		return func(f fstest.MapFS) { f[name] = &fstest.MapFile{Data: []byte(text)} }
	}
	other := strings.Replace(string(small()["a/b/b.rego"].Data), "policies.a.b", "policies.a.c", 1)
	tests := map[string]func(fstest.MapFS){
		"policy edited":    edit("a/b/b.rego", "first", "other"),
		"policy added":     add("a/c/c.rego", other),
		"library added":    add("lib/x/x.rego", "package aicomply.lib.x\n"),
		"data edited":      edit("data/places.json", "true", "false"),
		"data added":       add("data/more.json", `{"more": 1}`),
		"data below added": add("data/more/x.json", `{"x": 1}`),
		"framework edited": edit("data/frameworks/gdpr.json", "law", "standard"),
		"misplaced file":   add("b.rego", "package aicomply.b\n"),
		"file moved":       func(f fstest.MapFS) { f["a/c/c.rego"] = f["a/b/b.rego"]; delete(f, "a/b/b.rego") },
	}
	for name, change := range tests {
		t.Run(name, func(t *testing.T) {
			fsys := small()
			change(fsys)
			o := smallOptions(t, fsys)
			want, wantDiags := policy.Load(context.Background(), o)
			compiled := false
			o.InputSchema = func() map[string]any { compiled = true; return schema.InputSchema() }
			o.Compiled = blob
			got, diags := policy.Load(context.Background(), o)
			if d := cmp.Diff(wantDiags, diags); d != "" {
				t.Error(d)
			}
			if want == nil || got == nil {
				if want != got {
					t.Errorf("set %v, want %v", got != nil, want != nil)
				}
				return
			}
			if !compiled || got.Digest() != want.Digest() || outcomes(t, got, nil) != outcomes(t, want, nil) {
				t.Errorf("the blob of other texts was used:\n%s\nwant\n%s", outcomes(t, got, nil), outcomes(t, want, nil))
			}
		})
	}
	t.Run("other frameworks", func(t *testing.T) {
		o := smallOptions(t, small())
		o.Compiled, o.Frameworks = blob, nil
		if got := load(t, o).Rules()[0].Controls[0].Relation; got != finding.Supports {
			t.Errorf("relation %q", got)
		}
	})
	t.Run("another name", func(t *testing.T) {
		o := smallOptions(t, small())
		o.Compiled = blob
		o.Sources[0].Name = "elsewhere"
		if got := load(t, o).Rules()[0].Source; got != "elsewhere/a/b/b.rego" {
			t.Errorf("source %q", got)
		}
	})
	t.Run("one more source", func(t *testing.T) {
		o := smallOptions(t, small())
		o.Compiled = blob
		o.Sources = append(o.Sources, policy.Source{Name: "more", FS: fstest.MapFS{"a/c/c.rego": {Data: []byte(other)}}})
		if n := len(load(t, o).Rules()); n != 2 {
			t.Errorf("%d policies", n)
		}
	})
}

func TestDamagedBlobsAreNotRestored(t *testing.T) {
	o := smallOptions(t, small())
	blob := compile(t, o)
	want := load(t, o)
	try := func(name, damaged string) {
		o, compiled := o, false
		o.Compiled = damaged
		o.InputSchema = func() map[string]any { compiled = true; return schema.InputSchema() }
		s, diags := policy.Load(context.Background(), o)
		if s == nil || !compiled || len(diags) > 0 || !slices.EqualFunc(s.Rules(), want.Rules(), func(a, b finding.Rule) bool { return cmp.Equal(a, b) }) {
			t.Errorf("%s: set %t, from the texts %t, diagnostics %v", name, s != nil, compiled, diags)
		}
	}
	for i := range blob {
		if i%7 == 0 || i < 64 {
			try(fmt.Sprintf("byte %d", i), blob[:i]+string(blob[i]^0x11)+blob[i+1:])
			try(fmt.Sprintf("first %d bytes", i), blob[:i])
		}
	}
	try("more at the end", blob+"x")
	try("doubled", blob+blob)
}

// TestPoliciesWithoutABlob lists what cannot be kept compiled, and still loads.
func TestPoliciesWithoutABlob(t *testing.T) {
	tests := map[string]struct{ body, want string }{
		"with":     {"deny contains {\"path\": [\"x\"], \"message\": \"m\"} if is_ok with input as {}\n\nis_ok if count(input) == 0\n", "pack/a/b/b.rego:12: with is not supported"},
		"warnings": {"deny contains {\"path\": [\"x\"], \"message\": \"m\"}\n\napplies if input.now == \"\"\n", "policies with diagnostics"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			fsys := small()
			head, _, _ := strings.Cut(string(fsys["a/b/b.rego"].Data), "deny")
			fsys["a/b/b.rego"].Data = []byte(head + test.body)
			o := smallOptions(t, fsys)
			load(t, o)
			if blob, _, err := policy.Compile(context.Background(), o); err == nil || blob != nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want %s", err, test.want)
			}
		})
	}
}

func BenchmarkLoadBuiltIn(b *testing.B) {
	text, compiled := builtIn(b), builtIn(b)
	compiled.Compiled = compile(b, compiled)
	for name, o := range map[string]policy.Options{"text": text, "compiled": compiled} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				load(b, o)
			}
		})
	}
}

func BenchmarkEvalExample(b *testing.B) {
	s := load(b, builtIn(b))
	text, err := os.ReadFile("../../testdata/examples/ticket-triage/ticket_triage.aicomply.hcl")
	if err != nil {
		b.Fatal(err)
	}
	m, _ := manifest.Parse(".", map[string][]byte{"aicomply.hcl": text})
	input := check.Input(check.Deployment{Manifest: m}, check.Options{Policies: s, Now: clock})
	b.ReportAllocs()
	for b.Loop() {
		if _, err := s.Eval(context.Background(), input, policy.EvalOptions{Now: clock}); err != nil {
			b.Fatal(err)
		}
	}
}
