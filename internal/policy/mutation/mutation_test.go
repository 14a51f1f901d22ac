package mutation

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// of lists the mutants of a module with a body as "kind: old → new".
func of(t *testing.T, body string) []string {
	t.Helper()
	found, err := Of("a.rego", []byte("package a\n\n"+body+"\n"))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, m := range found {
		out = append(out, fmt.Sprintf("%s: %s → %s", m.Kind, m.Old, m.New))
	}
	slices.Sort(out)
	return out
}

func TestOf(t *testing.T) {
	for name, c := range map[string]struct {
		body string
		want []string
	}{
		"a limit moves and turns": {`p if input.x < input.y`, []string{
			"comparison: < → <=", "comparison: < → >=", "condition: input.x < input.y → true",
		}},
		"equal": {`p := input.x == input.y`, []string{"comparison: == → !="}},
		"negation": {`p if not input.x`, []string{
			"condition: not input.x → true", "negation: not  → ",
		}},
		"membership": {`p if input.x in input.y`, []string{
			"condition: input.x in input.y → true", "membership:  → not ",
		}},
		"negated membership is a negation": {`p if not input.x in input.y`, []string{
			"condition: not input.x in input.y → true", "negation: not  → ",
		}},
		"iteration is a condition": {`p if some _ in input.x`, []string{"condition: some _ in input.x → true"}},
		"numbers":                  {`p := [-1, 0.5]`, []string{"constant: -1 → -2", "constant: -1 → 0", "constant: 0.5 → -0.5", "constant: 0.5 → 1.5", "element: , 0.5 → ", "element: -1,  → "}},
		"strings":                  {"p := \"a\"\n\nq := `b`", []string{`constant: "a" → "a~"`, "constant: `b` → `b~`"}},
		"dates":                    {`p := "2026-03-01"`, []string{`constant: "2026-03-01" → "2026-02-28"`, `constant: "2026-03-01" → "2026-03-02"`}},
		"booleans":                 {`default p := false`, []string{"constant: false → true"}},
		"elements, not commas in them": {`p := {"a,", [input.x, "}"]}`, []string{
			`constant: "a," → "a,~"`, `constant: "}" → "}~"`, `element: "a,",  → `, `element: , "}" → `, `element: , [input.x, "}"] → `, `element: input.x,  → `,
		}},
		"only element":          {`p := {input.x}`, []string{"element: {input.x} → set()"}},
		"comments are no items": {"p := [ # one, two\n\tinput.x, # \"three\n\tinput.y,\n]", []string{"element: , # \"three\n\tinput.y → ", "element: input.x, # \"three\n\t → "}},
		"arithmetic":            {`p := (input.x + input.y) * input.z`, []string{"arithmetic: * → /", "arithmetic: + → -"}},
		"sets":                  {`p := input.x | input.y`, []string{"arithmetic: | → &"}},
		"texts stay":            {`p := {"message": concat(",", input.x), "y": sprintf("%s", ["a"]), "z": "two words"}`, []string{`constant: "message" → "message~"`, `constant: "y" → "y~"`, `constant: "z" → "z~"`}},
		"names after a dot":     {`p := input.x["y"].z[0]`, []string{`constant: "y" → "y~"`, "constant: 0 → -1", "constant: 0 → 1"}},
		"arguments and keys":    {"p(\"a\") := input.x\n\nq contains \"b\"\n\nr[\"c\"] := input.x", []string{`constant: "a" → "a~"`, `constant: "b" → "b~"`, `constant: "c" → "c~"`}},
		"else":                  {`p := input.x if { input.y } else := 1`, []string{"condition: input.y → true", "constant: 1 → 0", "constant: 1 → 2"}},
		"comprehensions":        {`p := {x: y | some x, y in input.z; y}`, []string{"condition: some x, y in input.z → true", "condition: y → true"}},
		"every":                 {`p if every x in input.y { x }`, []string{"condition: every x in input.y { x } → true", "condition: x → true"}},
		"with":                  {`p if input.x with input as false`, []string{"condition: input.x with input as false → true", "constant: false → true"}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := of(t, c.body); !slices.Equal(got, c.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
		})
	}
}

func TestPlaceAndApply(t *testing.T) {
	text := []byte("# METADATA\n# title: 1 < 2\npackage a\n\np := \"ö\" if input.x < 3\n")
	found, err := Of("a.rego", text)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range found {
		if m.Kind == Comparison && m.New == "<=" {
			if m.Line != 5 || m.Column != 21 {
				t.Errorf("at %d:%d, want 5:21", m.Line, m.Column)
			}
			if got := string(m.Apply(text)); !strings.HasSuffix(got, "input.x <= 3\n") || len(got) != len(text)+1 {
				t.Errorf("applied: %s", got)
			}
			return
		}
	}
	t.Error("no such mutant")
}

func TestNotRego(t *testing.T) {
	if _, err := Of("a.rego", []byte("package")); err == nil || !strings.Contains(err.Error(), "parse policy") {
		t.Errorf("error %v", err)
	}
}
