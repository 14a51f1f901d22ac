package trace

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// traced is what a trace says of data.p.deny.
func traced(t *testing.T, module, input string) *Text {
	t.Helper()
	c := ast.NewCompiler()
	parsed, err := ast.ParseModule("p.rego", module)
	if err != nil {
		t.Fatal(err)
	}
	if c.Compile(map[string]*ast.Module{"p.rego": parsed}); c.Failed() {
		t.Fatal(c.Errors)
	}
	r := New(c)
	q := topdown.NewQuery(ast.MustParseBody("x = data.p.deny")).WithCompiler(c).WithInput(ast.MustParseTerm(input)).
		WithQueryTracer(r).WithIndexing(false).WithEarlyExit(false)
	if _, err := q.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	out := &Text{}
	r.WriteTo(out, map[string][]byte{"p.rego": []byte(module)})
	return out
}

func TestWriteTo(t *testing.T) {
	for _, test := range []struct {
		name, module, input string
		want                []string
	}{
		{"iteration", "package p\n\ndeny contains s.name if {\n\tsome s in input.s\n\ts.n > 1\n}", `{"s": [{"name": "a", "n": 1}, {"name": "b", "n": 2}, {"name": "c"}]}`, []string{
			`deny at p.rego:3 holds once`,
			`  gives "b"`,
			`     4  some s in input.s  -- holds 3 times`,
			`          holds: s = input.s[0] = {"n": 1, "name": "a"}`,
			`          holds: s = input.s[1] = {"n": 2, "name": "b"}`,
			`          holds: s = input.s[2] = {"name": "c"}`,
			`     5  s.n > 1  -- stops 2 times, holds once`,
			`          stops: false: s.n = 1`,
			`          stops: s.n is undefined`,
			`          holds: s.n = 2`,
		}},
		{"nothing to draw from", "package p\n\ndeny contains x if {\n\tsome x in input.none\n}", `{"none": []}`, []string{
			`deny at p.rego:3 stops at line 4`,
			`     4  some x in input.none  -- stops once`,
			`          stops: nothing in input.none: input.none = []`,
		}},
		{"with", "package p\n\ndeny contains 1 if {\n\tstage == 2 with input.stage as 3\n}\n\nstage := input.stage", `{"stage": 2}`, []string{
			`deny at p.rego:3 stops at line 4`,
			`     4  stage == 2 with input.stage as 3  -- stops once`,
			`          stops: false or undefined`,
			`        stage at p.rego:7 holds once`,
			`          gives 3`,
			`             7  stage := input.stage  -- holds once`,
			`                  holds: input.stage = 3`,
		}},
		{"every", "package p\n\ndeny contains 1 if {\n\tevery x in input.xs {\n\t\tx > 1\n\t}\n}", `{"xs": [2, 1]}`, []string{
			`deny at p.rego:3 stops at line 4`,
			`     4  every x in input.xs {  -- stops once`,
			`          stops: false: input.xs = [2, 1]`,
			`           5  x > 1  -- stops once, holds once`,
			`                stops: false: x = 1`,
			`                holds: x = 2`,
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, traced(t, test.module, test.input).Lines); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Where a trace does not fit, the innermost rules go first, and the last line
// says so.
func TestWriteToLeavesOutWhatIsDeep(t *testing.T) {
	var b strings.Builder
	b.WriteString("package p\n\ndeny contains 1 if {\n\ta\n\tb\n}\n\nb if a\n\n")
	for i := range maxLines {
		fmt.Fprintf(&b, "a if input.n == %d\n", i)
	}
	got := traced(t, b.String(), `{"n": 3}`)
	want := []string{
		"deny at p.rego:3 holds once",
		"  gives 1",
		"     4  a  -- holds once",
		"     5  b  -- holds once",
		fmt.Sprintf("Left out: what was asked further down, %d times.", maxLines+1),
	}
	if diff := cmp.Diff(want, got.Lines); diff != "" || got.Left != 0 {
		t.Errorf("%d left\n%s", got.Left, diff)
	}
}

func TestShort(t *testing.T) {
	long := strings.Repeat("x", 200)
	for _, test := range []struct{ term, want string }{
		{`{"b": [1, true, null], "a": {"x"}}`, `{"a": {"x"}, "b": [1, true, null]}`},
		{`set()`, `set()`},
		{`[]`, `[]`},
		{`"\u001b"`, `"\x1b"`},
		{`["` + long + `", 1]`, `["` + long[:78] + `…`},
	} {
		if got := Short(ast.MustParseTerm(test.term)); got != test.want {
			t.Errorf("%s: %s, want %s", test.term, got, test.want)
		}
	}
	if got := Short(nil); got != "" {
		t.Errorf("nil: %q", got)
	}
}
