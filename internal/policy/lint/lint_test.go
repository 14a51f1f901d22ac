package lint

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

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

// deny is a finding rule with a body.
func deny(body string) string {
	return `deny contains {"path": ["system"], "message": "m"} if { ` + body + " }\n"
}

// lint checks a pack of one policy, and says where what is wrong: lines from
// the package line on.
func lint(t *testing.T, id, text, test string) []string {
	t.Helper()
	area, name, _ := strings.Cut(id, "/")
	fsys := fstest.MapFS{}
	head := strings.ReplaceAll(head, "policies.a.b", "policies."+area+"."+name)
	fsys[id+"/"+name+".rego"] = &fstest.MapFile{Data: []byte(head + text)}
	if test != "" {
		fsys[id+"/"+name+"_test.rego"] = &fstest.MapFile{Data: []byte("package aicomply.policies.a.b_test\n\nimport data.aicomply.policies.a.b\n\n" + test)}
	}
	var out []string
	o := policy.Options{Sources: []policy.Source{{Name: "pack", FS: fsys}}, InputSchema: schema.InputSchema}
	builtIn := func(id string) []byte {
		if id == "store/taken" {
			return []byte("package x\n")
		}
		return nil
	}
	for _, d := range Run(t.Context(), o, Options{BuiltIn: builtIn}) {
		out = append(out, fmt.Sprintf("%s:%d:%d %s: %s %s", strings.TrimPrefix(d.Range.File, "pack/"+id+"/"), d.Range.Start.Line, d.Range.Start.Column, d.Severity, d.Summary, d.Detail))
	}
	return out
}

func TestMistakes(t *testing.T) {
	for name, c := range map[string]struct{ text, test, want string }{
		"value":                              {deny(`input.system.stage == "prod"`), "", `b.rego:12:79 error: Value that is never there "prod" is compared with an attribute that is never that. Did you mean "production"?`},
		"value of items":                     {deny(`"emotion_recogniton" in input.system.capabilities`), "", `Did you mean "emotion_recognition"?`},
		"value in a list":                    {deny(`some f in input.flow; f.trigger in {"webhok", "poll"}`), "", `"webhok" is compared`},
		"value not equal":                    {deny(`some f in input.flow; f.trigger != "pol"`), "", `Did you mean "poll"?`},
		"value in every":                     {deny(`every f in input.flow { f.trigger == "pol" }`), "", `Did you mean "poll"?`},
		"value of a parameter":               {deny(`some f in input.flow; _bad(f)`) + `_bad(f) if f.trigger == "pol"`, "", `Did you mean "poll"?`},
		"pattern of a parameter":             {deny(`some f in input.flow; _bad(f.trigger)`) + `_bad("pol") := true`, "", `Did you mean "poll"?`},
		"derived":                            {deny(`some n in input.derived.node; n.type == "modle"`), "", `Did you mean "model"?`},
		"name of a parameter":                {deny(`some f in input.flow; _bad(f)`) + `_bad(f) if f.triger`, "", `Unknown name in a policy The input has no "triger" here. Did you mean "trigger"?`},
		"name through two functions":         {deny(`some f in input.flow; _bad(f)`) + "_bad(f) if _worse(f.transfer)\n_worse(t) if t.mechanismus", "", `no "mechanismus" here`},
		"name in a comprehension by address": {deny(`some f in input.flow; _parties[f.to].rol == "x"`) + "_parties := {p.ref: p | some p in input.party}", "", `There is no "rol" here. Did you mean "role"?`},
		"name in object.get":                 {deny(`some s in input.store; object.get(s, "encryption", "none") == "none"`), "", `The input has no "encryption" here`},
		"path in object.get":                 {deny(`object.get(input, ["system", "stag"], "none") == "none"`), "", `The input has no "stag" here. Did you mean "stage"?`},
		"path":                               {`deny contains {"path": ["system", "stag"], "message": "m"} if input.system.title`, "", `b.rego:12:35 error: Path to nothing A manifest has no "stag" there. Did you mean "stage"?`},
		"path to a block":                    {`deny contains {"path": ["stroe", s.name], "message": "m"} if some s in input.store`, "", `A manifest has no "stroe" there. Did you mean "store"?`},
		"path with a label that is written":  {`deny contains {"path": ["store", "logs", "knd"], "message": "m"} if input.system.title`, "", `Path to nothing A manifest has no "knd" there.`},
		"path below a label":                 {"deny contains f if {\n\tsome s in input.store\n\tf := {\"path\": [\"store\", s.name, \"knd\"], \"message\": \"m\"}\n}", "", `b.rego:14:34 error: Path to nothing A manifest has no "knd" there. Did you mean "kind"?`},
		"kind":                               {`deny contains {"path": ["system"], "message": "m", "kind": "gpa"} if input.system.title`, "", `error: Unknown kind "gpa" is no kind of a finding. Did you mean "gap"?`},
		"severity":                           {`deny contains {"path": ["system"], "message": "m", "severity": "hihg"} if input.system.title`, "", `Did you mean "high"?`},
		"member":                             {`deny contains {"path": ["system"], "message": "m", "knd": "gap"} if input.system.title`, "", `A finding has no "knd". Did you mean "kind"?`},
		"no path":                            {`deny contains {"message": "m"} if input.system.title`, "", `error: Finding without path`},
		"asks nothing":                       {deny(`_limit > 1`) + "_limit := 2", "", "Finding that asks nothing of the input"},
		"key by key":                         {deny(`_p[input.system.title]`) + `_p[f.name] := f if some f in input.flow`, "", "warning: Object made key by key"},
		"contradiction":                      {deny(`_k(input.system) == "x"`) + "_k(s) := \"x\" if s.title\n_k(r) := \"y\" if {\n\tr.title\n\tr.stage\n}", "", "b.rego:14:1 error: Two values of one rule _k has another value at line 13"},
		"contradiction without conditions":   {deny(`input.system.stage == _k`) + "_k := \"poc\"\n_k := \"pilot\" if input.system.title", "", "Two values of one rule"},
		"sprintf, a value too few":           {deny(`sprintf("%s %5.2f 100%%", [input.system.title]) != "x"`), "", `warning: Text and values do not match Places to fill in: 2, values: 1.`},
		"sprintf, a value too many":          {deny(`sprintf("a", [input.system.title]) != "x"`), "", `warning: Text and values do not match Places to fill in: 0, values: 1.`},
		"test input":                         {deny(`input.system.title`), `test_a if count(b.deny) == 1 with input as {"system": {"titel": "x"}}`, `b_test.rego:5:56 error: Unknown name in the input of a test The input has no "titel" here`},
		"test input below":                   {deny(`input.system.title`), `test_a if count(b.deny) == 1 with input.sytem as {}`, `no "sytem" here`},
		"test helper":                        {deny(`input.system.title`), "_in(extra) := {\"flow\": [object.union({\"name\": \"f\"}, extra)]}\n\ntest_a if count(b.deny) == 0 with input as _in({\"carrys\": []})", `no "carrys" here`},
		"test variable":                      {deny(`input.system.title`), "test_a if {\n\tx := {\"stores\": []}\n\tcount(b.deny) == 0 with input as x\n}", `b_test.rego:6:8 error: Unknown name in the input of a test`},
	} {
		t.Run(name, func(t *testing.T) {
			got := lint(t, "a/b", c.text, c.test)
			if len(got) != 1 || !strings.Contains(got[0], c.want) {
				t.Errorf("got\n%s\nwant one with %s", strings.Join(got, "\n"), c.want)
			}
		})
	}
}

func TestNoMistakes(t *testing.T) {
	for name, c := range map[string]struct{ text, test string }{
		"function of two blocks":  {deny(`some f in input.flow; _bad(f)`) + deny(`some s in input.store; _bad(s)`) + "_bad(x) if x.trigger\n\n_bad(x) if x.retention", ""},
		"function of anything":    {deny(`some f in input.flow; _bad(f)`) + deny(`_bad(json.unmarshal(input.system.title))`) + "_bad(x) if x.whatever", ""},
		"function of two enums":   {deny(`some f in input.flow; _bad(f.trigger)`) + deny(`_bad(input.system.stage)`) + "_bad(x) if x in {\"poll\", \"poc\"}", ""},
		"open enum":               {deny(`some p in input.pipeline; p.input_format[_].on_failure == "page"`), ""},
		"conditions that exclude": {deny(`_k(input.system) == "x"`) + "_k(s) := \"x\" if s.title\n\n_k(s) := \"y\" if not s.title", ""},
		"default":                 {deny(`_k(input.system) == "x"`) + "default _k(_) := \"y\"\n\n_k(s) := \"x\" if s.title", ""},
		"patterns that exclude":   {deny(`_k(input.system.stage) == "x"`) + "_k(\"poc\") := \"x\"\n\n_k(\"pilot\") := \"y\"", ""},
		"else":                    {deny(`_k == "x"`) + "_k := \"x\" if input.system.title\n\nelse := \"y\"", ""},
		"test with unknown parts": {deny(`input.system.title`), `test_a if { some x in [{}, {"zzz": 1}]; count(b.deny) == 0 with input as x }`},
		"test that sets data":     {deny(`input.system.title`), `test_a if count(b.deny) == 0 with input as {} with data.foo as {"zzz": 1}`},
		"table of tests":          {deny(`input.system.title`), `test_a[i] if { some i, x in [{}]; count(b.deny) == 0 with input as {"system": x} }`},
	} {
		t.Run(name, func(t *testing.T) {
			if got := lint(t, "a/b", c.text, c.test); len(got) != 0 {
				t.Errorf("got\n%s", strings.Join(got, "\n"))
			}
		})
	}
}

// TestForeign: Rego that was not written for aicomply is looked at as well,
// with warnings for what may be meant for other inputs.
func TestForeign(t *testing.T) {
	for name, c := range map[string]struct {
		files map[string]string
		want  []string
	}{
		"nothing wrong":       {map[string]string{"p.rego": "package main\ndeny contains \"x\" if input.system.title"}, nil},
		"value":               {map[string]string{"p.rego": "package main\ndeny contains \"x\" if input.system.stage == \"prod\""}, []string{`pack/p.rego:2:44 error: Value that is never there`}},
		"value in a function": {map[string]string{"p.rego": "package main\ndeny contains \"x\" if bad(input)\nbad(d) if d.system.stage == \"prod\""}, []string{`pack/p.rego:3:29 error: Value that is never there`}},
		"name in a function":  {map[string]string{"p.rego": "package main\ndeny contains \"x\" if { input.flow; bad(input) }\nbad(d) if d.sytem\nwarn contains \"x\" if input.flow"}, []string{`pack/p.rego:3:13 warning: Rule that can never find anything: main/deny reads input.sytem, which a deployment does not have: it can never find anything. Did you mean "system"?`}},
		"asks nothing":        {map[string]string{"p.rego": "package main\nwarn contains \"x\" if limit > 1\nlimit := 2"}, []string{`pack/p.rego:2:1 warning: Finding that asks nothing of the input`}},
		"not strict":          {map[string]string{"p.rego": "package main\nimport data.main.k\nk := 1\ndeny contains \"x\" if {\n\tunused := 2\n\tinput.system.title\n}"}, []string{`pack/p.rego:2:1 warning: Not strict Rego: import data.main.k unused.`, `pack/p.rego:5:2 warning: Not strict Rego: assigned var unused unused.`}},
		"boolean":             {map[string]string{"p.rego": "package main\ndeny if input.system.title"}, []string{`pack/p.rego:2:1 error: Value that is no finding: deny is a boolean, and not a set or list of texts or of objects with msg. Write deny contains msg if`}},
		"text":                {map[string]string{"p.rego": "package main\nwarn_x := \"a\" if input.system.title"}, []string{`pack/p.rego:2:1 error: Value that is no finding: warn_x is a string`}},
		"number in a set":     {map[string]string{"p.rego": "package main\ndeny contains 3 if input.system.title"}, []string{`pack/p.rego:2:1 error: Value that is no finding: A member of deny is a number, and`}},
		"object without msg":  {map[string]string{"p.rego": "package main\ndeny contains r if {\n\tinput.system.title\n\tr := {\"message\": \"m\"}\n}"}, []string{`pack/p.rego:4:7 error: Value that is no finding: A member of deny is an object without msg`}},
		"values that may be":  {map[string]string{"p.rego": "package main\ndeny := [\"x\"] if input.system.title\nwarn contains {\"msg\": \"m\"} if input.system.title\nwarn_o[k] := \"m\" if some k in [input.system.title]\nviolation contains m if { m := input.system.title }"}, []string{`pack/p.rego:4:1 warning: Object made key by key`}},
		"array by label":      {map[string]string{"p.rego": "package main\ndeny contains \"x\" if input.store.logs.public\nwarn contains \"x\" if input.store[0].public"}, []string{`pack/p.rego:2:34 warning: Rule that can never find anything: main/deny reads input.store.logs, which a deployment does not have: it can never find anything. input.store is an array: write some x in input.store, and look at x.name.`}},
		"path by label":       {map[string]string{"p.rego": "package main\ndeny contains \"x\" if object.get(input, [\"store\", \"logs\", \"public\"], false)\nwarn contains \"x\" if input.store[0].public"}, []string{`pack/p.rego:2:50 warning: Rule that can never find anything: main/deny reads input.store.logs`}},
		"test by label":       {map[string]string{"p.rego": "package main\ndeny contains \"x\" if input.store[_].public", "p_test.rego": "package main_test\ntest_a if count(data.main.deny) == 0 with input as {\"store\": {\"logs\": {}}}"}, []string{`pack/p_test.rego:2:63 warning: Unknown name in the input of a test: The input has no "logs" here, so that the test shows nothing of a real deployment.`}},
		"helpers may":         {map[string]string{"p.rego": "package main\ndeny contains \"x\" if input.system.title == limit\nlimit := \"2\"\nallow := true"}, nil},
		"key by key":          {map[string]string{"p.rego": "package main\ndeny contains \"x\" if m[input.system.title]\nm[f.name] := f if some f in input.flow"}, []string{`pack/p.rego:3:1 warning: Object made key by key`}},
		"conflict":            {map[string]string{"p.rego": "package main\ndeny contains \"x\" if input.system.title == k\nk := \"1\"\nk := \"2\" if input.flow"}, []string{`pack/p.rego:4:1 error: Two values of one rule`}},
		"test":                {map[string]string{"p.rego": "package main\ndeny contains \"x\" if input.system.title", "p_test.rego": "package main_test\ntest_a if count(data.main.deny) == 0 with input as {\"sytem\": {}}"}, []string{`pack/p_test.rego:2:53 warning: Unknown name in the input of a test`}},
		"built in":            {map[string]string{"p.rego": "package store\ndeny contains \"x\" if input.system.title"}, []string{`pack/p.rego:2:1 warning: Id of a built-in policy: store/deny is built in`}},
		"both conventions":    {map[string]string{"a/b/b.rego": head + deny(`input.system.stage == "prod"`), "theirs/p.rego": "package main\ndeny contains \"x\" if input.system.stage == \"prod\""}, []string{`pack/a/b/b.rego:12:79 error: Value that is never there`, `pack/theirs/p.rego:2:44 error: Value that is never there`}},
	} {
		t.Run(name, func(t *testing.T) {
			fsys := fstest.MapFS{}
			for file, text := range c.files {
				fsys[file] = &fstest.MapFile{Data: []byte(text)}
			}
			o := policy.Options{Sources: []policy.Source{{Name: "pack", FS: fsys}}, InputSchema: schema.InputSchema}
			builtIn := func(id string) []byte {
				if id == "store/deny" {
					return []byte("package x\n")
				}
				return nil
			}
			got := Run(t.Context(), o, Options{BuiltIn: builtIn})
			for i, d := range got {
				text := fmt.Sprintf("%s:%d:%d %s: %s: %s", d.Range.File, d.Range.Start.Line, d.Range.Start.Column, d.Severity, d.Summary, d.Detail)
				if i >= len(c.want) || !strings.HasPrefix(text, c.want[i]) {
					t.Errorf("got %s", text)
				}
			}
			if len(got) != len(c.want) {
				t.Errorf("%d diagnostics, want %d", len(got), len(c.want))
			}
		})
	}
}

func TestShadow(t *testing.T) {
	got := lint(t, "store/taken", deny(`input.system.title`), "")
	if len(got) != 1 || !strings.Contains(got[0], "warning: Id of a built-in policy") {
		t.Errorf("got %q", got)
	}
}

// TestBuiltInPolicies: what is built in gives no cause for anything.
func TestBuiltInPolicies(t *testing.T) {
	o := policy.Options{Sources: []policy.Source{{Name: "policies", FS: policies.FS}}, InputSchema: schema.InputSchema}
	for _, d := range Run(t.Context(), o, Options{}) {
		t.Errorf("%s:%d: %s: %s", d.Range.File, d.Range.Start.Line, d.Summary, d.Detail)
	}
}
