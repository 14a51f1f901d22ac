package policy

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/aicomply/aicomply/internal/config"
	"github.com/aicomply/aicomply/internal/finding"
)

// outcomes evaluates a set and writes each outcome on a line.
func outcomes(t *testing.T, s *Set, input map[string]any) string {
	t.Helper()
	out, err := s.Eval(context.Background(), input, EvalOptions{})
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, o := range out {
		fmt.Fprint(&b, o.ID)
		switch {
		case o.Err != nil:
			fmt.Fprintf(&b, " error: %v", o.Err)
		case !o.Applicable:
			fmt.Fprintf(&b, " not applicable: %s", o.Reason)
		case o.Undefined:
			fmt.Fprintf(&b, " undefined: %s", o.Reason)
		}
		for _, v := range o.Violations {
			fmt.Fprintf(&b, " [%s", v.Message)
			if v.Severity != "" {
				fmt.Fprintf(&b, ", %s", v.Severity)
			}
			b.WriteString("]")
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func foreignInput() map[string]any {
	return map[string]any{"system": map[string]any{"title": "t"}, "flow": []any{map[string]any{"name": "f", "ref": "flow.f", "to": "store.x"}}}
}

func TestConftestConventions(t *testing.T) {
	for name, test := range map[string]struct {
		rego string // of package main, or with a package
		want string
	}{
		"texts":            {`deny contains "a" if input.system`, "main/deny [a]\n"},
		"v0":               {"deny[msg] { input.system; msg := \"a\" }", "main/deny [a]\n"},
		"v0 object":        {"violation_x[{\"msg\": msg, \"details\": {}}] { msg := \"a\" }", "main/violation_x [a]\n"},
		"warn":             {`warn_y contains "a"`, "main/warn_y [a]\n"},
		"nothing found":    {`deny contains "a" if input.system.title == "x"`, "main/deny\n"},
		"array":            {`deny := ["a", {"msg": "b"}]`, "main/deny [a] [b]\n"},
		"empty array":      {`deny := []`, "main/deny\n"},
		"partial object":   {`deny[f.name] := "a" if some f in input.flow`, "main/deny [a]\n"},
		"severity":         {`deny contains {"msg": "a", "severity": "LOW"}`, "main/deny [a, low]\n"},
		"other severity":   {`deny contains {"msg": "a", "severity": "minor"}`, "main/deny [a]\n"},
		"several packages": {"package a.b\n\ndeny_c_d contains \"x\"", "a.b/deny_c_d [x]\n"},
		"helpers are none": {"deny contains \"a\"\ndenying contains \"b\"\ndeny_f(x) := x\nallow := true", "main/deny [a]\n"},
		"exception":        {"deny_a contains \"a\"\ndeny_b contains \"b\"\nexception contains rules if { input.system; rules := [\"a\"] }", "main/deny_a not applicable: an exception of package main silences it\nmain/deny_b [b]\n"},
		"exception of all": {"deny contains \"a\"\nviolation contains \"b\"\nexception contains [\"\"]", "main/deny not applicable: an exception of package main silences it\nmain/violation not applicable: an exception of package main silences it\n"},
		"exception fails":  {"deny contains \"a\"\nexception contains [\"x\"] if to_number(input.system.title) > 1", "main/deny error: theirs/p.rego:4: to_number: strconv.ParseFloat: parsing \"t\": invalid syntax\n"},
		"undefined":        {"deny := [\"a\"] if input.system.title == \"x\"", "main/deny undefined: data.main.deny is undefined on this deployment\n"},
		"a boolean":        {"deny if input.system", "main/deny error: data.main.deny: it is a boolean, and not a set or list of texts or of objects with msg. Say what its value means in a rego block of .aicomply/config.hcl\n"},
		"an object":        {`deny := {"msg": "a"}`, "main/deny error: data.main.deny: it is an object, and not a set or list of texts or of objects with msg. Say what its value means in a rego block of .aicomply/config.hcl\n"},
		"no msg":           {`deny contains {"message": "a"}`, "main/deny error: data.main.deny: a finding is an object without msg\n"},
		"msg a number":     {`deny contains {"msg": 1}`, "main/deny error: data.main.deny: msg of a finding: want a text, not number\n"},
		"a number":         {`deny contains 1`, "main/deny error: data.main.deny: a finding: want a text, not number\n"},
		"too many":         {"deny contains msg if { some i in numbers.range(1, 10001); msg := sprintf(\"%d\", [i]) }", "main/deny error: data.main.deny: it has 10001 findings, and may have 10000\n"},
		"conflict":         {"x := 1 if input.system\nx := 2 if input.flow\ndeny_a contains \"a\" if x == 1\ndeny_b contains \"b\"", "main/deny_a error: theirs/p.rego:4: rule data.main.x produced conflicting values: 1 at theirs/p.rego:3 2 at theirs/p.rego:4\nmain/deny_b [b]\n"},
		"function fails":   {"deny_a contains \"a\" if to_number(input.system.title) > 1\ndeny_b contains \"b\"", "main/deny_a error: theirs/p.rego:3: to_number: strconv.ParseFloat: parsing \"t\": invalid syntax\nmain/deny_b [b]\n"},
	} {
		t.Run(name, func(t *testing.T) {
			rego := test.rego
			if !strings.HasPrefix(rego, "package") {
				rego = "package main\n\n" + rego
			}
			s := mustLoadOptions(t, Options{Sources: []Source{{Name: "theirs", FS: packFS(map[string]string{"sub/folder/main.rego": rego})}}})
			want := strings.ReplaceAll(test.want, "theirs/p.rego", "theirs/sub/folder/main.rego")
			if diff := cmp.Diff(want, outcomes(t, s, foreignInput())); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestForeignRules(t *testing.T) {
	const rego = `# METADATA
# description: What the package is about.
# custom:
#   severity: low
package main

# METADATA
# title: A title
# description: Why.
# related_resources:
#   - ref: https://example.org
# custom:
#   severity: CRITICAL
#   blocks_from: production
#   remediation: Do it.
deny contains "a"

warn_b contains "b"
`
	s := mustLoad(t, map[string]string{"p.rego": rego, "q.rego": "package other\n\n# METADATA\n# custom: [\ndeny contains \"c\""})
	want := []finding.Rule{
		{ID: "main/deny", Title: "A title", Description: "Why.", Severity: finding.Critical, BlocksFrom: finding.Production, Remediation: "Do it.",
			Method: "rego", Controls: []finding.Control{}, RelatedResources: []finding.Resource{{Ref: "https://example.org"}}, Source: "pack/p.rego"},
		{ID: "main/warn_b", Title: "Rule warn_b of package main", Description: "What the package is about.", Severity: finding.Low, BlocksFrom: finding.PoC,
			Method: "rego", Controls: []finding.Control{}, Source: "pack/p.rego", Advisory: true},
		{ID: "other/deny", Title: "Rule deny of package other", Description: "A rule of your own Rego, data.other.deny. Its author describes it in its source.",
			Severity: finding.High, BlocksFrom: finding.PoC, Method: "rego", Controls: []finding.Control{}, Source: "pack/q.rego"},
	}
	if diff := cmp.Diff(want, s.Rules()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestForeignDiagnostics(t *testing.T) {
	const deny = "package main\n\ndeny contains \"a\""
	for name, test := range map[string]struct {
		files map[string]string
		rego  []config.Rego
		want  string // the diagnostics, each up to the words given
	}{
		"v0":                {map[string]string{"a.rego": "package a\ndeny[\"x\"] { true }", "b.rego": "package b\ndeny[\"x\"] { true }"}, nil, "pack/a.rego:0:0-0:0 warning: Rego v0: pack/a.rego and 1 more files are written in Rego v0, and read as such."},
		"neither":           {map[string]string{"a.rego": "package a\ndeny contains {"}, nil, "pack/a.rego:2:"},
		"no rules":          {map[string]string{"a.rego": "package a\nallow := true"}, nil, "pack:0:0-0:0 error: No policies found: The Rego in it has no rule deny, violation or warn"},
		"collision":         {map[string]string{"a/b/b.rego": policyText("a/b", always), "p.rego": "package a\nb := 1\ndeny contains \"x\"", "q.rego": "package rego\ndeny contains \"x\""}, []config.Rego{{Label: "deny", Package: "a", Rule: "b", FailsWhen: []string{"true"}, Range: finding.Range{File: "config.hcl"}}}, "config.hcl:0:0-0:0 error: Policy defined twice: pack/q.rego has the id rego/deny already"},
		"native collision":  {map[string]string{"a/deny/deny.rego": policyText("a/deny", always), "p.rego": "package a\ndeny contains \"x\""}, nil, "pack/p.rego:2:1-2:18 error: Policy defined twice: pack/a/deny/deny.rego has the id a/deny already, which data.a.deny would have, too."},
		"unknown name":      {map[string]string{"p.rego": "package main\ndeny contains \"x\" if input.flows[_].to == 1\ndeny contains \"y\" if input.flow"}, nil, `pack/p.rego:2:28-2:33 warning: Unknown name in a policy: The input has no "flows" here. Did you mean "flow"?`},
		"another input":     {map[string]string{"p.rego": "package main\ndeny contains \"x\" if input.plan[_].to == 1"}, nil, "pack:0:0-0:0 error: Rego for another input: Its one rule reads input.plan, and nothing that a deployment has: it would pass without having looked at anything."},
		"never":             {map[string]string{"p.rego": "package main\ndeny_a contains \"x\" if some r in all(input)\ndeny_b contains \"x\" if all(input)[_].y\ndeny_c contains \"x\" if input.flow", "q.rego": "package main\nall(d) := [r | some r in d.flows]"}, nil, "pack/q.rego:2:28-2:33 warning: Rule that can never find anything: main/deny_a and main/deny_b read input.flows, which a deployment does not have: they can never find anything. Did you mean \"flow\"?"},
		"always the same":   {map[string]string{"p.rego": "package main\ndeny_a contains \"x\" if not input.owner\ndeny_c contains \"x\" if input.flow"}, nil, "pack/p.rego:2:34-2:39 warning: Rule that asks nothing of a deployment: main/deny_a reads input.owner, and nothing that a deployment has: it finds the same in every deployment."},
		"adapted":           {map[string]string{"p.rego": "package theirs\ndeny contains \"x\" if input.plan[_].to == 1", "q.rego": "package main\ndeny contains m if { some m in data.theirs.deny with input as {\"plan\": input.flow} }"}, nil, "pack/p.rego:2:28-2:32 warning: Rule that can never find anything: theirs/deny reads input.plan,"},
		"part of the input": {map[string]string{"p.rego": "package main\ndeny contains \"x\" if input.flow\nallow if input.sort"}, []config.Rego{{Label: "l", Package: "main", Rule: "allow", FailsWhen: []string{"true"}, Input: []string{"derived"}, Range: finding.Range{File: "config.hcl"}}}, "pack/p.rego:3:16-3:20 warning: Rule that can never find anything: rego/l reads input.derived.sort,"},
		"http.send":         {map[string]string{"p.rego": "package main\ndeny contains \"x\" if http.send({})"}, nil, "pack/p.rego:2:22-2:35 error: Function not available: A policy may not call http.send: it reaches the network"},
		"parse_config":      {map[string]string{"p.rego": "package main\ndeny contains \"x\" if parse_config(\"yaml\", \"\")"}, nil, "pack/p.rego:2:22-2:46 error: Function not available: A policy may not call parse_config: it belongs to conftest"},
		"recursion":         {map[string]string{"p.rego": "package main\ndeny contains \"x\" if deny[\"y\"]"}, nil, "pack/p.rego:2:1-2:31 error: Policy does not compile: rule data.main.deny is recursive"},
		"odd package":       {map[string]string{"p.rego": "package a[\"b c\"]\ndeny contains \"x\""}, nil, `pack/p.rego:2:1-2:18 error: Package cannot be an id: The rule deny has findings, and the part "b c"`},
		"unknown data":      {map[string]string{"p.rego": deny + " if data.limits.mx > 1", "l.yaml": "limits: {max: 1}"}, nil, "pack/p.rego:3:22-3:22 warning: Unknown data: Neither a package nor a JSON or YAML file beside the Rego defines data.limits.mx."},
		"data twice":        {map[string]string{"p.rego": deny + " if data.x > 1", "a.json": `{"x": 1}`, "b.yaml": "x: 2"}, nil, "pack/b.yaml:0:0-0:0 error: Data defined twice: pack/a.json defines data.x as well."},
		"data and package":  {map[string]string{"p.rego": deny + " if data.x > 1", "a.json": `{"x": 1, "main": {"y": 1}}`}, nil, ""},
		"data in a package": {map[string]string{"p.rego": deny + " if data.x > 1", "q.rego": "package lib.z\ny := 1", "a.json": `{"x": 1, "lib": {"z": 1}}`}, nil, "pack/a.json:0:0-0:0 error: Data defined twice: pack/q.rego has the rule data.lib.z.y, which this file defines as data."},
		"broken data":       {map[string]string{"p.rego": deny + " if data.x > 1", "a.json": `{`}, nil, "pack/a.json:0:0-0:0 error: Cannot read data file:"},
		"data not read":     {map[string]string{"p.rego": deny, "a.json": `{`}, nil, ""},
		"a list as data":    {map[string]string{"p.rego": deny + " if data.x > 1", "a.json": `[]`}, nil, "pack/a.json:0:0-0:0 error: Data file is not an object:"},
		"unknown package":   {map[string]string{"p.rego": deny}, []config.Rego{{Label: "l", Package: "mian", Rule: "deny", PackageAt: finding.Range{File: "config.hcl"}}}, `config.hcl:0:0-0:0 error: Unknown package: No file of --policy has the package mian. Did you mean "main"?`},
		"unknown rule":      {map[string]string{"p.rego": deny}, []config.Rego{{Label: "l", Package: "main", Rule: "dney.x", RuleAt: finding.Range{File: "config.hcl"}}}, `config.hcl:0:0-0:0 error: Unknown rule: The package main has no rule dney. Did you mean "deny"?`},
		"library of ours":   {map[string]string{"p.rego": deny + " if data.aicomply.lib.x.y"}, nil, "pack/p.rego:3:22-3:22 warning: Unknown data: Rego outside aicomply.policies cannot use data.aicomply.lib.x.y."},
		"deep":              {map[string]string{"p.rego": "package main\ndeny contains " + strings.Repeat("[", 200)}, nil, "pack/p.rego:2:115-2:116 error: Policy nested too deeply:"},
		"large":             {map[string]string{"p.rego": deny + strings.Repeat("#", maxFile)}, nil, "pack/p.rego:0:0-0:0 error: Policy file too large: A .rego file may have at most 1048576 bytes."},
	} {
		t.Run(name, func(t *testing.T) {
			o := testOptions(t, test.files)
			o.Rego = test.rego
			s, diags := Load(context.Background(), o)
			got := show(diags)
			if !strings.HasPrefix(got, test.want) || test.want == "" && got != "" || (s == nil) != strings.Contains(got, " error: ") {
				t.Errorf("set: %v\n got %s\nwant %s", s != nil, got, test.want)
			}
		})
	}
}

func TestTooMuchForeignRego(t *testing.T) {
	files := map[string]string{}
	for i := range 5 {
		files[fmt.Sprintf("p%d.rego", i)] = fmt.Sprintf("package p%d\n\ndeny contains \"a\"\n%s", i, strings.Repeat("#", maxFile-100))
	}
	s, diags := Load(context.Background(), Options{Sources: []Source{{Name: "theirs", FS: packFS(files)}}})
	if got := show(diags); s != nil || !strings.HasPrefix(got, "theirs/p4.rego:0:0-0:0 error: Too much Rego:") {
		t.Errorf("got %s", got)
	}
}

// TestLoadTakesTooLong: OPA's compiler is quadratic in functions that call each
// other in a chain, and cannot be stopped.
func TestLoadTakesTooLong(t *testing.T) {
	var chain strings.Builder
	chain.WriteString("package main\n\ndeny contains msg if msg := f0(input.system.name)\n")
	for i := range 4000 {
		fmt.Fprintf(&chain, "f%d(x) := f%d(x)\n", i, i+1)
	}
	chain.WriteString("f4000(x) := x\n")
	s, diags := Load(context.Background(), Options{
		Sources: []Source{{Name: "theirs", FS: packFS(map[string]string{"p.rego": chain.String()})}}, Timeout: 100 * time.Millisecond,
	})
	if got := show(diags); s != nil || !strings.HasPrefix(got, ":0:0-0:0 error: Policies take too long to load: theirs: not compiled within 100ms.") {
		t.Errorf("got %s", got)
	}
}

func TestForeignData(t *testing.T) {
	files := map[string]string{
		"p.rego":       "package main\n\ndeny contains msg if {\n\tmsg := sprintf(\"%v %v %v\", [data.limits.max, data.sub.names, data.more])\n}",
		"limits.yaml":  "limits:\n  max: 1\n",
		"limits2.json": `{"limits": {"min": 0}, "more": true}`,
		"sub/n.yml":    "names: [a, b]",
	}
	s := mustLoad(t, files)
	if got, want := outcomes(t, s, foreignInput()), "main/deny [1 [\"a\", \"b\"] true]\n"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	before := s.Digest()
	files["limits.yaml"] = "limits:\n  max: 2\n"
	if mustLoad(t, files).Digest() == before {
		t.Error("other data have the same digest")
	}
}

// TestNeitherSeesTheOther: foreign Rego adds nothing to the policies of this
// convention, whose blob stays usable beside it.
func TestNeitherSeesTheOther(t *testing.T) {
	own := Source{Name: "own", FS: packFS(one(always))}
	blob, _, err := Compile(context.Background(), Options{Sources: []Source{own}})
	if err != nil {
		t.Fatal(err)
	}
	theirs := Source{Name: "theirs", FS: packFS(map[string]string{"p.rego": "package main\n\ndeny contains \"a\" if not data.aicomply.policies.a.b.deny", "a.json": `{"aicomply": {"policies": {"x": 1}}}`})}
	o := Options{Sources: []Source{own, theirs}, Compiled: string(blob)}
	s := mustLoadOptions(t, o)
	if got, want := outcomes(t, s, foreignInput()), "a/b [m]\nmain/deny [a]\n"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if _, _, err := Compile(context.Background(), o); err == nil {
		t.Error("foreign rules were kept compiled")
	}
}

func TestConfiguredRules(t *testing.T) {
	const rego = `package lib.acme

default allow := false

allow if input.system.title == "x"

approved if input.system.title == "x"

report := {"violations": ["a", {"msg": "b", "severity": "low"}, {"message": "c"}, 4], "ok": object.get(input, "title", "") == "t"}

empty := []
`
	rule := func(name string, when ...string) config.Rego {
		return config.Rego{Label: "l", Package: "lib.acme", Rule: name, FailsWhen: when, Message: "M", Severity: finding.High, BlocksFrom: finding.PoC}
	}
	below := rule("report.ok", "false")
	below.Input = []string{"system"}
	nowhere := rule("report.ok", "false")
	nowhere.Input = []string{"cost", "items"}
	for name, test := range map[string]struct {
		rego config.Rego
		want string
	}{
		"false":              {rule("allow", "false"), "rego/l [M]\n"},
		"false is not true":  {rule("allow", "true"), "rego/l\n"},
		"undefined":          {rule("approved", "false"), "rego/l undefined: data.lib.acme.approved is undefined on this deployment\n"},
		"undefined is bad":   {rule("approved", "false", "undefined"), "rego/l [M]\n"},
		"members":            {rule("report.violations", "not_empty"), "rego/l [M] [M: a] [M: c] [M: b, low]\n"},
		"no members":         {rule("empty", "not_empty"), "rego/l\n"},
		"another kind":       {rule("report.violations", "false"), "rego/l error: data.lib.acme.report.violations: it is an array, which fails_when of rego \"l\" does not tell of: false\n"},
		"no boolean":         {rule("allow", "not_empty"), "rego/l error: data.lib.acme.allow: it is a boolean, which fails_when of rego \"l\" does not tell of: not_empty\n"},
		"a key that is not":  {rule("report.violation", "not_empty"), "rego/l undefined: data.lib.acme.report.violation is undefined on this deployment\n"},
		"a part of input":    {below, "rego/l\n"},
		"a part that is not": {nowhere, "rego/l undefined: the deployment has no input.cost.items, which it looks at\n"},
	} {
		t.Run(name, func(t *testing.T) {
			s := mustLoadOptions(t, Options{Sources: []Source{{Name: "theirs", FS: packFS(map[string]string{"p.rego": rego})}}, Rego: []config.Rego{test.rego}})
			if diff := cmp.Diff(test.want, outcomes(t, s, foreignInput())); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestConcurrentForeignEvaluations share one set.
func TestConcurrentForeignEvaluations(t *testing.T) {
	s := mustLoad(t, map[string]string{"p.rego": "package main\n\ndeny contains f.name if some f in input.flow"})
	done := make(chan string)
	for range 4 {
		go func() { done <- outcomes(t, s, foreignInput()) }()
	}
	for range 4 {
		if got := <-done; got != "main/deny [f]\n" {
			t.Error(got)
		}
	}
}
