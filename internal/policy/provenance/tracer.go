// Package provenance finds out which places of an input the findings of a rule
// rest on, for rules that do not say it themselves. A Tracer follows one
// evaluation of the rule over an input whose terms know their paths (Origins).
// Each time that a body succeeds it notes what the body read, and remembers that
// for the value that came of it; so a finding leads back, through helpers,
// functions and comprehensions, to blocks and attributes, the deepest first
// (Proof.Places).
package provenance

import (
	"strconv"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// The bounds of a trace. Beyond them a finding has no place, which its message
// says.
const (
	maxEvents = 2_000_000 // steps of OPA
	maxReads  = 2_000_000 // reads kept at one time
	maxProofs = 64        // ways in which one value is come to
	maxMisses = 128       // failed comparisons that one expression keeps
	maxPath   = 32        // names below a place that are not there
)

// memory is what is known of one rule or function: how each of its members, or
// each of its results by arguments, came about, and what failed in between.
type memory struct {
	proofs map[string][]Proof
	misses []read
	owner  *frame
	epoch  int
}

// frame is one query that OPA evaluates: the body of a rule, of a
// comprehension, of a not or an every.
type frame struct {
	parent   *frame
	at       int // expression of the parent during which it began
	node     ast.Node
	current  int
	epoch    int // counts evaluations of expressions
	below    map[int]*closure
	children []uint64
}

// closure is what the bodies below one expression read.
type closure struct {
	hits, misses []read
}

// Tracer follows one evaluation and finds out, for each value of a rule, which
// places of the input it rests on. It acts when a body succeeds: then all its
// variables are bound, and a reference can be followed from the value that
// stands at its head. What succeeded below (rules, functions, comprehensions)
// is remembered by its value, since OPA evaluates sets whole before it goes on
// and shares the results of functions.
type Tracer struct {
	rules   *Rules
	origins *Origins
	frames  map[uint64]*frame
	memory  map[*node]*memory
	items   map[string][]Proof // values of comprehensions, by value
	event   topdown.Event      // the one that is looked at
	events  int
	reads   int
	stop    func() // ends the evaluation
	stopped bool
}

// NewTracer is one for an evaluation over the input o.Root. It calls stop when
// the evaluation takes more steps than it can remember.
func NewTracer(r *Rules, o *Origins, stop func()) *Tracer {
	return &Tracer{rules: r, origins: o, frames: map[uint64]*frame{}, memory: map[*node]*memory{}, items: map[string][]Proof{}, stop: stop}
}

// Enabled, Config and TraceEvent make it a topdown.QueryTracer.
func (t *Tracer) Enabled() bool { return true }

// Config leaves variables alone: the tracer asks for those it needs.
func (t *Tracer) Config() topdown.TraceConfig { return topdown.TraceConfig{} }

// TraceEvent looks at one step of the evaluation.
func (t *Tracer) TraceEvent(ev topdown.Event) {
	if t.events++; t.stopped {
		return
	}
	if t.events > maxEvents || t.reads > maxReads {
		t.stopped = true
		t.stop()
		return
	}
	t.event = ev
	t.look(&t.event)
}

// look looks at the event.
func (t *Tracer) look(ev *topdown.Event) {
	switch ev.Op {
	case topdown.EnterOp:
		f := t.frame(ev)
		if f.node = ev.Node; ev.HasRule() {
			t.enter(f, ev.Node.(*ast.Rule))
		}
	case topdown.EvalOp:
		if e, ok := ev.Node.(*ast.Expr); ok {
			t.eval(t.frame(ev), e.Index)
		}
	case topdown.ExitOp:
		t.exit(t.frame(ev), ev)
	case topdown.FailOp:
		if e, ok := ev.Node.(*ast.Expr); ok {
			t.fail(t.frame(ev), e, ev)
		}
	}
}

func (t *Tracer) frame(ev *topdown.Event) *frame {
	f, ok := t.frames[ev.QueryID]
	if !ok {
		f = &frame{}
		if p := t.frames[ev.ParentID]; p != nil && ev.ParentID != ev.QueryID {
			f.parent, f.at = p, p.current
			p.children = append(p.children, ev.QueryID)
		}
		t.frames[ev.QueryID] = f
	}
	return f
}

// enter forgets what failed in an earlier evaluation of the rule, with another
// input perhaps.
func (t *Tracer) enter(f *frame, r *ast.Rule) {
	m := t.remembered(t.rules.facts(r).path)
	if f.parent != nil && (m.owner != f.parent || m.epoch != f.parent.epoch) {
		m.owner, m.epoch, m.misses = f.parent, f.parent.epoch, nil
		if len(r.Head.Args) == 0 && r.Head.RuleKind() == ast.SingleValue {
			m.proofs = map[string][]Proof{}
		}
	}
}

// remembered is the memory of a rule. One that the compiler did not have, which
// nothing refers to, is forgotten at once.
func (t *Tracer) remembered(at *node) *memory {
	m := t.memory[at]
	if m == nil {
		m = &memory{proofs: map[string][]Proof{}}
		if at != nil {
			t.memory[at] = m
		}
	}
	return m
}

// eval begins an expression, and drops what it and those after it left behind
// when they were evaluated with other values.
func (t *Tracer) eval(f *frame, i int) {
	f.current = i
	f.epoch++
	for at := range f.below {
		if at >= i {
			delete(f.below, at)
		}
	}
	keep := f.children[:0]
	for _, id := range f.children {
		if c := t.frames[id]; c == nil || c.at >= i {
			t.drop(id)
			continue
		}
		keep = append(keep, id)
	}
	f.children = keep
}

func (t *Tracer) drop(id uint64) {
	f := t.frames[id]
	if f == nil {
		return
	}
	for _, c := range f.children {
		t.drop(c)
	}
	delete(t.frames, id)
}

func (f *frame) under(at int) *closure {
	if f.below == nil {
		f.below = map[int]*closure{}
	}
	c := f.below[at]
	if c == nil {
		c = &closure{}
		f.below[at] = c
	}
	return c
}

// exit keeps what a body that succeeded rests on.
func (t *Tracer) exit(f *frame, ev *topdown.Event) {
	switch n := ev.Node.(type) {
	case *ast.Rule:
		t.exitRule(f, n, ev)
	case ast.Body:
		if f.parent == nil {
			return
		}
		var head *ast.Term
		if len(n) > 0 {
			head = t.rules.heads[n[0]]
		}
		d := &derivation{t: t, f: f, ev: ev}
		ps := d.proofs(n, head, t.rules.body(n, head))
		if head != nil {
			t.put(t.items, keyOf(ev.Plug(head)), ps)
		}
		reads := flatten(ps)
		for i := range reads {
			reads[i].swept = reads[i].swept || head != nil
		}
		t.lift(f, reads)
	}
}

// lift hands the reads of a closure to the body that it stands in.
func (t *Tracer) lift(f *frame, reads []read) {
	for ; f.parent != nil; f = f.parent {
		c := f.parent.under(f.at)
		c.hits = t.add(c.hits, reads, 1<<16)
		switch f.parent.node.(type) {
		case *ast.Rule, ast.Body:
			return
		}
	}
}

func (t *Tracer) exitRule(f *frame, r *ast.Rule, ev *topdown.Event) {
	facts := t.rules.facts(r)
	m := t.remembered(facts.path)
	d := &derivation{t: t, f: f, ev: ev}
	ps := d.proofs(r.Body, facts.head, facts.uses)
	switch {
	case len(r.Head.Args) > 0:
		args := make([]*ast.Term, 0, len(r.Head.Args))
		for _, a := range r.Head.Args {
			args = append(args, ev.Plug(a))
		}
		key := t.arguments(args)
		delete(m.proofs, key)
		t.put(m.proofs, key, t.defaulted(f, r, m, ps))
	case facts.key != nil:
		t.put(m.proofs, keyOf(ev.Plug(facts.key)), ps)
	default:
		m.proofs[whole] = t.defaulted(f, r, m, ps)
	}
}

// whole is the key of a rule that has one value.
const whole = ""

// keyOf is a text for each value, that of a text being cheap to make.
func keyOf(t *ast.Term) string {
	if s, ok := t.Value.(ast.String); ok {
		return "\x00" + string(s)
	}
	return t.Value.String()
}

// defaulted adds to the value of a default what kept the other rules from
// holding.
func (t *Tracer) defaulted(f *frame, r *ast.Rule, m *memory, ps []Proof) []Proof {
	if !r.Default {
		return ps
	}
	p := append(flatten(ps), m.misses...)
	if f.parent != nil {
		if c := f.parent.below[f.at]; c != nil {
			p = append(p, c.misses...)
		}
	}
	return []Proof{p}
}

func (t *Tracer) put(to map[string][]Proof, key string, ps []Proof) {
	for _, p := range ps[:max(0, min(len(ps), maxProofs-len(to[key])))] {
		t.reads += len(p)
		to[key] = append(to[key], p)
	}
}

func (t *Tracer) add(to, reads []read, most int) []read {
	n := max(0, min(len(reads), most-len(to)))
	t.reads += n
	return append(to, reads[:n]...)
}

// fail keeps what an expression that did not hold looked at, for the not or the
// default that rests on it.
func (t *Tracer) fail(f *frame, e *ast.Expr, ev *topdown.Event) {
	d := &derivation{t: t, f: f, ev: ev}
	reads := d.direct(e)
	if c := f.below[e.Index]; c != nil {
		reads = append(reads, c.hits...)
	}
	for i := range reads {
		reads[i].miss, reads[i].test = true, true
	}
	for depth := 0; f != nil && depth < 64; depth++ {
		if r, ok := f.node.(*ast.Rule); ok {
			m := t.remembered(t.rules.facts(r).path)
			m.misses = t.add(m.misses, reads, maxMisses)
		}
		if f.parent != nil {
			c := f.parent.under(f.at)
			c.misses = t.add(c.misses, reads, maxMisses)
		}
		f = f.parent
	}
}

// arguments is a key for the arguments of a function: a place of the input by
// its number, what was computed by its value.
func (t *Tracer) arguments(args []*ast.Term) string {
	var b strings.Builder
	for _, a := range args {
		if a.Location != nil && a.Location.File == mark {
			b.WriteString("@" + strconv.Itoa(1e9+a.Location.Offset))
		} else {
			b.WriteString("#" + strconv.Itoa(a.Value.Hash()))
		}
		b.WriteByte(',')
	}
	return b.String()
}

// Of is the ways to a member of a rule, or to the rule itself where it has one
// value. What the rule does not say of itself, a list that a comprehension made
// for instance, is looked up by value.
func (t *Tracer) Of(rule ast.Ref, member *ast.Term) []Proof {
	m := t.memory[t.rules.paths.find(rule)]
	if m == nil {
		return nil
	}
	if member != nil {
		if ps := m.proofs[keyOf(member)]; ps != nil {
			return ps
		}
		if ps := t.items[keyOf(member)]; ps != nil {
			return ps
		}
	}
	if ps := m.proofs[whole]; ps != nil {
		return ps
	}
	return []Proof{m.misses}
}
