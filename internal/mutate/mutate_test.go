package mutate

import (
	"bytes"
	"cmp"
	"context"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/aicomply/aicomply/internal/policy/mutation"
)

const (
	gdpr = `{"gdpr": {"title": "GDPR", "version": "1", "kind": "law", "jurisdictions": ["EU"], "source": "s",
		"checked_on": "2026-11-23", "confidence": "primary", "note": "",
		"controls": {"5": {"title": "Principles", "applies_from": "2018-05-25"}}}}`
	policyText = `# METADATA
# title: Many stores
# description: Why it matters.
# custom:
#   severity: high
#   blocks_from: pilot
#   method: attr
#   remediation: Do it.
#   controls: ["gdpr:5"]
package aicomply.policies.data.many

import data.aicomply.lib.least

default applies := true

deny contains {"path": ["store", s.name], "message": "one of many"} if {
	some s in input.store
	count(input.store) > least.stores
}
`
	library  = "# METADATA\n# description: Limits.\npackage aicomply.lib.least\n\nstores := 1\n"
	manifest = `system "a" {
  title            = "A"
  intended_purpose = "Shows how many stores there are in a system that has some of them."
  stage            = "pilot"
}
`
	store = "store \"%\" {\n  kind = \"database\"\n}\n"
)

// tests of the policy above that notice too little.
const lazyTest = `package aicomply.policies.data.many_test

import data.aicomply.policies.data.many

test_many if {
	count(many.deny) == 3 with input as {"store": [{"name": "a"}, {"name": "b"}, {"name": "c"}]}
}
`

func stores(names ...string) string {
	var b strings.Builder
	for _, n := range names {
		b.WriteString(strings.ReplaceAll(store, "%", n))
	}
	return b.String()
}

// run mutates a folder that holds the policy above and says what it printed.
func run(t *testing.T, changes map[string]string, o Options) (string, bool) {
	t.Helper()
	o.Dir = t.TempDir()
	files := map[string]string{
		"data/frameworks/gdpr.json":   gdpr,
		"lib/least/least.rego":        library,
		"README.txt":                  "no policy",
		"vendors/many/many.rego":      strings.ReplaceAll(policyText, "data.many", "vendors.many"),
		"vendors/many/many_test.rego": strings.ReplaceAll(lazyTest, "data.many", "vendors.many"),
		"vendors/many/fail.hcl":       "# expect: store.a\n# expect: store.b\n" + manifest + stores("a", "b"),
		"vendors/many/pass.hcl":       manifest + stores("a"),
	}
	for p, text := range changes {
		files[p] = text
	}
	for p, text := range files {
		p = filepath.Join(o.Dir, filepath.FromSlash(p))
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	o.Jobs, o.Min = 2, 0.9
	o.Timeout = cmp.Or(o.Timeout, time.Minute)
	if o.Run == nil {
		o.Run = regexp.MustCompile("")
	}
	o.FS = os.DirFS(o.Dir)
	var out bytes.Buffer
	good, err := Run(context.Background(), o, &out, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(out.String(), o.Dir+string(filepath.Separator), ""), good
}

func TestMutate(t *testing.T) {
	got, good := run(t, nil, Options{})
	// The pair tries the limit, which the test does not.
	want := `lib/least                                        2/2    100.0 %  (0 do not load)
vendors/many                                     8/8    100.0 %  (2 do not load)

lib                                              2/2    100.0 %  (0 do not load)
vendors                                          8/8    100.0 %  (2 do not load)
all                                             10/10   100.0 %  (2 do not load)

Noticed by tests 2, by the types of the tests 0, by pairs 8, by the time taken 0.
`
	if !good || got != want {
		t.Errorf("good %t:\n%s", good, got)
	}
}

func TestSurvivorsAreListed(t *testing.T) {
	test := "package aicomply.lib.least_test\n\nimport data.aicomply.lib.least\n\ntest_stores if least.stores >= 1\n"
	got, good := run(t, map[string]string{"lib/least/least_test.rego": test}, Options{Run: regexp.MustCompile("^lib/")})
	want := `lib/least                                        1/2     50.0 %  (0 do not load)

lib                                              1/2     50.0 %  (0 do not load)
all                                              1/2     50.0 %  (0 do not load)

Noticed by tests 1, by the types of the tests 0, by pairs 0, by the time taken 0.

Not noticed:
lib/least/least.rego:5:11: constant: 1 → 2

Tests notice 50.0 % of the changes, less than 90.0 %.
`
	if good || got != want {
		t.Errorf("good %t:\n%s", good, got)
	}
}

func TestBrokenTestsAreNotGood(t *testing.T) {
	got, good := run(t, map[string]string{"vendors/many/pass.hcl": manifest + stores("a", "b")}, Options{Run: regexp.MustCompile("^vendors/")})
	if good || !strings.Contains(got, "not tested: vendors/many/pass.hcl: ") {
		t.Errorf("good %t:\n%s", good, got)
	}
}

func TestTimeout(t *testing.T) {
	got, good := run(t, nil, Options{Timeout: time.Nanosecond, Run: regexp.MustCompile("^vendors/")})
	if good || !strings.Contains(got, "not tested: took too long") {
		t.Errorf("good %t:\n%s", good, got)
	}
}

func TestNothingMatches(t *testing.T) {
	_, err := Run(context.Background(), Options{FS: os.DirFS(t.TempDir()), Run: regexp.MustCompile("")}, io.Discard, io.Discard)
	if err == nil {
		t.Error("no error")
	}
}

func TestSample(t *testing.T) {
	all := make([]mutation.Mutant, 50)
	for i := range all {
		all[i].Offset = i
	}
	a, b := sample(all, 7, 1, 0), sample(all, 7, 1, 0)
	if len(a) != 7 || len(sample(all, 0, 1, 0)) != 50 || len(sample(all, 60, 1, 0)) != 50 {
		t.Error("wrong number")
	}
	for i := range a {
		if a[i] != b[i] || i > 0 && a[i].Offset <= a[i-1].Offset {
			t.Errorf("%v, then %v", a, b)
		}
	}
}
