package policy

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"

	"github.com/aicomply/aicomply/internal/policy/trace"
)

// Trace is how one policy was evaluated.
type Trace struct {
	trace.Text
	Cut bool // the evaluation took more steps than are recorded
	Answer
}

// Trace evaluates one policy over one deployment, as Eval does, and records
// it. The answer has the value of its deny rule, or no row where that is
// undefined or the policy does not apply. The set was loaded with Options.Debug.
// The error is non-nil when there is no such policy, and as that of Eval.
func (s *Set) Trace(ctx context.Context, input map[string]any, id string, o EvalOptions) (*Trace, error) {
	if s.debug == nil {
		return nil, errors.New("policies were loaded without what traces need")
	}
	if !slices.ContainsFunc(s.queries, func(q query) bool { return q.id == id }) {
		return nil, fmt.Errorf("there is no policy %q", id)
	}
	o.Only = func(other string) bool { return other == id }
	o.trace = &recording{}
	outcomes, err := s.Eval(ctx, input, o)
	if err != nil {
		return nil, err
	}
	if !o.trace.ended.Load() { // it could not be stopped, and may still write
		return &Trace{Answer: Answer{Err: outcomes[0].Err}}, nil
	}
	return o.trace.conclude(outcomes[0]), nil
}

// recording is how the questions were evaluated that one policy was asked.
type recording struct {
	text  trace.Text
	cut   bool
	value ast.Value // that the last one came to, or nil
	ended atomic.Bool
}

// follow records a query. Once it has ended, done takes what it came to. Nothing
// is skipped: no indexing, no early end, and no results of before.
func (r *recording) follow(w world, q *topdown.Query, asked ast.Body, value *ast.Value, err *error) (done func()) {
	steps := trace.New(w.compiler)
	q.WithQueryTracer(steps).WithIndexing(false).WithEarlyExit(false).WithVirtualCache(topdown.NewVirtualCache())
	return func() {
		is := "undefined"
		switch r.value = *value; {
		case *err != nil:
			is = "not known"
		case r.value != nil:
			is = trace.Short(ast.NewTerm(r.value))
		}
		r.text.Add(fmt.Sprintf("%v is %s", asked[0].Operand(1), is))
		steps.WriteTo(&r.text, w.texts)
		r.cut = r.cut || steps.Cut()
	}
}

func (r *recording) conclude(o Outcome) *Trace {
	t := &Trace{Answer: Answer{Printed: o.Printed, Err: o.Err}}
	switch {
	case o.Err != nil:
	case !o.Applicable && o.Reason == "":
		r.text.Lines = append(r.text.Lines, "The policy does not apply: applies is not true, so deny is not asked.")
	case !o.Applicable || o.Undefined:
		r.text.Lines = append(r.text.Lines, "The policy says nothing: "+o.Reason+".")
	case r.value != nil:
		t.value(r.value)
	}
	t.Text, t.Cut = r.text, r.cut
	return t
}

// value keeps a value, as a query for it would.
func (a *Answer) value(v ast.Value) {
	left := maxAnswer
	plain, err := plainValue(v, &left)
	if a.Err = err; err == nil {
		a.Rows = []Row{{Expressions: []Expression{{Value: plain}}, Bindings: map[string]any{}}}
	}
}
