package provenance

import (
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
)

// uses says how the expressions of a body depend on each other.
type uses struct {
	output []bool            // it only makes what the head says
	result []ast.Var         // the variable that the expression computes, or ""
	by     map[ast.Var][]int // expressions that name a variable
}

func newUses(body ast.Body, head *ast.Term) *uses {
	u := &uses{output: make([]bool, len(body)), result: make([]ast.Var, len(body)), by: map[ast.Var][]int{}}
	first := map[ast.Var]int{}
	for i, e := range body {
		vis := ast.NewVarVisitor().WithParams(ast.VarVisitorParams{SkipRefCallHead: true})
		vis.Walk(e)
		for v := range vis.Vars() {
			if _, ok := first[v]; !ok {
				first[v] = i
			}
			u.by[v] = append(u.by[v], i)
		}
	}
	for i, e := range body {
		u.result[i] = resultOf(e, func(v ast.Var) bool { return first[v] == i })
	}
	spoken := map[ast.Var]bool{}
	if head != nil {
		ast.WalkVars(head, func(v ast.Var) bool {
			spoken[v] = true
			return false
		})
	}
	for i := len(body) - 1; i >= 0; i-- {
		v := u.result[i]
		if v == "" || body[i].Negated {
			continue
		}
		others := slices.DeleteFunc(slices.Clone(u.by[v]), func(j int) bool { return j == i })
		u.output[i] = (spoken[v] || len(others) > 0) && !slices.ContainsFunc(others, func(j int) bool { return !u.output[j] })
	}
	return u
}

// resultOf is the variable that an expression gives a value to: one that no
// expression named before.
func resultOf(e *ast.Expr, isNew func(ast.Var) bool) ast.Var {
	var candidates []*ast.Term
	switch {
	case e.IsEquality() || e.IsAssignment():
		candidates = e.Operands()
	case e.IsCall():
		if ops := e.Operands(); len(ops) > 0 {
			candidates = ops[len(ops)-1:]
		}
	}
	for _, t := range candidates {
		if v, ok := t.Value.(ast.Var); ok && isNew(v) {
			return v
		}
	}
	return ""
}

// order is the last expression for whose sake one was evaluated.
func (u *uses) order(i int, computed func(ast.Var) bool) int {
	out := i
	for range u.result { // at most as often as there are expressions
		v := u.result[out]
		if v == "" || !computed(v) {
			return out
		}
		last := out
		for _, j := range u.by[v] {
			if !u.output[j] {
				last = max(last, j)
			}
		}
		if last == out {
			return out
		}
		out = last
	}
	return out
}
