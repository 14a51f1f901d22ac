package policy

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/framework"
)

const head = `# METADATA
# title: A title
# description: Why it matters.
# custom:
#   severity: high
#   blocks_from: pilot
#   method: attr
#   remediation: Do it.
#   controls: ["gdpr:44"]
`

// policyText is a whole policy with the METADATA of head.
func policyText(id, body string) string {
	return head + "package aicomply.policies." + strings.ReplaceAll(id, "/", ".") + "\n\n" + body + "\n"
}

// always is a body that has one finding.
const always = `deny contains {"path": ["system", "title"], "message": "m"}`

// pack is a file system of files by path.
func packFS(files map[string]string) fstest.MapFS {
	out := fstest.MapFS{}
	for p, text := range files {
		out[p] = &fstest.MapFile{Data: []byte(text)}
	}
	return out
}

// one is a pack of one policy a/b with a body.
func one(body string) map[string]string {
	return map[string]string{"a/b/b.rego": policyText("a/b", body)}
}

func testFrameworks(t *testing.T) *framework.Catalogue {
	t.Helper()
	c, err := framework.Load(packFS(map[string]string{"data/frameworks/gdpr.json": `{"gdpr": {"title": "GDPR", "version": "1", "kind": "law",
		"jurisdictions": ["EU"], "source": "s", "checked_on": "2026-11-23", "confidence": "primary", "note": "",
		"controls": {"44": {"title": "Transfers", "applies_from": "2018-05-25"}, "46(1)": {"title": "Safeguards", "applies_from": "2018-05-25"}}}}`}))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// testSchema is a small input: an array, an object and a map by reference.
func testSchema() map[string]any {
	str := map[string]any{"type": "string"}
	object := func(props map[string]any) map[string]any {
		return map[string]any{"type": "object", "properties": props, "additionalProperties": false}
	}
	list := func(items map[string]any) map[string]any { return map[string]any{"type": "array", "items": items} }
	received := object(map[string]any{"category": str, "incidental": map[string]any{"type": "boolean"}})
	node := object(map[string]any{"country": str, "operator": str, "receives": list(received)})
	return object(map[string]any{
		"now":    str,
		"system": object(map[string]any{"title": str, "tags": list(str)}),
		"flow":   list(object(map[string]any{"name": str, "from": str, "to": str, "encryption": str})),
		"params": map[string]any{"type": "object", "additionalProperties": map[string]any{}},
		"derived": object(map[string]any{
			"node": map[string]any{"type": "object", "additionalProperties": node},
		}),
	})
}

func testOptions(t *testing.T, files map[string]string) Options {
	t.Helper()
	return Options{Sources: []Source{{Name: "pack", FS: packFS(files)}}, InputSchema: testSchema, Frameworks: testFrameworks(t)}
}

func mustLoad(t *testing.T, files map[string]string) *Set {
	t.Helper()
	return mustLoadOptions(t, testOptions(t, files))
}

func mustLoadOptions(t *testing.T, o Options) *Set {
	t.Helper()
	s, diags := Load(context.Background(), o)
	if s == nil {
		t.Fatalf("Load: %s", show(diags))
	}
	return s
}

// mustEval evaluates a set, and the same set written and restored: they must
// not differ in anything, errors included.
func mustEval(t *testing.T, s *Set, input map[string]any, o EvalOptions) []Outcome {
	t.Helper()
	out, err := s.Eval(context.Background(), input, o)
	if err != nil {
		t.Fatal(err)
	}
	if again := roundTrip(t, s); again != nil {
		got, err := again.Eval(context.Background(), input, o)
		if err != nil {
			t.Fatal(err)
		}
		sameError := cmp.Comparer(func(a, b error) bool { return fmt.Sprint(a) == fmt.Sprint(b) })
		if d := cmp.Diff(out, got, sameError); d != "" {
			t.Errorf("the restored set differs: %s", d)
		}
	}
	return out
}

// show writes diagnostics as file:line:column-line:column summary: detail.
func show(diags []finding.Diagnostic) string {
	var b strings.Builder
	for _, d := range diags {
		fmt.Fprintf(&b, "%s:%d:%d-%d:%d %s: %s: %s\n", d.Range.File, d.Range.Start.Line, d.Range.Start.Column,
			d.Range.End.Line, d.Range.End.Column, d.Severity, d.Summary, d.Detail)
	}
	return b.String()
}
