package pair

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/aicomply/aicomply/internal/check"
	"github.com/aicomply/aicomply/internal/framework"
	"github.com/aicomply/aicomply/internal/policy"
	"github.com/aicomply/aicomply/policies"
)

// text is a policy that applies from the pilot stage on and divides by zero
// over three stores.
const text = `# METADATA
# title: Region
# description: Why.
# custom:
#   severity: high
#   blocks_from: pilot
#   method: attr
#   remediation: Do.
#   controls: ["gdpr:30(1)(e)"]
package aicomply.policies.a.region

default applies := false

applies if input.stage != "poc"

deny contains {"path": ["store", s.name, "region"], "message": sprintf("m %d", [1 / (3 - count(input.store))])} if {
	some s in input.store
	not s.region
}

deny contains {"path": ["system", "title"], "kind": "gap", "message": "m"} if not input.system.title
`

func TestRun(t *testing.T) {
	const (
		system = "system \"s\" {\n  title = \"S\"\n  stage = \"pilot\"\n}\n"
		bare   = "store \"x\" {\n}\n"
		placed = "store \"x\" {\n  region = \"eu-central-1\"\n}\n"
		expect = "# expect: store.x.region\n"
	)
	for name, test := range map[string]struct {
		fail, pass           string
		wantFail, wantPassed string // how the problems begin
	}{
		"as expected":     {expect + system + bare, system + placed, "", ""},
		"gap":             {"#  none\n# expect:  system.title  gap\nsystem \"s\" {\n  stage = \"pilot\"\n}\n", system, "", ""},
		"without comment": {system + bare, system + placed, `it has no "# expect:" line; found store.x.region`, ""},
		"nothing found":   {expect + system + placed, system, "expected store.x.region; found nothing", ""},
		"another place":   {"# expect: store.y.region\n" + system + bare, system, "expected store.y.region; found store.x.region", ""},
		"found in pass":   {expect + system + bare, system + bare, "", `the policy's result is "failed", want "passed": found store.x.region`},
		"not applicable":  {expect + system + bare, "system \"s\" {\n  title = \"S\"\n}\n", "", `the policy's result is "not_applicable", want "passed": its precondition`},
		"invalid":         {expect + system + "stor \"x\" {\n}\n", system, `line 6: `, ""},
		"error": {
			expect + system + bare + "store \"y\" {\n}\nstore \"z\" {\n}\n", system,
			"pack/a/region/region.rego:16: ", "",
		},
		"missing": {"", "", "the file is missing", "the file is missing"},
	} {
		t.Run(name, func(t *testing.T) {
			fsys := fstest.MapFS{"a/region/region.rego": {Data: []byte(text)}}
			if test.fail != "" {
				fsys["a/region/fail.hcl"] = &fstest.MapFile{Data: []byte(test.fail)}
				fsys["a/region/pass.hcl"] = &fstest.MapFile{Data: []byte(test.pass)}
			}
			got := Run(context.Background(), fsys, []string{"a/region"}, options(t, fsys))
			if len(got) != 2 || got[0].File != "a/region/fail.hcl" || got[1].File != "a/region/pass.hcl" {
				t.Fatalf("results %+v", got)
			}
			for i, want := range []string{test.wantFail, test.wantPassed} {
				if p := got[i].Problem; (p == "") != (want == "") || !strings.HasPrefix(p, want) {
					t.Errorf("%s: %q, want %q", got[i].File, p, want)
				}
			}
		})
	}
}

// TestRunWithBase: both files are checked as a change of base.hcl.
func TestRunWithBase(t *testing.T) {
	const (
		system = "system \"s\" {\n}\n"
		tool   = "tool \"x\" {\n}\n"
	)
	rego := strings.Replace(text[:strings.Index(text, "\ndefault applies")], "method: attr", "method: diff", 1) + `
default applies := false

applies if input.derived.changes

deny contains {"path": split(c.block, "."), "message": c.text} if some c in input.derived.changes
`
	for name, test := range map[string]struct{ base, fail, pass, want string }{
		"as expected":  {system, "# expect: tool.x\n" + system + tool, system, ""},
		"renamed":      {system + tool, "# expect: tool.x\n" + system + tool, system + "tool \"y\" {\n}\n", "expected tool.x; found nothing"},
		"without base": {"", "# expect: tool.x\n" + system + tool, system, "expected tool.x; found nothing"},
		"invalid":      {"nothing {}", "# expect: tool.x\n" + system + tool, system, "base.hcl, line 1: "},
	} {
		fsys := fstest.MapFS{
			"a/region/region.rego": {Data: []byte(rego)}, "a/region/fail.hcl": {Data: []byte(test.fail)}, "a/region/pass.hcl": {Data: []byte(test.pass)},
		}
		if test.base != "" {
			fsys["a/region/base.hcl"] = &fstest.MapFile{Data: []byte(test.base)}
		}
		got := Run(context.Background(), fsys, []string{"a/region"}, options(t, fsys))
		if p := got[0].Problem; (p == "") != (test.want == "") || !strings.HasPrefix(p, test.want) {
			t.Errorf("%s: %q, want %q", name, p, test.want)
		}
		if p := got[1].Problem; (test.base == system || test.base == system+tool) != (p == "") {
			t.Errorf("%s, pass.hcl: %q", name, p)
		}
	}
}

func options(t *testing.T, fsys fstest.MapFS) check.Options {
	t.Helper()
	frameworks, err := framework.Load(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	set, diags := policy.Load(context.Background(), policy.Options{
		Sources: []policy.Source{{Name: "pack", FS: fsys}}, Frameworks: frameworks,
	})
	if set == nil {
		t.Fatal(diags)
	}
	return check.Options{Policies: set, Frameworks: frameworks}
}

func TestExpectations(t *testing.T) {
	got := expectations("# expect: b.c gap\n#expect: x\n  # expect:   a\t\r\nsystem \"s\" {} # expect: y\n")
	if diff := cmp.Diff([]string{"a", "b.c gap"}, got); diff != "" {
		t.Error(diff)
	}
}
