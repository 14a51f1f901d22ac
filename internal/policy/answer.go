package policy

import (
	"context"
	"fmt"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// The bounds of an answer.
const (
	maxResults = 10_000
	maxAnswer  = 16 << 20 // bytes of all its values, about
)

// Answer is what a query came to. Without a row it is undefined.
type Answer struct {
	Rows    []Row
	Printed []string // as that of an Outcome
	Err     error    // why it could not be evaluated; then there are no rows
}

// Row is one way to make a query true.
type Row struct {
	Expressions []Expression
	Bindings    map[string]any // the values of the query's variables, as encoding/json makes them
}

// Expression is an expression of a query and its value.
type Expression struct {
	Text     string
	Row, Col int
	Value    any
}

func (q *asking) evaluate(e *evaluation) (out *Answer) {
	out = &Answer{}
	defer func() {
		if r := recover(); r != nil { // a defect in a function of OPA
			out.Err = fmt.Errorf("evaluation broke down: %v", r)
		}
		if out.Printed = e.printed; out.Err != nil {
			out.Rows = nil
		}
	}()
	query := topdown.NewQuery(q.body).WithCompiler(q.world.compiler).WithQueryCompiler(q.compiler).
		WithInput(e.input).WithTime(e.opts.Now).WithCancel(e.cancel).
		WithStrictBuiltinErrors(true).WithPrintHook(&e.printed)
	if store := q.world.store; store != nil {
		txn, err := store.NewTransaction(e.ctx)
		if err != nil {
			out.Err = err
			return out
		}
		defer store.Abort(e.ctx, txn)
		query.WithStore(store).WithTransaction(txn)
	}
	out.Err = q.collect(e, query, out)
	return out
}

// collect reads the rows of an answer.
func (q *asking) collect(e *evaluation, query *topdown.Query, out *Answer) error {
	left := maxAnswer
	var tooMuch error
	err := query.Iter(context.WithoutCancel(e.ctx), func(r topdown.QueryResult) error {
		if len(out.Rows) == maxResults {
			tooMuch = fmt.Errorf("the query has more than %d answers. Narrow it down, or count them", maxResults)
			return tooMuch
		}
		var row Row
		row, tooMuch = q.row(r, &left)
		out.Rows = append(out.Rows, row)
		return tooMuch
	})
	switch {
	case err == nil || tooMuch != nil:
		return tooMuch
	case topdown.IsCancel(err) || e.stoppedAlready():
		return e.stopped()
	}
	return evalError(err)
}

func (q *asking) row(r topdown.QueryResult, left *int) (Row, error) {
	out := Row{Bindings: map[string]any{}}
	for _, c := range q.shown {
		c.Value = true
		if t := r[c.value]; c.value != "" && t != nil {
			var err error
			if c.Value, err = plainValue(t.Value, left); err != nil {
				return out, err
			}
		}
		out.Expressions = append(out.Expressions, c.Expression)
	}
	rewritten := q.compiler.RewrittenVars()
	for name, t := range r {
		if as, ok := rewritten[name]; ok {
			name = as
		}
		if name.IsGenerated() || name.IsWildcard() || strings.HasPrefix(string(name), "__") {
			continue
		}
		v, err := plainValue(t.Value, left)
		if err != nil {
			return out, err
		}
		out.Bindings[string(name)] = v
	}
	return out, nil
}

// plainValue is a value as encoding/json makes it, while there is room left for it.
func plainValue(v ast.Value, left *int) (any, error) {
	if *left -= size(v, *left); *left < 0 {
		return nil, fmt.Errorf("the answer has more than %d MiB. Narrow the query down", maxAnswer>>20)
	}
	return ast.JSON(v)
}

// size is about how many bytes a value has as JSON, counted until it is more
// than most.
func size(v ast.Value, most int) int {
	n := 0
	var add func(*ast.Term)
	add = func(t *ast.Term) {
		if n > most {
			return
		}
		n += 4
		switch v := t.Value.(type) {
		case ast.String:
			n += len(v)
		case ast.Number:
			n += len(v)
		case *ast.Array:
			v.Foreach(add)
		case ast.Set:
			v.Foreach(add)
		case ast.Object:
			v.Foreach(func(k, v *ast.Term) { add(k); add(v) })
		}
	}
	add(ast.NewTerm(v))
	return n
}
