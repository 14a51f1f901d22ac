package policy

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// defaultTimeout is how long one Eval may take when nothing else is said.
const defaultTimeout = 30 * time.Second

// grace is how long after its deadline an evaluation is waited for. A single
// call of some functions of OPA (regex.match, json.marshal) runs to its
// end without looking whether it was stopped; such an evaluation is left behind.
const grace = time.Second

// EvalOptions say how to evaluate. The zero value evaluates every policy at
// the present moment.
type EvalOptions struct {
	Only    func(id string) bool // nil = all
	Now     time.Time            // what time.now_ns returns
	Timeout time.Duration        // of all policies together; 0 = 30 s
	Memory  int64                // bytes that the heap may hold meanwhile; 0 = 2 GiB
	trace   *recording           // nil = nothing is recorded
}

// Outcome is what became of one policy.
type Outcome struct {
	ID         string
	Applicable bool        // false when its applies rule is not true
	Undefined  bool        // a rule of other people has no value: it neither passed nor failed
	Reason     string      // why it does not apply or is undefined, where there is more to say
	Violations []Violation // sorted
	Err        error       // why it could not be evaluated; then the rest says nothing
	Printed    []string    // what its print() calls said, as "a/b/b.rego:12: text", if it was loaded with Options.Print
}

// query is what is asked of one policy.
type query struct {
	id            string
	deny, applies ast.Body     // applies is nil without such a rule
	foreign       *foreignRule // then the others are empty
}

// result is the variable that a query binds.
const result = ast.Var("result")

// queries makes queries, which share what is the same in all of them.
type queries struct {
	equal, result *ast.Term
	prefix        ast.Ref
}

func newQueries() queries {
	return queries{
		equal: ast.NewTerm(ast.Equality.Ref()), result: ast.NewTerm(result),
		prefix: ast.Ref{ast.DefaultRootDocument, ast.StringTerm("aicomply"), ast.StringTerm("policies")},
	}
}

func (q queries) query(id string, hasApplies bool) query {
	area, name, _ := strings.Cut(id, "/")
	policy := append(slices.Clip(q.prefix), ast.StringTerm(area), ast.StringTerm(name))
	ask := func(rule string) ast.Body {
		ref := append(slices.Clip(policy), ast.InternedTerm(rule))
		return ast.NewBody(&ast.Expr{Terms: []*ast.Term{q.equal, q.result, ast.NewTerm(ref)}})
	}
	out := query{id: id, deny: ask("deny")}
	if hasApplies {
		out.applies = ask("applies")
	}
	return out
}

// Eval evaluates the policies over one deployment. input holds maps, lists,
// texts, numbers and booleans, as encoding/json makes them; it is not kept and
// not changed. Outcomes come by id. The error is non-nil only when nothing
// could be evaluated: an input that is no such value, or a done ctx.
func (s *Set) Eval(ctx context.Context, input map[string]any, o EvalOptions) ([]Outcome, error) {
	value, err := toValue(input)
	if err != nil {
		return nil, fmt.Errorf("policy input: %w", err)
	}
	e := s.evaluation(value, o)
	out, ok := within(ctx, e, e.run)
	if err := ctx.Err(); !ok && err != nil {
		return nil, err
	}
	if !ok {
		return s.abandoned(o, e.stopped()), nil
	}
	return out, ctx.Err()
}

// evaluation is one over an input, with the bounds that o leaves out.
func (s *Set) evaluation(input ast.Value, o EvalOptions) *evaluation {
	if o.Timeout == 0 {
		o.Timeout = defaultTimeout
	}
	if o.Now.IsZero() {
		o.Now = time.Now()
	}
	if o.Memory == 0 {
		o.Memory = defaultMemory
	}
	return &evaluation{set: s, input: ast.NewTerm(input), opts: o, cancel: topdown.NewCancel()}
}

// within runs f, which evaluates e, until it ends or a bound is reached. ok is
// false when f did not even stop then.
func within[T any](ctx context.Context, e *evaluation, f func() T) (out T, ok bool) {
	limited, stop := context.WithTimeout(ctx, e.opts.Timeout)
	defer stop()
	e.ctx = limited
	defer context.AfterFunc(limited, e.cancel.Cancel)()
	tripped := make(chan struct{})
	defer watch(e.opts.Memory, e.cancel, &e.exceeded, tripped)()

	// The goroutine owns what it makes until it sends it, so that one that never
	// returns can be left behind.
	done := make(chan T, 1)
	go func() { done <- f() }()
	select {
	case out := <-done:
		return out, true
	case <-limited.Done():
	case <-tripped:
	}
	select {
	case out := <-done:
		return out, true
	case <-time.After(grace):
		return out, false
	}
}

// abandoned is the outcome when an evaluation cannot even be stopped.
func (s *Set) abandoned(o EvalOptions, err error) []Outcome {
	var out []Outcome
	for _, q := range s.queries {
		if o.Only == nil || o.Only(q.id) {
			out = append(out, Outcome{ID: q.id, Applicable: true, Err: err})
		}
	}
	return out
}

func timeoutError(d time.Duration) error {
	return fmt.Errorf("evaluation took longer than %s", d)
}

// evaluation is one run over one input.
type evaluation struct {
	set    *Set
	input  *ast.Term
	opts   EvalOptions
	cancel topdown.Cancel
	ctx    context.Context // of this Eval only
	txn    storage.Transaction
	rules  topdown.VirtualCache // what rules came to, shared by the policies

	exceeded atomic.Bool // it was stopped because of its memory
	greedy   string      // the policy with which memory ran out
	abroad   *abroad     // for foreign rules; nil without
	printed  printed     // by the policy that is being evaluated
}

func (e *evaluation) run() []Outcome {
	var err error
	if e.set.store != nil {
		if e.txn, err = e.set.store.NewTransaction(e.ctx); err == nil {
			defer e.set.store.Abort(e.ctx, e.txn)
		}
	}
	e.goAbroad()
	e.forget()
	var out []Outcome
	for _, q := range e.set.queries {
		if e.opts.Only != nil && !e.opts.Only(q.id) {
			continue
		}
		o := Outcome{ID: q.id, Applicable: true, Err: err}
		if err == nil {
			e.printed = nil
			o = e.policy(q)
			o.Printed = e.printed
		}
		if o.Err != nil {
			e.forget()
		}
		switch {
		case !errors.Is(o.Err, ErrMemory):
		case e.greedy == "":
			e.greedy = q.id
		default:
			o.Err = starved{e.opts.Memory, e.greedy}
		}
		out = append(out, o)
	}
	if e.opts.trace != nil {
		e.opts.trace.ended.Store(true)
	}
	return out
}

// forget drops what rules came to. After an error some of it is wrong: a
// shared function that failed counts as undefined, and the next policy that
// calls it has to fail as well.
func (e *evaluation) forget() {
	e.rules = topdown.NewVirtualCache()
}

func (e *evaluation) policy(q query) (out Outcome) {
	out = Outcome{ID: q.id, Applicable: true}
	defer func() {
		if r := recover(); r != nil { // a defect in a function of OPA
			out = Outcome{ID: q.id, Applicable: true, Err: fmt.Errorf("evaluation broke down: %v", r)}
		}
	}()
	if q.foreign != nil {
		return e.foreignPolicy(q.foreign)
	}
	if q.applies != nil {
		v, err := e.ask(q.applies)
		if err != nil {
			out.Err = err
			return out
		}
		if v == nil || v.Compare(ast.Boolean(true)) != 0 {
			out.Applicable = false
			return out
		}
	}
	v, err := e.ask(q.deny)
	if err == nil {
		out.Violations, err = decodeSet(v)
	}
	out.Err = err
	return out
}

// ask evaluates a query and returns what it binds, or nil when it is undefined.
func (e *evaluation) ask(body ast.Body) (ast.Value, error) {
	if e.stoppedAlready() {
		return nil, e.stopped()
	}
	var value ast.Value
	var err error
	q := topdown.NewQuery(body).
		WithCompiler(e.set.compiler).WithStore(e.set.store).WithTransaction(e.txn).
		WithInput(e.input).WithTime(e.opts.Now).WithCancel(e.cancel).
		WithStrictBuiltinErrors(true).WithVirtualCache(e.rules).WithPrintHook(&e.printed)
	if r := e.opts.trace; r != nil {
		defer r.follow(e.set.home(), q, body, &value, &err)()
	}
	err = q.Iter(e.ctx, func(r topdown.QueryResult) error {
		value = r[result].Value
		return nil
	})
	if err == nil {
		return value, nil
	}
	if topdown.IsCancel(err) || e.stoppedAlready() {
		return nil, e.stopped()
	}
	return nil, evalError(err)
}

func (e *evaluation) stoppedAlready() bool { return e.ctx.Err() != nil || e.exceeded.Load() }

func (e *evaluation) stopped() error {
	if e.exceeded.Load() {
		return memoryError(e.opts.Memory)
	}
	if errors.Is(e.ctx.Err(), context.DeadlineExceeded) {
		return timeoutError(e.opts.Timeout)
	}
	return context.Canceled
}

// evalError puts the place in front, as in "built-in/a/b/b.rego:12: …".
func evalError(err error) error {
	var e *topdown.Error
	if !errors.As(err, &e) {
		return err
	}
	message := strings.Join(strings.Fields(e.Message), " ")
	if e.Location == nil {
		return errors.New(message)
	}
	return fmt.Errorf("%s:%d: %s", e.Location.File, e.Location.Row, message)
}
