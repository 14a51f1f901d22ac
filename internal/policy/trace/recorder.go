package trace

import (
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// The bounds of what is recorded.
const (
	maxSteps   = 1_000_000 // steps of OPA that are looked at
	maxBodies  = 2_000     // each of which is recorded once for each line that leads to it
	maxSamples = 3         // sets of values for each line
	maxTries   = 100       // times that values are looked at for them
)

// Recorder records one query. It is a topdown.QueryTracer.
type Recorder struct {
	compiler *ast.Compiler
	frames   map[uint64]*frame
	root     *body // the query itself
	bodies   int
	steps    int
	cut      bool
}

// New makes a recorder of what the compiler compiled.
func New(c *ast.Compiler) *Recorder {
	return &Recorder{compiler: c, frames: map[uint64]*frame{}}
}

// Cut reports whether there was more than is recorded.
func (r *Recorder) Cut() bool { return r.cut }

// frame is one evaluation of a body.
type frame struct {
	parent   *frame
	at       int // expression of the parent during which it began
	body     *body
	exprs    ast.Body
	last     int  // index of the expression that is evaluated
	failed   bool // it did not hold
	children []uint64
}

// body is that of a rule, or of a comprehension, a not or an every.
type body struct {
	rule    *ast.Rule // nil for what stands within an expression
	key     bodyKey
	entered int
	held    int      // how often it came to its end
	values  []string // that it came to
	args    string   // of a function, at first
	lines   []*line
}

// bodyKey tells bodies below one line apart.
type bodyKey struct {
	at   *ast.Location
	rule bool
}

// line is what happened on one line of a body.
type line struct {
	row     int
	text    string // of its first expression, where the source is not at hand
	held    int
	stopped int
	with    []string // values with which it held
	without []string // reasons for which it did not, and values
	calls   []*body  // that were entered from it
}

// Enabled, Config and TraceEvent make it a topdown.QueryTracer.
func (r *Recorder) Enabled() bool { return true }

// Config leaves variables alone: those that are shown are asked for.
func (r *Recorder) Config() topdown.TraceConfig { return topdown.TraceConfig{} }

// TraceEvent looks at one step of the evaluation.
func (r *Recorder) TraceEvent(ev topdown.Event) {
	if r.steps++; r.steps > maxSteps {
		r.cut = true
		return
	}
	if ev.Op == topdown.EnterOp {
		r.enter(&ev)
		return
	}
	f := r.frames[ev.QueryID]
	if f == nil || f.body == nil { // below what is not recorded
		return
	}
	e, isExpr := ev.Node.(*ast.Expr)
	switch {
	case ev.Op == topdown.ExitOp:
		r.exit(f, &ev)
	case !isExpr:
	case ev.Op == topdown.EvalOp:
		r.eval(f, e, &ev)
	case ev.Op == topdown.FailOp:
		r.fail(f, e, &ev)
	case ev.Op == topdown.RedoOp:
		f.last = e.Index
	}
}

func (r *Recorder) enter(ev *topdown.Event) {
	f := &frame{last: -1}
	k := bodyKey{at: ev.Location}
	rule, _ := ev.Node.(*ast.Rule)
	if b, ok := ev.Node.(ast.Body); ok {
		if f.exprs = b; len(b) > 0 {
			k.at = b[0].Location
		}
	}
	if rule != nil {
		k, f.exprs = bodyKey{at: rule.Location, rule: true}, rule.Body
	}
	parent := r.frames[ev.ParentID]
	switch {
	case parent != nil && ev.ParentID != ev.QueryID:
		parent.children = append(parent.children, ev.QueryID)
		f.parent, f.at = parent, parent.last
		if f.body = r.below(parent, k); f.body != nil {
			f.body.rule = rule
			f.body.entered++
		}
	case r.root == nil:
		f.body = &body{key: k}
		r.root = f.body
	default:
		return
	}
	r.frames[ev.QueryID] = f
}

// below is the body that is entered from the expression at which a frame is; nil
// if it is not recorded.
func (r *Recorder) below(f *frame, k bodyKey) *body {
	for f != nil && f.last < 0 { // an every evaluates its body below its domain, which is no body
		f = f.parent
	}
	if f == nil || f.body == nil {
		return nil
	}
	l := f.body.line(f.exprs, f.last)
	if i := slices.IndexFunc(l.calls, func(b *body) bool { return b.key == k }); i >= 0 {
		return l.calls[i]
	}
	if r.bodies++; r.bodies > maxBodies {
		r.cut = true
		return nil
	}
	b := &body{key: k}
	l.calls = append(l.calls, b)
	return b
}

// line is that of an expression; the lines of a body come in the order of the source.
func (b *body) line(exprs ast.Body, i int) *line {
	row, text := 0, ""
	if i < len(exprs) && exprs[i] != nil && exprs[i].Location != nil {
		row, text = exprs[i].Location.Row, string(exprs[i].Location.Text)
	}
	at, found := slices.BinarySearchFunc(b.lines, row, func(l *line, row int) int { return l.row - row })
	if !found {
		b.lines = slices.Insert(b.lines, at, &line{row: row, text: text})
	}
	return b.lines[at]
}

// eval begins an expression: those before it hold.
func (r *Recorder) eval(f *frame, e *ast.Expr, ev *topdown.Event) {
	f.children = slices.DeleteFunc(f.children, func(id uint64) bool {
		c := r.frames[id]
		if c != nil && c.at < e.Index { // it may yet be asked for other values
			return false
		}
		r.drop(id)
		return true
	})
	if e.Index == 0 && f.body.rule != nil && f.body.args == "" {
		f.body.args = arguments(f.body.rule, ev)
	}
	if e.Index > 0 {
		r.held(f, e.Index-1, rowOf(e), ev)
	}
	f.know(e)
	f.last, f.failed = e.Index, false
	f.body.line(f.exprs, e.Index)
}

// know keeps an expression of the frame's body. OPA does not say beforehand
// what the body of an every is.
func (f *frame) know(e *ast.Expr) {
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

func (r *Recorder) drop(id uint64) {
	f := r.frames[id]
	if f == nil {
		return
	}
	delete(r.frames, id)
	for _, c := range f.children {
		r.drop(c)
	}
}

// held notes that an expression holds, once all on its line do.
func (r *Recorder) held(f *frame, i, next int, ev *topdown.Event) {
	if i >= len(f.exprs) || rowOf(f.exprs[i]) == next {
		return
	}
	l := f.body.line(f.exprs, i)
	if l.held++; l.held <= maxTries {
		l.with = sample(l.with, r.facts(f, i, ev).text())
	}
}

func (r *Recorder) fail(f *frame, e *ast.Expr, ev *topdown.Event) {
	if f.failed && f.last == e.Index {
		return
	}
	f.know(e)
	f.failed = true
	l := f.body.line(f.exprs, e.Index)
	if l.stopped++; l.stopped <= maxTries {
		l.without = sample(l.without, r.facts(f, e.Index, ev).failure(e))
	}
}

func (r *Recorder) exit(f *frame, ev *topdown.Event) {
	f.body.held++
	if n := len(f.exprs); n > 0 {
		r.held(f, n-1, -1, ev)
	}
	if rule := f.body.rule; rule != nil && f.body.held <= maxTries {
		f.body.values = sample(f.body.values, valueOf(rule, ev))
	}
}

// arguments is those of a function, as it is called.
func arguments(rule *ast.Rule, ev *topdown.Event) string {
	if len(rule.Head.Args) == 0 {
		return ""
	}
	text := "("
	for i, a := range rule.Head.Args {
		if i > 0 {
			text += ", "
		}
		text += Short(ev.Plug(a))
	}
	return text + ")"
}

// valueOf is what a body gives its rule: a value, a member, or a key and its value.
func valueOf(rule *ast.Rule, ev *topdown.Event) string {
	if rule.Head.RuleKind() == ast.MultiValue {
		return Short(ev.Plug(rule.Head.Key))
	}
	value := Short(ev.Plug(rule.Head.Value))
	ref := rule.Head.Ref()
	if last := ref[len(ref)-1]; len(ref) > 1 && !last.IsGround() {
		return Short(ev.Plug(last)) + ": " + value
	}
	return value
}

// sample adds a text that is not there yet, while few are.
func sample(to []string, text string) []string {
	if len(to) == maxSamples || text == "" || text == "true" || slices.Contains(to, text) {
		return to
	}
	return append(to, text)
}
