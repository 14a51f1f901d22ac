package infer

import (
	"fmt"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
)

func testSchema() map[string]any {
	text := map[string]any{"type": "string"}
	flow := map[string]any{"type": "object", "properties": map[string]any{"name": text, "to": text}}
	return map[string]any{"type": "object", "properties": map[string]any{
		"system": map[string]any{"type": "object", "properties": map[string]any{"title": text, "stage": text}},
		"flow":   map[string]any{"type": "array", "items": flow},
		"node":   map[string]any{"type": "object", "additionalProperties": flow},
	}}
}

func compiled(t *testing.T, texts ...string) map[string]*ast.Module {
	t.Helper()
	modules := map[string]*ast.Module{}
	for i, text := range texts {
		version := ast.RegoV1
		if strings.HasPrefix(text, "v0\n") {
			text, version = strings.TrimPrefix(text, "v0\n"), ast.RegoV0
		}
		if !strings.HasPrefix(text, "package") {
			text = "package main\n" + text
		}
		m, err := ast.ParseModuleWithOpts(fmt.Sprintf("m%d.rego", i), text, ast.ParserOptions{RegoVersion: version})
		if err != nil {
			t.Fatal(err)
		}
		modules[fmt.Sprintf("m%d.rego", i)] = m
	}
	c := ast.NewCompiler()
	if c.Compile(modules); c.Failed() {
		t.Fatal(c.Errors)
	}
	return c.Modules
}

// holdsNowhere evaluates deny: what is said to hold never does not.
func holdsNowhere(t *testing.T, modules map[string]*ast.Module) {
	t.Helper()
	flow := map[string]any{"name": "f", "to": "f"}
	for _, input := range []map[string]any{
		{},
		{"system": map[string]any{"title": "Pod", "stage": "a"}, "flow": []any{flow, flow}, "node": map[string]any{"a": flow}},
		{"system": map[string]any{}, "flow": []any{}, "node": map[string]any{}},
	} {
		options := []func(*rego.Rego){rego.Query("data.main.deny"), rego.Input(input)}
		for _, m := range modules {
			options = append(options, rego.ParsedModule(m.Copy()))
		}
		rs, err := rego.New(options...).Eval(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if len(rs) > 0 && fmt.Sprint(rs[0].Expressions[0].Value) != "[]" {
			t.Errorf("it holds in %v: %v", input, rs[0].Expressions[0].Value)
		}
	}
}

func TestRead(t *testing.T) {
	const resources = "\nresources(doc, kind) := [r | some r in doc.resource_changes; r.type == kind]"
	for name, c := range map[string]struct {
		rego, want string // "never name", "blind name", or what it reads: "known", "nothing"
	}{
		"a name that is there":         {`deny contains "x" if input.system.title == "a"`, "known"},
		"nothing":                      {`deny contains "x" if 1 == 1`, "nothing"},
		"a name":                       {`deny contains "x" if input.kind == "a"`, "never input.kind"},
		"a name below":                 {`deny contains "x" if input.system.owner == "a"`, "never input.system.owner"},
		"a name below a map":           {`deny contains "x" if input.node[_].kind == "a"`, "never input.node[_].kind"},
		"in brackets":                  {`deny contains "x" if input["kind"]`, "never input.kind"},
		"a variable key":               {`deny contains "x" if input[k] == "a"`, "known"},
		"only one of two":              {`deny contains "x" if { input.kind == "a"; input.system.title }`, "never input.kind"},
		"one definition of two":        {"deny contains \"x\" if input.kind\ndeny contains \"y\" if input.system.title", "known"},
		"negated":                      {`deny contains "x" if not input.metadata.labels`, "blind input.metadata"},
		"negated and known":            {`deny contains "x" if { not input.metadata.labels; input.system }`, "known"},
		"function":                     {`deny contains "x" if { some r in resources(input, "a"); not r.ok }` + resources, "never input.resource_changes"},
		"function of a part":           {`deny contains "x" if { some f in input.flow; far(f) }` + "\nfar(f) if f.destination == \"us\"", "never input.flow[_].destination"},
		"function of functions":        {"deny contains \"x\" if { doc := plan(input); count(resources(doc, \"a\")) > 0 }\nplan(d) := d" + resources, "never input.resource_changes"},
		"function of parts":            {"deny contains \"x\" if some r in all(input)\nall(d) := d.a if d.a\nall(d) := d.b if d.b", "never input.a"},
		"function with an alternative": {"deny contains \"x\" if some r in all(input)\nall(d) := d.a if d.a\nelse := []", "never input.a"},
		"function that has another":    {"deny contains \"x\" if some r in all(input)\nall(d) := d.a if d.a\nelse := d.flow", "known"},
		"function of anything":         {"deny contains \"x\" if { some r in all(input); r }\ndeny_b contains \"y\" if all(json.unmarshal(input.system.title))\nall(d) := d.a", "known"},
		"pattern":                      {"deny contains \"x\" if f(input)\nf({\"kind\": \"x\"})", "known"},
		"alias":                        {`deny contains "x" if { doc := input; doc.kind == "a" }`, "never input.kind"},
		"rule":                         {"deny contains \"x\" if is_pod\nis_pod if input.kind == \"Pod\"", "never input.kind"},
		"rule with a default":          {"deny contains \"x\" if is_pod\ndefault is_pod := false\nis_pod if input.kind == \"Pod\"", "never input.kind"},
		"rule of another value":        {"deny contains \"x\" if kind == \"Pod\"\ndefault kind := \"\"\nkind := input.kind", "never input.kind"},
		"not a rule with a default":    {"deny contains \"x\" if not ok\ndefault ok := false\nok if input.kind == \"Pod\"", "blind input.kind"},
		"partial set":                  {"deny contains \"x\" if some p in pods\npods contains p if some p in input.pods", "never input.pods"},
		"count of a set":               {"deny contains \"x\" if count(pods) > 0\npods contains p if some p in input.pods", "never input.pods"},
		"count that is enough":         {"deny contains \"x\" if count(pods) == 0\npods contains p if some p in input.pods", "blind input.pods"},
		"partial object":               {"deny contains \"x\" if pods[_].bad\npods[p.name] := p if some p in input.pods", "never input.pods"},
		"comprehension":                {`deny contains p.name if { ps := [p | some p in input.pods]; some p in ps }`, "never input.pods"},
		"union":                        {`deny contains p if { ps := {p | some p in input.pods} | {q | some q in input.jobs}; some p in ps }`, "never input.pods"},
		"concatenation":                {`deny contains p if { ps := array.concat([p | some p in input.pods], []); p := ps[_] }`, "never input.pods"},
		"complete":                     {`deny := [p | some p in input.pods]`, "blind input.pods"},
		"every":                        {`deny contains "x" if every p in input.pods { p.ok }`, "never input.pods"},
		"object.get":                   {`deny contains "x" if { some p in object.get(input, "pods", []) }`, "never input.pods"},
		"object.get by a path":         {`deny contains "x" if { object.get(input, ["spec", "pods"], "") == "a" }`, "never input.spec"},
		"object.get that is there":     {`deny contains "x" if { object.get(input, ["system", "title"], "") == "a" }`, "known"},
		"object.get with a default":    {`deny contains "x" if { object.get(input, "pods", "none") == "none" }`, "blind input.pods"},
		"walk":                         {`deny contains "x" if { walk(input, [_, v]); v.type == "a" }`, "known"},
		"walk in a function":           {"deny contains \"x\" if { some v in all(input); v.type == \"a\" }\nall(d) := [v | walk(d, [_, v])]", "known"},
		"walk of an alias":             {`deny contains "x" if { d := input; walk(d, [_, v]); v.type == "a" }`, "known"},
		"marshalled":                   {`deny contains "x" if contains(json.marshal(input), "a")`, "known"},
		"keys":                         {`deny contains "x" if "kind" in object.keys(input)`, "known"},
		"adapted":                      {"deny contains m if { some m in theirs with input as {\"kind\": \"a\"} }\ntheirs contains \"m\" if input.kind == \"a\"", "known"},
		"template":                     {`deny contains $"{input.kind}" if input.system.title`, "known"},
		"another package":              {"deny contains \"x\" if data.lib.pods[_]", "never input.pods"},
		"a package as a whole":         {"deny contains \"x\" if data.lib[_]", "blind input.pods"},
		"v0":                           {"v0\ndeny[msg] { r = input.resource_changes[_]; r.type == \"a\"; msg = \"x\" }", "never input.resource_changes"},
		"v0, function":                 {"v0\ndeny[\"x\"] { res(input)[_].bad }\nres(d) = out { out := d.resource_changes }", "never input.resource_changes"},
		"one way or another":           {"deny contains \"x\" if kind == \"Pod\"\nresource := input.review.object if wrapped\nresource := input if not wrapped\nwrapped if input.review\nkind := resource.kind", "never input.kind"},
		"what there is, or not":        {"deny contains \"x\" if title == \"Pod\"\nresource := input.review.object if wrapped\nresource := input if not wrapped\nwrapped if input.review\ntitle := resource.system.title", "known"},
		"constants":                    {`deny contains "x" if false`, "nothing"},
	} {
		t.Run(name, func(t *testing.T) {
			modules := compiled(t, c.rego, "package lib\npods contains p if some p in input.pods")
			r := NewReader(New(NewShape(testSchema()), modules)).Read(ast.MustParseRef("data.main.deny"))
			got := "nothing"
			switch {
			case r.Blind() && r.Never:
				got = "never " + r.Unknown.String()
			case r.Blind():
				got = "blind " + r.Unknown.String()
			case r.Known:
				got = "known"
			}
			if got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
			if r.Never && !strings.HasPrefix(c.want, "nothing") {
				holdsNowhere(t, modules)
			}
		})
	}
}
