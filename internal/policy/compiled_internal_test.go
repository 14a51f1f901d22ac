package policy

import (
	"context"
	"fmt"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/version"

	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/policies"
)

// roundTrip is a set written and read again; nil when it cannot be written.
func roundTrip(t testing.TB, s *Set) *Set {
	t.Helper()
	blob, err := encodeBlob(s, "key")
	if err != nil {
		return nil
	}
	out := restore(string(blob), "key")
	if out == nil {
		t.Fatal("the blob of a set is not read")
	}
	return out
}

func TestBlobOfAnotherVersionIsNotRestored(t *testing.T) {
	blob, err := encodeBlob(mustLoad(t, one(always)), "key")
	if err != nil {
		t.Fatal(err)
	}
	if restore(string(blob), "key") == nil {
		t.Error("not restored")
	}
	if restore(string(blob), "other") != nil {
		t.Error("restored for other texts")
	}
	old := version.Version
	defer func() { version.Version = old }()
	version.Version = "0.0.1"
	if restore(string(blob), "key") != nil {
		t.Error("restored for another version of OPA")
	}
}

func TestReadAhead(t *testing.T) {
	files := packFS(one(always))
	o := Options{Sources: []Source{{"pack", files}}}
	blob, diags, err := Compile(t.Context(), o)
	if err != nil {
		t.Fatal(err, show(diags))
	}
	o.Compiled = string(blob)
	o.Ahead = ReadAhead(o.Compiled)
	again := func() *Set { key, ok := fingerprint(o); return restored(o, key, ok) }
	first, second := again(), again()
	if first == nil || second == nil || first == second {
		t.Error("not two sets", first, second)
	}
	o.Ahead = ReadAhead(o.Compiled)
	files["a/c/c.rego"] = packFS(map[string]string{"x": policyText("a/c", always)})["x"]
	if again() != nil {
		t.Error("restored for other texts")
	}
	o.Compiled = "aicomply"
	o.Ahead = ReadAhead(o.Compiled)
	if s, _ := Load(t.Context(), o); s == nil || len(s.Rules()) != 2 {
		t.Error("what is no blob is in the way")
	}
}

// TestEveryFieldOfARuleIsKept fills whatever finding.Rule has, so that a new
// field cannot be forgotten.
func TestEveryFieldOfARuleIsKept(t *testing.T) {
	var r finding.Rule
	n := 0
	fill(t, reflect.ValueOf(&r).Elem(), &n)
	e := &encoder{ids: map[string]int{}}
	e.rule(r)
	d := newDecoder(string(e.bytes()))
	if got := d.rule(); d.err() != nil || !cmp.Equal(got, r) {
		t.Errorf("%v %s", d.err(), cmp.Diff(r, got))
	}
}

// fill gives each text a value of its own.
func fill(t *testing.T, v reflect.Value, n *int) {
	t.Helper()
	switch v.Kind() {
	case reflect.String:
		*n++
		v.SetString(strings.Repeat("x", *n))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range v.Len() {
			fill(t, v.Index(i), n)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			fill(t, v.Field(i), n)
		}
	default:
		t.Fatalf("a field of type %s: write it into blobs, and fill it here", v.Type())
	}
}

func TestUnknownNodesAreRefused(t *testing.T) {
	tests := map[string]func(*encoder){
		"a value of type ast.Call":              func(e *encoder) { e.term(ast.CallTerm(ast.VarTerm("f"))) },
		"a value of type *ast.TemplateString":   func(e *encoder) { e.term(ast.NewTerm(&ast.TemplateString{})) },
		"an expression of type *ast.SomeDecl":   func(e *encoder) { e.expr(&ast.Expr{Terms: &ast.SomeDecl{}}) },
		"an expression of type *ast.LogicalAnd": func(e *encoder) { e.expr(&ast.Expr{Terms: &ast.LogicalAnd{}}) },
		"a place in other.rego":                 func(e *encoder) { e.term(&ast.Term{Value: ast.Null{}, Location: &ast.Location{File: "other.rego"}}) },
		"has the index 5":                       func(e *encoder) { e.body(ast.Body{&ast.Expr{Terms: ast.NullTerm(), Index: 5}}) },
		"METADATA":                              func(e *encoder) { e.astRule(&ast.Rule{Annotations: []*ast.Annotations{{}}}) },
		"a rule without a place":                func(e *encoder) { e.astRule(&ast.Rule{Head: &ast.Head{}}) },
	}
	for want, write := range tests {
		e := &encoder{ids: map[string]int{}, file: "f.rego"}
		if write(e); e.err == nil || !strings.Contains(e.err.Error(), want) {
			t.Errorf("error %v, want %s", e.err, want)
		}
	}
}

// TestIndicesAreRestored keeps the evaluation of large inputs fast, and equal:
// the rules of each name, their indices and those of comprehensions are the
// compiler's.
func TestIndicesAreRestored(t *testing.T) {
	small, diags := load(t.Context(), Options{Sources: []Source{{"pack", packFS(map[string]string{
		"a/a/a.rego": policyText("a/a", `deny contains {"path": ["x"], "message": concat(",", names)} if {
	some f in input.flow
	names := [g.name | some g in input.flow; g.from == f.from]
}`),
		"a/b/b.rego": policyText("a/b", `deny contains {"path": ["x"], "message": kind(input.a)}

kind("a") := "1"

kind("b") := "2"

default other(_) := 1

other(x) := x if x > 1

else := 2 if input.b

nested[x].y := 1 if some x in input.c

nested.z.y := 2 if input.d

only := "a" if input.e == input.f`),
	})}}})
	if small == nil {
		t.Fatal(show(diags))
	}
	builtIn, diags := load(t.Context(), Options{Sources: []Source{{"built-in", policies.FS}}, Library: policies.FS})
	if builtIn == nil {
		t.Fatal(show(diags))
	}
	for name, s := range map[string]*Set{"small": small, "built-in": builtIn} {
		back := roundTrip(t, s)
		if want, got := asEvaluated(s), asEvaluated(back); want == "" || want != got {
			t.Errorf("%s: %s", name, cmp.Diff(want, got))
		}
		if !back.whole() {
			t.Errorf("%s: not all rules are read", name)
		}
	}
	if !strings.Contains(asEvaluated(builtIn), "index of a comprehension") {
		t.Error("no comprehension is indexed")
	}
}

// asEvaluated is all that an evaluator sees of a set's rules.
func asEvaluated(s *Set) string {
	var b strings.Builder
	s.compiler.RuleTree.DepthFirst(func(n *ast.TreeNode) bool {
		fmt.Fprintln(&b, "node", n.Key, n.Sorted, len(n.Children), len(n.Values), n.Hide)
		if n.Index == nil {
			return false
		}
		var a asked
		some, err := n.Index.Lookup(&a)
		fmt.Fprintln(&b, a.any, err, describe(s, some))
		all, err := n.Index.AllRules(nil)
		fmt.Fprintln(&b, err, describe(s, all))
		return false
	})
	return b.String()
}

func describe(s *Set, r *ast.IndexResult) string {
	var b strings.Builder
	fmt.Fprintln(&b, r.Kind, r.EarlyExit, r.OnlyGroundRefs)
	rule := func(r *ast.Rule) {
		fmt.Fprintln(&b, r.Location.File, r.Location.Row, r.Ref(), r.Default, r)
		ast.WalkTerms(r, func(t *ast.Term) bool {
			if i := s.compiler.ComprehensionIndex(t); i != nil {
				fmt.Fprintln(&b, "index of a comprehension", t, i)
			}
			return false
		})
	}
	for _, x := range r.Rules {
		rule(x)
		for _, x := range r.Else[x] {
			rule(x)
		}
	}
	if r.Default != nil {
		rule(r.Default)
	}
	return b.String()
}

// FuzzBlob feeds the reader what passed the checksum and is damaged all the
// same. It must neither panic nor use memory without bounds.
func FuzzBlob(f *testing.F) {
	for _, files := range []map[string]string{
		one(always),
		{
			"a/b/b.rego": policyText("a/b", `default applies := false

applies if every f in input.flow { f.name != "" }

deny contains {"path": ["x", f.name], "message": $"{f.name} {count(s)}", "key": s} if {
	some f in input.flow
	not f.ok
	s := {r.category | some r in f.receives}
	o := {r: 1.5 | some r in s}
	data.data.countries[f.country] == o[f.name]
	value(f) == [null, true, {"a": {1}}]
}

value(f) := [null, true] if f.name == "x"

else := f.name`),
			"data/countries.json": `{"countries": {"DE": [1, 2.5, null, true]}}`,
		},
	} {
		s, diags := Load(context.Background(), Options{Sources: []Source{{"pack", packFS(files)}}})
		if s == nil {
			f.Fatal(show(diags))
		}
		blob, err := encodeBlob(s, "key")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(blob[len(blobMagic)+32:]))
	}
	f.Fuzz(func(t *testing.T, rest string) {
		if len(rest) > 1<<20 {
			t.Skip()
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		s := decodeBlob(rest, "key")
		if s != nil {
			s.whole()
		}
		runtime.ReadMemStats(&after)
		if used := after.TotalAlloc - before.TotalAlloc; used > 1<<20+1000*uint64(len(rest)) {
			t.Errorf("%d bytes for a blob of %d", used, len(rest))
		}
		if s != nil && len(s.queries) != len(s.rules) {
			t.Errorf("%d queries for %d rules", len(s.queries), len(s.rules))
		}
	})
}
