package policy

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/aicomply/aicomply/internal/finding"
)

func TestEval(t *testing.T) {
	s := mustLoad(t, map[string]string{"flow/plain/plain.rego": policyText("flow/plain", `
deny contains {"path": ["flow", f.name, "encryption"], "message": $"{f.name} is in clear text", "key": {"b", "a"},
	"severity": "low", "kind": "gap", "incidental": true, "witness": {"flow": "flow.x", "category": "user"}} if {
	some f in input.flow
	f.encryption == "none"
}
deny contains {"path": ["flow", 0], "message": "m"} if count(input.flow) > 2
`)})
	got := mustEval(t, s, map[string]any{"flow": []any{
		map[string]any{"name": "z", "encryption": "none"},
		map[string]any{"name": "a", "encryption": "none"},
		map[string]any{"name": "b", "encryption": "tls1.3"},
	}}, EvalOptions{})
	more := Violation{Kind: finding.Gap, Severity: finding.Low, Key: "a,b", Incidental: true, Witness: Witness{Flow: "flow.x", Category: "user"}}
	a, z := more, more
	a.Path, a.Message = finding.Path{"flow", "a", "encryption"}, "a is in clear text"
	z.Path, z.Message = finding.Path{"flow", "z", "encryption"}, "z is in clear text"
	want := []Outcome{{ID: "flow/plain", Applicable: true, Violations: []Violation{
		{Path: finding.Path{"flow", "0"}, Message: "m", Kind: finding.Violation}, a, z,
	}}}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestDecodeRefuses(t *testing.T) {
	tests := map[string]string{
		`"text"`:                                                                 "a finding must be an object with path and message, not string",
		`{"message": "m"}`:                                                       "the finding has no path",
		`{"path": ["a"]}`:                                                        "the finding has no message",
		`{"path": [], "message": "m"}`:                                           "the finding's path: want a list that is not empty",
		`{"path": "a", "message": "m"}`:                                          "the finding's path: want a list that is not empty",
		`{"path": [""], "message": "m"}`:                                         "the finding's path: element 0: want a text that is not empty",
		`{"path": [-1], "message": "m"}`:                                         "the finding's path: element 0: want a text or a whole number from 0",
		`{"path": [1.5], "message": "m"}`:                                        "the finding's path: element 0: want a text or a whole number from 0",
		`{"path": [true], "message": "m"}`:                                       "the finding's path: element 0: want a text, not boolean",
		`{"path": ["a"], "message": 1}`:                                          "the finding's message: want a text, not number",
		`{"path": ["a"], "message": "m", "kind": "upcoming"}`:                    `the finding's kind: "upcoming" is not one of violation, gap, contradiction, stale.`,
		`{"path": ["a"], "message": "m", "severity": "hgh"}`:                     `the finding's severity: "hgh" is not one of critical, high, medium, low. Did you mean "high"?`,
		`{"path": ["a"], "message": "m", "key": [1]}`:                            "the finding's key: want a text, not number",
		`{"path": ["a"], "message": "m", "incidental": "yes"}`:                   "the finding's incidental: want true or false",
		`{"path": ["a"], "message": "m", "witness": {}}`:                         "the finding's witness: want either node or flow",
		`{"path": ["a"], "message": "m", "witness": {"node": "a", "flow": "b"}}`: "the finding's witness: want either node or flow",
		`{"path": ["a"], "message": "m", "witness": {"nod": "a"}}`:               `the finding's witness: no member "nod"; it has node, flow and category`,
		`{"path": ["a"], "message": "m", "fix": null}`:                           "the finding's fix: want the value of the attribute at path, a text, a number, true, false, or a list of texts, not null",
		`{"path": ["a"], "message": "m", "fix": {"a": 1}}`:                       "the finding's fix: want the value of the attribute at path, a text, a number, true, false, or a list of texts, not object",
		`{"path": ["a"], "message": "m", "fix": [1]}`:                            "the finding's fix: element 0: want a text, not number",
		`{"path": ["a"], "message": "m", "fix": " "}`:                            "the finding's fix: want a text that is not empty",
		`{"path": ["a"], "message": "m", "fix": true, "kind": "gap"}`:            "the finding is a gap with a fix; what is not declared has to be found out first",
		`{"path": ["a"], "message": "m", "sevrity": "low"}`:                      `the finding's sevrity: no such member. Did you mean "severity"?`,
		`{"path": ["a"], "message": "m", 1: 2}`:                                  "a finding has a member 1, which is not a text",
	}
	for text, want := range tests {
		_, err := decode(ast.MustParseTerm(text).Value)
		if err == nil || err.Error() != want {
			t.Errorf("%s:\n got %v\nwant %s", text, err, want)
		}
	}
}

// failing is a policy that divides by a value of the input.
const failing = `deny contains {"path": ["x"], "message": "m"} if 1 / count(input.flow) == 1`

func TestAnErrorStaysWithItsPolicy(t *testing.T) {
	shared := "package aicomply.lib.shared\n\nshare := 1 / count(input.flow)\n"
	uses := "import data.aicomply.lib.shared\n\n" + `deny contains {"path": ["x"], "message": "m"} if shared.share == 1`
	s := mustLoad(t, map[string]string{
		"lib/shared/shared.rego": shared,
		"a/a/a.rego":             policyText("a/a", always),
		"a/b/b.rego":             policyText("a/b", failing),
		"a/c/c.rego":             policyText("a/c", uses),
		"a/d/d.rego":             policyText("a/d", uses),
		"a/e/e.rego":             policyText("a/e", "deny contains {\"path\": [\"x\"], \"message\": \"m\"} if value == 1\nvalue := count(input.flow)\nvalue := 1"),
		"a/f/f.rego":             policyText("a/f", `deny contains {"path": ["x"]}`),
		"a/g/g.rego":             policyText("a/g", always),
	})
	got := map[string]string{}
	for _, o := range mustEval(t, s, map[string]any{"flow": []any{}}, EvalOptions{}) {
		got[o.ID] = "no error"
		if o.Err != nil {
			got[o.ID] = o.Err.Error()
		}
		if (o.Err == nil) != (len(o.Violations) == 1) {
			t.Errorf("%s: %d violations with error %v", o.ID, len(o.Violations), o.Err)
		}
	}
	want := map[string]string{
		"a/a": "no error", "a/g": "no error",
		"a/b": "pack/a/b/b.rego:12: div: divide by zero",
		"a/c": "pack/lib/shared/shared.rego:3: div: divide by zero",
		"a/d": "pack/lib/shared/shared.rego:3: div: divide by zero",
		"a/e": "pack/a/e/e.rego:14: rule data.aicomply.policies.a.e.value produced conflicting values: 0 at pack/a/e/e.rego:13 1 at pack/a/e/e.rego:14",
		"a/f": "the finding has no message",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestApplies(t *testing.T) {
	s, diags := Load(context.Background(), testOptions(t, map[string]string{
		"a/false/false.rego": policyText("a/false", "default applies := false\napplies if input.now == \"x\"\n"+always),
		"a/true/true.rego":   policyText("a/true", "default applies := false\napplies if input.now != \"x\"\n"+always),
		"a/undef/undef.rego": policyText("a/undef", "applies if input.now == \"x\"\n"+always),
		"a/lazy/lazy.rego":   policyText("a/lazy", "default applies := false\n"+failing),
	}))
	if got, want := show(diags), "pack/a/undef/undef.rego:12:1-12:8 warning: Rule applies has no default:"; !strings.HasPrefix(got, want) {
		t.Errorf("diagnostics %s", got)
	}
	if s == nil {
		t.Fatal("no set")
	}
	for _, o := range mustEval(t, s, map[string]any{"now": "2026-11-23", "flow": []any{}}, EvalOptions{}) {
		applies := o.ID == "a/true"
		if o.Applicable != applies || o.Err != nil || (len(o.Violations) > 0) != applies {
			t.Errorf("%+v", o)
		}
	}
}

func TestOnlyAndClock(t *testing.T) {
	s := mustLoad(t, map[string]string{
		"a/a/a.rego": policyText("a/a", `deny contains {"path": ["x"], "message": $"{time.now_ns()}"}`),
		"a/b/b.rego": policyText("a/b", always),
	})
	got := mustEval(t, s, nil, EvalOptions{Now: time.Unix(7, 0), Only: func(id string) bool { return id == "a/a" }})
	if len(got) != 1 || got[0].ID != "a/a" || got[0].Violations[0].Message != "7000000000" {
		t.Errorf("%+v", got)
	}
}

func TestInputOfOtherTypesIsAnError(t *testing.T) {
	s := mustLoad(t, one(always))
	for name, v := range map[string]any{"struct": struct{}{}, "NaN": math.NaN(), "number": json.Number("x"), "rune": 'x'} {
		if _, err := s.Eval(context.Background(), map[string]any{"v": []any{v}}, EvalOptions{}); err == nil || !strings.HasPrefix(err.Error(), "policy input: v: [0]: ") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTimeout(t *testing.T) {
	bombs := map[string]string{
		"comprehension": `deny contains {"path": ["x"], "message": "m"} if count([1 | some i in numbers.range(1, 100000); some j in numbers.range(1, 100000); i * j == 7]) > 0`,
		"range":         `deny contains {"path": ["x"], "message": "m"} if count(numbers.range(1, 2000000000)) > 0`,
		"replace":       `deny contains {"path": ["x"], "message": "m"} if count([1 | some i in numbers.range(1, 1000000); replace(sprintf("%0100000d", [i]), "0", "0000") == "x"]) > 0`,
	}
	for name, body := range bombs {
		t.Run(name, func(t *testing.T) {
			s := mustLoad(t, map[string]string{
				"a/a/a.rego": policyText("a/a", always), "a/b/b.rego": policyText("a/b", body), "a/c/c.rego": policyText("a/c", always),
			})
			start := time.Now()
			got := mustEval(t, s, nil, EvalOptions{Timeout: 50 * time.Millisecond})
			if d := time.Since(start); d > 10*time.Second {
				t.Errorf("stopped after %s", d)
			}
			if len(got) != 3 || got[0].Err != nil || len(got[0].Violations) != 1 {
				t.Fatalf("the policy before the bomb is lost: %+v", got)
			}
			for _, o := range got[1:] {
				if o.Err == nil || o.Err.Error() != "evaluation took longer than 50ms" {
					t.Errorf("%s: %v", o.ID, o.Err)
				}
			}
		})
	}
}

// TestMemory: the policy with which memory runs out is named, also by those that
// are not asked any more.
func TestMemory(t *testing.T) {
	bomb := `deny contains {"path": ["x"], "message": "m"} if { s := sprintf("%999999d", [1]); count([sprintf("%s%d", [s, i]) | some i in numbers.range(1, 100000)]) > 0 }`
	s := mustLoad(t, map[string]string{
		"a/a/a.rego": policyText("a/a", always), "a/b/b.rego": policyText("a/b", bomb), "a/c/c.rego": policyText("a/c", always),
	})
	got, want := mustEval(t, s, nil, EvalOptions{Memory: 192 << 20}), []string{
		"<nil>", "evaluation needed more than 192 MiB of memory", "not evaluated, since a/b needed more than 192 MiB of memory",
	}
	for i, o := range got {
		if fmt.Sprint(o.Err) != want[i] || errors.Is(o.Err, ErrMemory) != (o.Err != nil) {
			t.Errorf("%s: %v, want %s", o.ID, o.Err, want[i])
		}
	}
}

func TestCancelledContext(t *testing.T) {
	s := mustLoad(t, one(always))
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if out, err := s.Eval(ctx, nil, EvalOptions{}); !errors.Is(err, context.Canceled) {
		t.Errorf("%v, %v", out, err)
	}
	if s, diags := Load(ctx, Options{}); s != nil || len(diags) == 0 {
		t.Errorf("Load: %v", diags)
	}
}

func TestEvalIsDeterministicAndConcurrent(t *testing.T) {
	files := map[string]string{"data/countries.json": `{"countries": {"US": {"eea": false}, "DE": {"eea": true}}}`}
	for _, id := range []string{"a/a", "a/b", "b/a", "b/b"} {
		_, name, _ := strings.Cut(id, "/")
		files[id+"/"+name+".rego"] = policyText(id, `deny contains {"path": ["flow", f.name], "message": m} if {
	some f in input.flow
	m := concat(",", [c | some c, v in data.data.countries; v.eea == false])
}`)
	}
	s := mustLoad(t, files)
	var flows []any
	for i := range 50 {
		flows = append(flows, map[string]any{"name": string(rune('A' + i))})
	}
	input := map[string]any{"flow": flows}
	want := mustEval(t, s, input, EvalOptions{})
	if len(want[0].Violations) != 50 || want[0].Violations[0].Message != "US" {
		t.Fatalf("%+v", want[0].Violations)
	}
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			got, err := s.Eval(context.Background(), input, EvalOptions{})
			if d := cmp.Diff(want, got); d != "" || err != nil {
				t.Error(err, d)
			}
		})
	}
	wait.Wait()
}
