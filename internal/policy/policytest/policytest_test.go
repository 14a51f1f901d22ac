package policytest

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"

	"github.com/aicomply/aicomply/internal/policy"
	"github.com/aicomply/aicomply/policies"
)

const text = `# METADATA
# title: A title
# description: Why it matters.
# custom:
#   severity: high
#   blocks_from: pilot
#   method: attr
#   remediation: Do it.
#   controls: ["gdpr:44"]
package aicomply.policies.AREA.NAME

`

func source(files map[string]string) policy.Options {
	fsys := fstest.MapFS{}
	for p, body := range files {
		if parts := strings.Split(p, "/"); len(parts) == 3 && parts[2] == parts[1]+".rego" && parts[0] != "lib" {
			body = strings.NewReplacer("AREA", parts[0], "NAME", parts[1]).Replace(text) + body
		}
		fsys[p] = &fstest.MapFile{Data: []byte(body)}
	}
	return policy.Options{Sources: []policy.Source{{Name: "pack", FS: fsys}}}
}

const clearText = `deny contains {"path": ["flow", f.name], "message": data.data.words.clear} if {
	some f in input.flow
	f.encryption == "none"
}`

const tests = `package aicomply.policies.flow.plain_test

import data.aicomply.policies.flow.plain

test_denies if {
	print("seen", plain.deny)
	count(plain.deny) == 1 with input.flow as [{"name": "a", "encryption": "none"}]
}

test_wrong if count(plain.deny) == 1 with input.flow as []

test_error if 1 / count(input.flow) == 1 with input.flow as []

todo_test_later if false
`

func TestRun(t *testing.T) {
	o := source(map[string]string{
		"flow/plain/plain.rego": clearText, "flow/plain/plain_test.rego": tests, "data/words.json": `{"words": {"clear": "in clear text"}}`,
	})
	got, diags := Run(context.Background(), o, Options{})
	if len(diags) > 0 {
		t.Fatal(diags)
	}
	const pkg, file = "aicomply.policies.flow.plain_test", "pack/flow/plain/plain_test.rego"
	want := []Result{
		{Package: pkg, Name: "test_denies", File: file, Line: 5, Status: Pass, Output: "pack/flow/plain/plain_test.rego:6: seen set()\n"},
		{Package: pkg, Name: "test_error", File: file, Line: 12, Status: Error},
		{Package: pkg, Name: "test_wrong", File: file, Line: 10, Status: Fail},
		{Package: pkg, Name: "todo_test_later", File: file, Line: 14, Status: Skip},
	}
	if d := cmp.Diff(want, got, cmpopts.IgnoreFields(Result{}, "Duration", "Err", "FailedAt")); d != "" {
		t.Error(d)
	}
	if err := got[1].Err; err == nil || !strings.Contains(err.Error(), "divide by zero") {
		t.Errorf("error %v", err)
	}
	got, _ = Run(context.Background(), o, Options{Run: "test_den"})
	if len(got) != 1 || got[0].Name != "test_denies" {
		t.Errorf("filtered: %+v", got)
	}
}

// TestWhere: a failed test says which line it got to, and a table which case it is.
func TestWhere(t *testing.T) {
	o := source(map[string]string{"p.rego": "package main\n\ndeny contains \"x\" if input.flow", "p_test.rego": `package main

test_body if {
	r := deny with input as {"flow": 1}
	count(r) == 1
	r == {"y"}
	count(r) == 2
}

test_every if {
	every x in [1, 2] {
		x < 2
	}
}

test_index if input.flow == 2

test_constant := false

test_table[name] if {
	some name, x in {"one": 1, "two": 2, "three": 3}
	x < 2
}

test_slow if count([1 | some a in numbers.range(1, 400000); some b in numbers.range(1, 400000); a == b]) == 0
`})
	got, diags := Run(t.Context(), o, Options{Where: true, Timeout: 300 * time.Millisecond})
	if len(diags) > 0 {
		t.Fatal(diags)
	}
	var lines []string
	for _, r := range got {
		lines = append(lines, strings.TrimSpace(fmt.Sprintf("%s %s %s%v", r.Name, r.Status, r.FailedAt, r.Err)))
	}
	want := []string{
		"test_body fail at line 6: r == {\"y\"}<nil>",
		"test_constant fail <nil>",
		"test_every fail at line 11: every x in [1, 2] {<nil>",
		"test_index fail at line 16: input.flow == 2<nil>",
		"test_slow error it took longer than 300ms",
		"test_table fail in case three, two<nil>",
	}
	if d := cmp.Diff(want, lines); d != "" {
		t.Error(d)
	}
}

// TestForeign: the tests of other people's Rego run beside ours, each with what
// is theirs.
func TestForeign(t *testing.T) {
	o := source(map[string]string{
		"flow/plain/plain.rego": clearText, "flow/plain/plain_test.rego": "package aicomply.policies.flow.plain_test\n\ntest_ours if not data.main", "data/words.json": `{"words": {}}`,
		"theirs/p.rego":      "package main\n\ndeny contains \"x\" if input.flow == data.limits.flow\n\ntest_beside if not deny.y",
		"theirs/p_test.rego": "package main\n\ntest_denies { deny.x with input as {\"flow\": 3} with data.limits as {\"flow\": 3} }\n\ntest_data { data.theirs.few == 3 }",
		"theirs/d.yaml":      "few: 3\n",
	})
	got, diags := Run(t.Context(), o, Options{Coverage: true})
	var names []string
	for _, r := range got {
		names = append(names, r.Package+" "+r.Name+" "+string(r.Status))
	}
	want := []string{"aicomply.policies.flow.plain_test test_ours pass", "main test_beside pass", "main test_data pass", "main test_denies pass"}
	if d := cmp.Diff(want, names); d != "" {
		t.Errorf("%s%v", d, diags)
	}
	// Alone, without a rule that makes findings, they can be run all the same.
	got, diags = Run(t.Context(), source(map[string]string{"p.rego": "package lib\n\nx := 1", "p_test.rego": "package lib\n\ntest_x if x == 1"}), Options{})
	if len(got) != 1 || got[0].Status != Pass {
		t.Errorf("%v, %v", got, diags)
	}
}

func TestRunRefuses(t *testing.T) {
	good := map[string]string{"flow/plain/plain.rego": clearText, "data/words.json": `{"words": {}}`}
	with := func(p, body string) map[string]string {
		out := map[string]string{p: body}
		for k, v := range good {
			out[k] = v
		}
		return out
	}
	for name, test := range map[string]struct {
		files map[string]string
		run   string
		want  string
	}{
		"pattern": {good, "(", "Not a regular expression"},
		"empty":   {nil, "", "No policies found"},
		"parse":   {with("flow/plain/plain_test.rego", "package x\ntest_a if"), "", "Cannot parse policy"},
		"compile": {with("flow/plain/plain_test.rego", "package x\ntest_a if unknown(1)"), "", "Policy does not compile"},
	} {
		got, diags := Run(context.Background(), source(test.files), Options{Run: test.run})
		if len(got) > 0 || len(diags) != 1 || diags[0].Summary != test.want {
			t.Errorf("%s: %v, %v", name, got, diags)
		}
	}
}

// TestStockOPAFindsTheSame compares Eval with data.aicomply.findings of
// main.rego, which is what plain OPA users query.
func TestStockOPAFindsTheSame(t *testing.T) {
	o := source(map[string]string{
		"flow/plain/plain.rego":   clearText,
		"flow/empty/empty.rego":   `deny contains {"path": ["x"], "message": "m"} if count(input.flow) == 0`,
		"flow/never/never.rego":   "default applies := false\n\napplies if input.now == \"never\"\n\n" + `deny contains {"path": ["x"], "message": "m"}`,
		"flow/always/always.rego": "default applies := false\n\napplies if input.now != \"never\"\n\n" + `deny contains {"path": ["x", 1], "message": "m", "key": ["a"]}`,
		"data/words.json":         `{"words": {"clear": "in clear text"}}`,
	})
	input := map[string]any{"now": "2026-11-23", "flow": []any{
		map[string]any{"name": "a", "encryption": "none"}, map[string]any{"name": "b", "encryption": "mtls"},
	}}
	got := map[string]int{}
	set, diags := policy.Load(context.Background(), o)
	if set == nil {
		t.Fatal(diags)
	}
	outcomes, err := set.Eval(context.Background(), input, policy.EvalOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for _, out := range outcomes {
		for _, v := range out.Violations {
			got[out.ID+" "+v.Path.String()+" "+v.Message]++
		}
	}
	if d := cmp.Diff(stock(t, o, input), got); d != "" {
		t.Error(d)
	}
	if len(got) != 2 {
		t.Errorf("findings %v", got)
	}
}

func stock(t *testing.T, o policy.Options, input any) map[string]int {
	t.Helper()
	main, err := policies.FS.ReadFile("main.rego")
	if err != nil {
		t.Fatal(err)
	}
	suites, diags := policy.LoadSuites(o)
	if len(suites) != 1 {
		t.Fatal(diags)
	}
	suite := suites[0]
	options := []func(*rego.Rego){rego.Query("data.aicomply.findings"), rego.Module("main.rego", string(main)), rego.Store(suite.Store), rego.Input(input), rego.SetRegoVersion(ast.RegoV1)}
	for name, m := range suite.Modules {
		options = append(options, rego.Module(name, m.String()))
	}
	rs, err := rego.New(options...).Eval(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]int{}
	for _, f := range rs[0].Expressions[0].Value.([]any) {
		f := f.(map[string]any)
		var path []string
		for _, p := range f["path"].([]any) {
			path = append(path, strings.Trim(ast.MustInterfaceToValue(p).String(), `"`))
		}
		out[f["policy"].(string)+" "+strings.Join(path, ".")+" "+f["message"].(string)]++
	}
	return out
}
