package policy

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// maxTraceLines is how many lines a trace has.
const maxTraceLines = 200

// Trace is how one policy was evaluated.
type Trace struct {
	Lines []string // not escaped
	Left  int      // lines that are left out
	Cut   bool     // the evaluation took more steps than are recorded
	Answer
}

// Trace evaluates one policy over one deployment, as Eval does, and records
// it. The answer has the value of its deny rule, or no row where that is
// undefined or the policy does not apply. The set was loaded with Options.Debug.
// The error is non-nil when there is no such policy, and as that of Query.
func (s *Set) Trace(ctx context.Context, input map[string]any, id string, o EvalOptions) (*Trace, error) {
	if s.debug == nil {
		return nil, errors.New("policies were loaded without what traces need")
	}
	i := slices.IndexFunc(s.queries, func(q query) bool { return q.id == id })
	if i < 0 {
		return nil, fmt.Errorf("there is no policy %q", id)
	}
	value, err := toValue(input)
	if err != nil {
		return nil, fmt.Errorf("policy input: %w", err)
	}
	e := s.evaluation(value, o)
	t, ok := within(ctx, e, func() *Trace { return e.traced(s.queries[i]) })
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if !ok {
		t = &Trace{Answer: Answer{Err: e.stopped()}}
	}
	return t, nil
}

// traced records the rules of a policy, in the order in which check asks them.
func (e *evaluation) traced(q query) (t *Trace) {
	t = &Trace{}
	p := &traceText{}
	defer func() {
		if r := recover(); r != nil { // a defect in a function of OPA
			t.Err = fmt.Errorf("evaluation broke down: %v", r)
		}
		t.Lines, t.Left, t.Printed = p.lines, p.left, e.printed
	}()
	ask := func(w world, ref ast.Value, input *ast.Term) (ast.Value, bool) {
		v, rec, err := e.follow(w, ast.NewBody(ast.Equality.Expr(ast.NewTerm(result), ast.NewTerm(ref))), input)
		t.Err, t.Cut = err, t.Cut || rec.dropped
		p.answer(w, rec, ref, v)
		return v, err == nil
	}
	value, ok := ast.Value(nil), true
	switch r := q.foreign; {
	case r == nil && q.applies != nil:
		if value, ok = ask(e.set.home(), q.applies[0].Operand(1).Value, e.input); !ok || value == nil || value.Compare(ast.Boolean(true)) != 0 {
			p.add(0, "The policy does not apply: applies is not true. Its deny rule is not asked.")
			return t
		}
		fallthrough
	case r == nil:
		value, ok = ask(e.set.home(), q.deny[0].Operand(1).Value, e.input)
	default:
		value, ok = e.tracedAbroad(r, p, ask)
	}
	if ok && value != nil {
		t.answer(value)
	}
	return t
}

// tracedAbroad records a foreign rule, after the exceptions of its package.
func (e *evaluation) tracedAbroad(r *foreignRule, p *traceText, ask func(world, ast.Value, *ast.Term) (ast.Value, bool)) (ast.Value, bool) {
	w := e.set.abroad()
	if r.except != nil {
		v, ok := ask(w, r.except, e.input)
		if !ok {
			return nil, false
		}
		if excepted(v, suffix(r.name)) {
			p.add(0, "An exception of its package silences it. It is not asked.")
			return nil, true
		}
	}
	input := e.input
	if r.spec != nil && len(r.spec.Input) > 0 {
		if input = below(input, r.spec.Input); input == nil {
			p.add(0, fmt.Sprintf("The deployment has no input.%s, which it looks at.", strings.Join(r.spec.Input, ".")))
			return nil, true
		}
	}
	return ask(w, r.ref, input)
}

// answer keeps the value, as a query for it would.
func (t *Trace) answer(v ast.Value) {
	if size(v, maxAnswer) > maxAnswer {
		t.Err = fmt.Errorf("the value has more than %d MiB", maxAnswer>>20)
		return
	}
	plain, err := ast.JSON(v)
	if t.Err = err; err == nil {
		t.Rows = []Row{{Expressions: []Expression{{Value: plain}}, Bindings: map[string]any{}}}
	}
}

// follow evaluates a query and records it. Nothing is skipped: no indexing, and
// no early end.
func (e *evaluation) follow(w world, body ast.Body, input *ast.Term) (ast.Value, *steps, error) {
	rec := newSteps(w)
	q, done, err := e.query(w, body)
	if err != nil {
		return nil, rec, err
	}
	defer done()
	var value ast.Value
	err = q.WithInput(input).WithQueryTracer(rec).WithIndexing(false).WithEarlyExit(false).
		Iter(context.WithoutCancel(e.ctx), func(r topdown.QueryResult) error {
			value = r[result].Value
			return nil
		})
	switch {
	case err == nil:
		return value, rec, nil
	case topdown.IsCancel(err) || e.stoppedAlready():
		return nil, rec, e.stopped()
	}
	return nil, rec, evalError(err)
}

// query is one over a world, with the bounds of the evaluation.
func (e *evaluation) query(w world, body ast.Body) (q *topdown.Query, done func(), err error) {
	q = topdown.NewQuery(body).WithCompiler(w.compiler).WithInput(e.input).WithTime(e.opts.Now).
		WithCancel(e.cancel).WithStrictBuiltinErrors(true).WithPrintHook(&e.printed)
	if w.store == nil {
		return q, func() {}, nil
	}
	txn, err := w.store.NewTransaction(e.ctx)
	if err != nil {
		return nil, nil, err
	}
	return q.WithStore(w.store).WithTransaction(txn), func() { w.store.Abort(e.ctx, txn) }, nil
}

// traceText turns what was recorded into lines.
type traceText struct {
	world world
	lines []string
	left  int
}

func (p *traceText) add(depth int, text string) {
	if len(p.lines) >= maxTraceLines {
		p.left++
		return
	}
	p.lines = append(p.lines, strings.Repeat("  ", depth)+text)
}

// answer is what one question came to, and how.
func (p *traceText) answer(w world, rec *steps, ref, v ast.Value) {
	p.world = w
	is := "undefined"
	if v != nil {
		is = inShort(ast.NewTerm(v))
	}
	p.add(0, fmt.Sprintf("%v is %s", ref, is))
	for _, b := range rec.roots {
		for _, l := range b.lines {
			p.bodies(l.calls, 0, 0)
		}
	}
}

// bodies lists those that were entered from the line in row, and came to
// nothing, before the others.
func (p *traceText) bodies(all []*stepBody, row, depth int) {
	for _, stopped := range []bool{true, false} {
		for _, b := range all {
			if (b.held == 0) == stopped {
				p.body(b, row, depth)
			}
		}
	}
}

func (p *traceText) body(b *stepBody, row, depth int) {
	if b.rule == nil {
		p.within(b, row, depth)
		return
	}
	at, more := b.rule.Location, ""
	if b.args != "" && b.entered > 1 {
		more = fmt.Sprintf(" and %d more", b.entered-1)
	}
	p.add(depth, fmt.Sprintf("%s%s%s at %s:%d %s", nameOf(b.rule), b.args, more, at.File, at.Row, b.outcome()))
	for _, v := range b.values {
		p.add(depth+1, "gives "+v)
	}
	p.steps(b, at.File, depth+1)
}

// within is a body that stands within an expression. What it does on a line of
// its own is shown; else only what it calls.
func (p *traceText) within(b *stepBody, row, depth int) {
	if b.key.at != nil && slices.ContainsFunc(b.lines, func(l *stepLine) bool { return l.row != row }) {
		p.steps(b, b.key.at.File, depth)
		return
	}
	for _, l := range b.lines {
		p.bodies(l.calls, row, depth)
	}
}

func (p *traceText) steps(b *stepBody, file string, depth int) {
	for _, l := range b.lines {
		if l.row == 0 || unremarkable(b, l) {
			p.bodies(l.calls, l.row, depth)
			continue
		}
		p.add(depth, fmt.Sprintf("%4d  %s  -- %s", l.row, p.source(file, l), l.outcome()))
		for _, v := range l.without {
			p.add(depth+4, v)
		}
		for _, v := range l.with {
			p.add(depth+4, "holds: "+v)
		}
		p.bodies(l.calls, l.row, depth+3)
	}
}

// unremarkable reports whether a line held that is only the body "true" of a
// rule without one, or the head of a rule whose body has lines of its own.
func unremarkable(b *stepBody, l *stepLine) bool {
	if b.rule == nil || l.stopped > 0 {
		return false
	}
	return len(b.rule.Body) == 1 && b.rule.Body[0].String() == "true" || l.row == b.rule.Head.Location.Row && len(b.lines) > 1
}

func (p *traceText) source(file string, l *stepLine) string {
	text := l.text
	if all, ok := p.world.texts[file]; ok {
		lines := bytes.SplitN(all, []byte("\n"), l.row+1)
		if l.row <= len(lines) {
			text = string(lines[l.row-1])
		}
	}
	const most = 120
	return clipTo(strings.TrimSpace(text), most)
}

func nameOf(r *ast.Rule) string {
	name := r.Head.Ref().String()
	if r.Default {
		return "default " + name
	}
	return name
}

func (b *stepBody) outcome() string {
	switch {
	case b.held > 0:
		return "holds " + times(b.held)
	case len(b.lines) == 0:
		return "does not fit: its arguments or its key are others"
	}
	for _, l := range slices.Backward(b.lines) {
		if l.stopped > 0 {
			return fmt.Sprintf("stops at line %d", l.row)
		}
	}
	return "does not hold"
}

func (l *stepLine) outcome() string {
	var parts []string
	if l.stopped > 0 {
		parts = append(parts, "stops "+times(l.stopped))
	}
	if l.held > 0 {
		parts = append(parts, "holds "+times(l.held))
	}
	if len(parts) == 0 {
		return "not finished"
	}
	return strings.Join(parts, ", ")
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}

// arguments is those of a function, when it is first called.
func (s *steps) arguments(r *ast.Rule, ev *topdown.Event) string {
	if len(r.Head.Args) == 0 {
		return ""
	}
	var parts []string
	for _, a := range r.Head.Args {
		parts = append(parts, inShort(ev.Plug(a)))
	}
	return "(" + strings.Join(parts, ", ") + ")"
}
