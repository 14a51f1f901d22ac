package prove

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/aicomply/aicomply/internal/check"
	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/framework"
	"github.com/aicomply/aicomply/internal/manifest"
	"github.com/aicomply/aicomply/internal/pair"
	"github.com/aicomply/aicomply/internal/policy"
	"github.com/aicomply/aicomply/internal/schema"
	"github.com/aicomply/aicomply/policies"
)

const head = `# METADATA
# title: A title
# description: Why.
# custom:
#   severity: high
#   blocks_from: pilot
#   method: attr
#   remediation: Do it.
#   controls: ["gdpr:44"]
package aicomply.policies.a.b

`

const applies = "default applies := false\n\napplies if count(input.store) > 0\n\n"

// public is a sound rule: of this page's policies, the only one.
const public = `deny contains {"path": ["store", s.name, "public"], "message": "m"} if {
	some s in input.store
	s.public == true
}
`

func options(t *testing.T, body string) (Target, Options) {
	t.Helper()
	text := head + body
	fsys := fstest.MapFS{"a/b/b.rego": &fstest.MapFile{Data: []byte(text)}}
	set, diags := policy.Load(t.Context(), policy.Options{Sources: []policy.Source{{Name: "pack", FS: fsys}}, InputSchema: schema.InputSchema})
	if set == nil {
		t.Fatal(diags)
	}
	frameworks, err := framework.Load(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	store := func(public string) string { return empty + "store \"logs\" {\n  public = " + public + "\n}\n" }
	return Target{ID: "a/b", Text: text, Fail: store("true"), Pass: store("false")}, Options{Check: check.Options{Policies: set, Frameworks: frameworks}, Tries: 60, Seed: 1, Witnesses: true}
}

func found(t *testing.T, target Target, o Options) Result {
	t.Helper()
	r, err := Run(t.Context(), target, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// does is what the policy of o does on a manifest, through the whole pipeline.
func does(t *testing.T, o Options, text string) (finding.Result, int) {
	t.Helper()
	m, diags := manifest.Parse(".", map[string][]byte{"aicomply.hcl": []byte(text)})
	if finding.HasErrors(diags) {
		t.Fatalf("%v in\n%s", diags, text)
	}
	o.Check.Now = pair.Clock()
	r, err := check.Run(t.Context(), []check.Deployment{{Manifest: m}}, o.Check)
	if err != nil {
		t.Fatal(err)
	}
	return r.Deployments[0].Policies[0].Result, len(r.Deployments[0].Findings)
}

// TestSound: a good policy has no problem, and its witnesses are as small as
// they can be.
func TestSound(t *testing.T) {
	target, o := options(t, applies+public)
	r := found(t, target, o)
	if len(r.Problems) > 0 || r.Stopped {
		t.Fatalf("%+v", r)
	}
	const fires, passes = empty + "store \"logs\" {\n  public = true\n}\n", empty + "store \"logs\" {\n}\n"
	if squeezed(r.Fires) != squeezed(fires) {
		t.Errorf("fires on\n%s", r.Fires)
	}
	if result, n := does(t, o, r.Fires); n == 0 {
		t.Errorf("the witness gives %s", result)
	}
	if result, _ := does(t, o, r.Passes); result != finding.Passed {
		t.Errorf("the other gives %s, want the like of\n%s", result, passes)
	}
	if !slices.Contains(r.DependsOn, "store.public") || slices.Contains(r.DependsOn, "system.title") {
		t.Errorf("depends on %v", r.DependsOn)
	}
	if len(r.Inputs) == 0 {
		t.Error("no inputs are kept")
	}
}

func squeezed(s string) string { return strings.Join(strings.Fields(s), " ") }

func TestProblems(t *testing.T) {
	for name, c := range map[string]struct {
		body string
		want []Kind
		on   string // the manifest of the last problem
	}{
		"fails open":   {public, []Kind{FailsOpen}, `system "s" { }`},
		"never fires":  {applies + strings.Replace(public, "s.public == true", `s.name == "!"`, 1), []Kind{WrongPair, NeverFires}, ""},
		"always fires": {applies + strings.Replace(public, "s.public == true", "s.name", 1), []Kind{WrongPair, AlwaysFires}, `system "s" { } store "logs" { public = true }`},
		"reversed":     {applies + strings.Replace(public, "s.public == true", "not s.public", 1), []Kind{Reversed}, `system "s" { } store "logs" { public = false }`},
		"error":        {applies + public + "\ndeny contains {\"path\": [\"system\"], \"message\": \"m\"} if {\n\tsome s in input.store\n\t1 / (count(s.kind) - 3) > 1\n}\n", []Kind{Errors}, `system "s" { } store "logs" { kind = "log" }`},
	} {
		t.Run(name, func(t *testing.T) {
			target, o := options(t, c.body)
			if name == "error" {
				target.Fail = strings.Replace(target.Fail, "  public", "  kind = \"log\"\n  public", 1)
			}
			r := found(t, target, o)
			var got []Kind
			for _, p := range r.Problems {
				got = append(got, p.Kind)
			}
			if !slices.Equal(got, c.want) {
				t.Fatalf("got %+v, want %v", r.Problems, c.want)
			}
			if on := squeezed(r.Problems[len(got)-1].Manifest); on != c.on {
				t.Errorf("shown by %s\nwant %s", on, c.on)
			}
		})
	}
}

// TestSeeds: one seed gives one result, to the byte, and another makes another
// search.
func TestSeeds(t *testing.T) {
	target, o := options(t, applies+public)
	bytes := func(seed uint64) string {
		o.Seed = seed
		r := found(t, target, o)
		text, err := json.Marshal([]any{r, r.Inputs})
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	first := bytes(7)
	if again := bytes(7); again != first {
		t.Errorf("one seed gives\n%s\nand\n%s", first, again)
	}
	if bytes(8) == first {
		t.Error("another seed makes the same search")
	}
}

func TestTriesBoundTheSearch(t *testing.T) {
	target, o := options(t, applies+public)
	for _, tries := range []int{5, 30} {
		o.Tries = tries
		if r := found(t, target, o); r.Tried != tries {
			t.Errorf("%d manifests tried, want %d", r.Tried, tries)
		}
	}
}

// after is a context that is done after it was asked some times.
type after struct {
	context.Context
	left int
	done chan struct{}
}

func (a *after) Err() error {
	if a.left--; a.left == 0 {
		close(a.done)
	}
	if a.left <= 0 {
		return context.DeadlineExceeded
	}
	return nil
}

func (a *after) Done() <-chan struct{} { return a.done }

// TestStopped: what a search found before its time ran out stands, and nothing
// follows from what it did not find.
func TestStopped(t *testing.T) {
	for name, body := range map[string]string{"sound": applies + public, "stub": applies + strings.Replace(public, "s.public == true", `s.name == "!"`, 1), "open": public} {
		target, o := options(t, body)
		for _, left := range []int{1, 40, 200} {
			t.Run(fmt.Sprintf("%s after %d", name, left), func(t *testing.T) {
				r, err := Run(&after{t.Context(), left, make(chan struct{})}, target, o)
				if err != nil || !r.Stopped || r.Tried >= o.Tries {
					t.Fatalf("%+v, %v", r, err)
				}
				for _, p := range r.Problems {
					if p.Kind == NeverFires || p.Kind == AlwaysFires || p.Kind == Errors {
						t.Errorf("concludes that it %s: %s", p.Kind, p.Text)
					}
				}
				if r.Fires != "" {
					if _, n := does(t, o, r.Fires); n == 0 {
						t.Error("what fires does not")
					}
				}
				if left == 200 && (r.Tried == 0 || name == "sound" && r.Fires == "") {
					t.Errorf("what was found is lost: %+v", r)
				}
			})
		}
	}
}

func TestBaseThatIsNotValid(t *testing.T) {
	target, o := options(t, applies+public)
	target.Base = "system {"
	if _, err := Run(t.Context(), target, o); err == nil || !strings.Contains(err.Error(), "a/b: base.hcl is not valid") {
		t.Errorf("got %v", err)
	}
}
