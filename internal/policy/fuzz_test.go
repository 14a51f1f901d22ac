package policy

import (
	"context"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/aicomply/aicomply/internal/finding"
)

// FuzzDecode feeds any Rego value to the reader of findings. What it accepts
// must be a finding that the rest of the program can rely on.
func FuzzDecode(f *testing.F) {
	f.Add(`{"path": ["flow", "x", 0], "message": "m", "key": ["b", "a"], "kind": "gap", "severity": "low", "incidental": true, "witness": {"flow": "flow.x", "category": "user"}}`)
	f.Add(`{"path": [1e400], "message": 1}`)
	f.Add(`{{"path": []}, [], {1: 2}}`)
	f.Fuzz(func(t *testing.T, text string) {
		if deepest, _ := nesting([]byte(text)); deepest > maxBrackets {
			t.Skip()
		}
		term, err := ast.ParseTerm(text)
		if err != nil {
			t.Skip()
		}
		v, err := decode(term.Value)
		if err != nil {
			return
		}
		if len(v.Path) == 0 || v.Message == "" || v.Kind == finding.Upcoming || (v.Severity != "" && !v.Severity.Valid()) {
			t.Errorf("accepted %+v", v)
		}
		for _, element := range v.Path {
			if element == "" {
				t.Errorf("empty element in %q", v.Path)
			}
		}
	})
}

// FuzzLoad feeds any text as a policy: it loads, or says why not.
func FuzzLoad(f *testing.F) {
	f.Add(policyText("a/b", always))
	f.Add(policyText("a/b", "deny contains x if { some x in data.data.y }"))
	f.Add("# METADATA\n# custom: [\npackage aicomply.policies.a.b")
	f.Add("package main\ndeny[msg] { r = f(input)[_]; every x in r.y { x }; msg = sprintf(\"%v\", [r]) }\nf(d) = o { o := d.flows } else = []")
	f.Add("package main\ndefault a := false\na if input.kind == 1\nm[k] := v if some k, v in object.get(input, [\"x\", \"y\"], {})\ndeny contains $\"{m}\" if { not a; count(m) > 0; {1} | {y | y := input.q} != m }")
	f.Fuzz(func(t *testing.T, text string) {
		s, diags := Load(context.Background(), Options{Sources: []Source{{"pack", packFS(map[string]string{"a/b/b.rego": text})}}, InputSchema: testSchema})
		if (s == nil) != finding.HasErrors(diags) {
			t.Errorf("set %v with %s", s != nil, show(diags))
		}
	})
}
