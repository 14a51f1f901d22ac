package policy

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// stockReachable is OPA's own, taken before any test loads a policy.
var stockReachable = topdown.GetBuiltin(ast.ReachableBuiltin.Name)

// call is what a function answers: its result, or its error in words.
func call(f topdown.BuiltinFunc, operands ...*ast.Term) string {
	out := ""
	err := f(topdown.BuiltinContext{}, operands, func(t *ast.Term) error {
		out += t.String()
		return nil
	})
	return fmt.Sprint(out, err)
}

// ours is the function as policies call it.
func ours(t *testing.T) topdown.BuiltinFunc {
	guardFunctions()
	f := topdown.GetBuiltin(ast.ReachableBuiltin.Name)
	if f == nil {
		t.Fatal("no function")
	}
	return f
}

func TestReachableIsOPAs(t *testing.T) {
	linear := ours(t)
	rng := rand.New(rand.NewPCG(1, 2))
	node := func(n int) *ast.Term {
		switch i := rng.IntN(n); i % 3 {
		case 0:
			return ast.StringTerm(fmt.Sprint("n", i))
		case 1:
			return ast.IntNumberTerm(i)
		default:
			return ast.ArrayTerm(ast.IntNumberTerm(i), ast.BooleanTerm(true))
		}
	}
	nodes := func(n int) *ast.Term {
		var list []*ast.Term
		for range rng.IntN(4) {
			list = append(list, node(n))
		}
		switch rng.IntN(10) {
		case 0:
			return ast.NullTerm() // no list of neighbours
		case 1:
			return ast.ObjectTerm([2]*ast.Term{node(n), node(n)})
		case 2, 3, 4:
			return ast.SetTerm(list...)
		}
		return ast.ArrayTerm(list...)
	}
	for range 3000 {
		n := 1 + rng.IntN(8)
		graph := ast.NewObject()
		for range rng.IntN(n + 1) { // fewer than n: some nodes are missing
			graph.Insert(node(n), nodes(n))
		}
		initial := nodes(n)
		want, got := call(stockReachable, ast.NewTerm(graph), initial), call(linear, ast.NewTerm(graph), initial)
		if got != want {
			t.Fatalf("graph.reachable(%v, %v):\n%s, want\n%s", graph, initial, got, want)
		}
	}
}

func TestReachableRefusesAsOPA(t *testing.T) {
	linear := ours(t)
	graph := ast.ObjectTerm()
	for _, operands := range [][]*ast.Term{
		{ast.StringTerm("a"), ast.ArrayTerm()}, {ast.NullTerm(), ast.NullTerm()}, {ast.ArrayTerm(), ast.SetTerm()},
		{graph, ast.StringTerm("a")}, {graph, ast.ObjectTerm()}, {graph, ast.NullTerm()},
	} {
		want, got := call(stockReachable, operands...), call(linear, operands...)
		if got != want || !strings.Contains(got, "graph.reachable: operand") {
			t.Errorf("%v:\n%s, want\n%s", operands, got, want)
		}
	}
}

// TestReachableInLayers would not end with OPA's own: 3 to the power of 24 paths.
func TestReachableInLayers(t *testing.T) {
	s := mustLoad(t, one(`deny contains {"path": ["system", "title"], "message": sprintf("%d nodes", [count(reached)])} if {
	reached := graph.reachable({f.from: ends | some f in input.flow; ends := {g.to | some g in input.flow; g.from == f.from}}, ["0.0"])
}`))
	var flows []any
	for l := range 25 {
		for i := range 12 { // 3 × 4 flows between neighbouring layers of 3 and 4 nodes
			from, to := i%3, i/3
			if l%2 == 1 {
				from, to = to, from
			}
			flows = append(flows, map[string]any{"name": fmt.Sprint(len(flows)), "from": fmt.Sprintf("%d.%d", l, from), "to": fmt.Sprintf("%d.%d", l+1, to)})
		}
	}
	// 1 at the start, then 12 layers of 4 and 11 of 3 that have ways out, and the last of 4.
	out := mustEval(t, s, map[string]any{"flow": flows}, EvalOptions{Timeout: 20 * time.Second})
	if len(out) != 1 || out[0].Err != nil || len(out[0].Violations) != 1 || out[0].Violations[0].Message != fmt.Sprintf("%d nodes", 1+12*4+12*3) {
		t.Errorf("%+v", out)
	}
}
