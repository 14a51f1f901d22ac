package policy

import (
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// The bounds of what is recorded.
const (
	maxSteps   = 1_000_000 // steps of OPA that are looked at
	maxBodies  = 2_000     // bodies, each of which is recorded once for each line that leads to it
	maxSamples = 3         // sets of values for each line
)

// steps records an evaluation for people: for each body that was entered, how
// often each of its lines held, where it stopped, and with which values. It adds
// up over iterations, so that what it holds grows with the policy and not with
// the input.
type steps struct {
	world   world
	frames  map[uint64]*stepFrame
	roots   []*stepBody
	bodies  int
	seen    int  // steps of OPA
	dropped bool // a bound was reached
}

// stepFrame is one evaluation of a body.
type stepFrame struct {
	parent   *stepFrame
	at       int // expression of the parent during which it began
	body     *stepBody
	exprs    ast.Body
	last     int  // index of the expression that is evaluated
	failed   bool // it did not hold
	children []uint64
}

// stepBody is a body of a rule, or of a comprehension, a not or an every.
type stepBody struct {
	rule    *ast.Rule // nil for what stands within an expression
	key     stepKey
	entered int
	held    int      // how often it came to its end
	values  []string // that it came to
	args    string   // of a function, at first
	lines   []*stepLine
}

// stepKey tells bodies below one line apart.
type stepKey struct {
	at   *ast.Location
	rule bool
}

// stepLine is what happened on one line of a body.
type stepLine struct {
	row     int
	text    string // of its first expression, where the source is not at hand
	held    int
	stopped int
	with    []string    // values with which it held
	without []string    // reasons for which it did not, and values
	calls   []*stepBody // that were entered from it
}

func newSteps(w world) *steps {
	return &steps{world: w, frames: map[uint64]*stepFrame{}}
}

// Enabled, Config and TraceEvent make it a topdown.QueryTracer.
func (s *steps) Enabled() bool { return true }

// Config leaves variables alone: those that are shown are asked for.
func (s *steps) Config() topdown.TraceConfig { return topdown.TraceConfig{} }

// TraceEvent looks at one step of the evaluation.
func (s *steps) TraceEvent(ev topdown.Event) {
	if s.seen++; s.seen > maxSteps {
		s.dropped = true
		return
	}
	switch ev.Op {
	case topdown.EnterOp:
		s.enter(&ev)
	case topdown.EvalOp:
		if e, ok := ev.Node.(*ast.Expr); ok {
			s.eval(s.frame(&ev), e, &ev)
		}
	case topdown.FailOp:
		if e, ok := ev.Node.(*ast.Expr); ok {
			s.fail(s.frame(&ev), e, &ev)
		}
	case topdown.RedoOp:
		if e, ok := ev.Node.(*ast.Expr); ok {
			s.frame(&ev).last = e.Index
		}
	case topdown.ExitOp:
		s.exit(s.frame(&ev), &ev)
	}
}

// frame is that of an event, or an empty one that is not kept.
func (s *steps) frame(ev *topdown.Event) *stepFrame {
	if f := s.frames[ev.QueryID]; f != nil {
		return f
	}
	return &stepFrame{}
}

func (s *steps) enter(ev *topdown.Event) {
	f := &stepFrame{last: -1}
	key := stepKey{at: ev.Location}
	switch n := ev.Node.(type) {
	case *ast.Rule:
		key, f.exprs = stepKey{at: n.Location, rule: true}, n.Body
	case ast.Body:
		f.exprs = n
		if len(n) > 0 {
			key.at = n[0].Location
		}
	}
	parent := s.frames[ev.ParentID]
	if parent == nil || ev.ParentID == ev.QueryID {
		if old := s.frames[ev.QueryID]; old == nil { // the query itself
			f.body = &stepBody{key: key}
			s.roots = append(s.roots, f.body)
			s.frames[ev.QueryID] = f
		}
		return
	}
	parent.children = append(parent.children, ev.QueryID)
	s.frames[ev.QueryID], f.parent, f.at = f, parent, parent.last
	for parent != nil && parent.last < 0 { // an every evaluates its body below its domain, which is no body
		parent = parent.parent
	}
	if parent == nil || parent.body == nil {
		return // below something that is not recorded
	}
	l := parent.body.line(parent.exprs, parent.last)
	i := slices.IndexFunc(l.calls, func(b *stepBody) bool { return b.key == key })
	if i < 0 {
		if s.bodies++; s.bodies > maxBodies {
			s.dropped = true
			return
		}
		b := &stepBody{key: key}
		b.rule, _ = ev.Node.(*ast.Rule)
		i = len(l.calls)
		l.calls = append(l.calls, b)
	}
	f.body = l.calls[i]
	f.body.entered++
}

// line is that of an expression; the lines of a body come in the order of the source.
func (b *stepBody) line(exprs ast.Body, i int) *stepLine {
	row, text := 0, ""
	if i < len(exprs) && exprs[i] != nil && exprs[i].Location != nil {
		row, text = exprs[i].Location.Row, string(exprs[i].Location.Text)
	}
	at, found := slices.BinarySearchFunc(b.lines, row, func(l *stepLine, row int) int { return l.row - row })
	if !found {
		b.lines = slices.Insert(b.lines, at, &stepLine{row: row, text: text})
	}
	return b.lines[at]
}

// eval begins an expression: those before it hold.
func (s *steps) eval(f *stepFrame, e *ast.Expr, ev *topdown.Event) {
	f.children = slices.DeleteFunc(f.children, func(id uint64) bool {
		c := s.frames[id]
		if c != nil && c.at < e.Index { // it may yet be asked for other values
			return false
		}
		s.drop(id)
		return true
	})
	if f.body == nil {
		return
	}
	if e.Index == 0 && f.body.rule != nil && f.body.args == "" {
		f.body.args = s.arguments(f.body.rule, ev)
	}
	if e.Index > 0 {
		s.held(f, e.Index-1, rowOf(e), ev)
	}
	f.know(e)
	f.last, f.failed = e.Index, false
	f.body.line(f.exprs, e.Index)
}

// know keeps an expression of the frame's body. OPA does not say beforehand
// what the body of an every is.
func (f *stepFrame) know(e *ast.Expr) {
	if e.Index < len(f.exprs) && f.exprs[e.Index] == e {
		return
	}
	f.exprs = append(slices.Clone(f.exprs), make(ast.Body, max(0, e.Index+1-len(f.exprs)))...)
	f.exprs[e.Index] = e
}

func rowOf(e *ast.Expr) int {
	if e == nil || e.Location == nil {
		return 0
	}
	return e.Location.Row
}

func (s *steps) drop(id uint64) {
	f := s.frames[id]
	if f == nil {
		return
	}
	delete(s.frames, id)
	for _, c := range f.children {
		s.drop(c)
	}
}

// held notes that an expression holds, once all on its line do.
func (s *steps) held(f *stepFrame, i, next int, ev *topdown.Event) {
	if i >= len(f.exprs) || rowOf(f.exprs[i]) == next {
		return
	}
	l := f.body.line(f.exprs, i)
	if l.held++; len(l.with) < maxSamples {
		l.with = sample(l.with, s.facts(f, i, ev).text())
	}
}

func (s *steps) fail(f *stepFrame, e *ast.Expr, ev *topdown.Event) {
	if f.body == nil || f.failed && f.last == e.Index {
		return
	}
	f.know(e)
	f.failed = true
	l := f.body.line(f.exprs, e.Index)
	if l.stopped++; len(l.without) < maxSamples {
		facts := s.facts(f, e.Index, ev)
		text := facts.reason(e, s.asks(e))
		if values := facts.text(); values != "" {
			text += ": " + values
		}
		l.without = sample(l.without, text)
	}
}

func (s *steps) exit(f *stepFrame, ev *topdown.Event) {
	if f.body == nil {
		return
	}
	f.body.held++
	if n := len(f.exprs); n > 0 {
		s.held(f, n-1, -1, ev)
	}
	r := f.body.rule
	if r == nil || len(f.body.values) == maxSamples {
		return
	}
	head, key := headOf(r)
	text := ""
	if head != nil {
		text = inShort(ev.Plug(head))
	}
	if key != nil && key != head {
		text = inShort(ev.Plug(key)) + ": " + text
	}
	f.body.values = sample(f.body.values, text)
}

// sample adds a text that is not there yet.
func sample(to []string, text string) []string {
	if text == "" || text == "true" || slices.Contains(to, text) {
		return to
	}
	return append(to, text)
}
