package policy

import (
	"slices"
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
)

// read is one place of the input that a rule looked at.
type read struct {
	path   []string // in the input, derived facts led back to blocks
	absent bool     // there is nothing at the path
	miss   bool     // looked at in something that failed, as below a not
	weak   bool     // a set does not have what failed here; it counts only if the finding is about its block
	order  int      // of the expression for whose sake it was looked at
	test   bool     // it decided whether the rule holds; the others only go into the message
}

// proof is what one way to a value rests on.
type proof []read

// memory is what is known of one rule or function: how each of its members, or
// each of its results by arguments, came about, and what failed in between.
type memory struct {
	proofs map[string][]proof
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

// tracer follows one evaluation and finds out, for each value of a rule, which
// places of the input it rests on. It acts when a body succeeds: then all its
// variables are bound, and a reference can be followed from the value that
// stands at its head. What succeeded below (rules, functions, comprehensions)
// is remembered by its value, since OPA evaluates sets whole before it goes on
// and shares the results of functions.
type tracer struct {
	origins *origins
	rules   map[string]bool // paths of all rules, as texts
	frames  map[uint64]*frame
	memory  map[string]*memory
	items   map[string][]proof // values of comprehensions, by value
	heads   map[*ast.Expr]*ast.Term
	events  int
	reads   int
	stop    func() // ends the evaluation
	stopped bool
}

func newTracer(c *ast.Compiler, o *origins, stop func()) *tracer {
	t := &tracer{origins: o, rules: map[string]bool{}, frames: map[uint64]*frame{}, memory: map[string]*memory{},
		items: map[string][]proof{}, heads: map[*ast.Expr]*ast.Term{}, stop: stop}
	for _, m := range c.Modules {
		for _, r := range m.Rules {
			t.rules[r.Ref().GroundPrefix().String()] = true
			t.rules[rulePath(r)] = true
		}
		ast.WalkTerms(m, func(x *ast.Term) bool {
			switch v := x.Value.(type) {
			case *ast.ArrayComprehension:
				t.heads[v.Body[0]] = v.Term
			case *ast.SetComprehension:
				t.heads[v.Body[0]] = v.Term
			}
			return false
		})
	}
	return t
}

// rulePath is the path of a rule without the key that its head adds.
func rulePath(r *ast.Rule) string {
	ref := r.Ref()
	for i, t := range ref {
		if i > 0 && !t.IsGround() {
			return ref[:i].String()
		}
	}
	if r.Head.RuleKind() == ast.SingleValue && r.Head.Key != nil && len(ref) > 1 {
		return ref[:len(ref)-1].String()
	}
	return ref.String()
}

// Enabled, Config and TraceEvent make it a topdown.QueryTracer.
func (t *tracer) Enabled() bool { return true }

// Config leaves variables alone: the tracer asks for those it needs.
func (t *tracer) Config() topdown.TraceConfig { return topdown.TraceConfig{} }

// TraceEvent looks at one step of the evaluation.
func (t *tracer) TraceEvent(ev topdown.Event) {
	if t.events++; t.stopped {
		return
	}
	if t.events > maxEvents || t.reads > maxReads {
		t.stopped = true
		t.stop()
		return
	}
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
		t.exit(t.frame(ev), &ev)
	case topdown.FailOp:
		if e, ok := ev.Node.(*ast.Expr); ok {
			t.fail(t.frame(ev), e, &ev)
		}
	}
}

func (t *tracer) frame(ev topdown.Event) *frame {
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
func (t *tracer) enter(f *frame, r *ast.Rule) {
	m := t.remembered(rulePath(r))
	if f.parent != nil && (m.owner != f.parent || m.epoch != f.parent.epoch) {
		m.owner, m.epoch, m.misses = f.parent, f.parent.epoch, nil
		if len(r.Head.Args) == 0 && r.Head.RuleKind() == ast.SingleValue {
			m.proofs = map[string][]proof{}
		}
	}
}

func (t *tracer) remembered(path string) *memory {
	m := t.memory[path]
	if m == nil {
		m = &memory{proofs: map[string][]proof{}}
		t.memory[path] = m
	}
	return m
}

// eval begins an expression, and drops what it and those after it left behind
// when they were evaluated with other values.
func (t *tracer) eval(f *frame, i int) {
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

func (t *tracer) drop(id uint64) {
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
func (t *tracer) exit(f *frame, ev *topdown.Event) {
	switch n := ev.Node.(type) {
	case *ast.Rule:
		t.exitRule(f, n, ev)
	case ast.Body:
		if f.parent == nil {
			return
		}
		var head *ast.Term
		if len(n) > 0 {
			head = t.heads[n[0]]
		}
		d := &derivation{t: t, f: f, ev: ev}
		ps := d.proofs(n, head)
		if head != nil {
			t.put(t.items, ev.Plug(head).Value.String(), ps)
		}
		t.lift(f, flatten(ps))
	}
}

// lift hands the reads of a closure to the body that it stands in.
func (t *tracer) lift(f *frame, reads []read) {
	for ; f.parent != nil; f = f.parent {
		c := f.parent.under(f.at)
		c.hits = t.add(c.hits, reads, 1<<16)
		switch f.parent.node.(type) {
		case *ast.Rule, ast.Body:
			return
		}
	}
}

func (t *tracer) exitRule(f *frame, r *ast.Rule, ev *topdown.Event) {
	m := t.remembered(rulePath(r))
	d := &derivation{t: t, f: f, ev: ev}
	if len(r.Head.Args) > 0 {
		args := make([]*ast.Term, 0, len(r.Head.Args))
		for _, a := range r.Head.Args {
			args = append(args, ev.Plug(a))
		}
		delete(m.proofs, t.arguments(args))
		t.put(m.proofs, t.arguments(args), t.defaulted(f, r, m, d.proofs(r.Body, r.Head.Value)))
		return
	}
	head, key := headOf(r)
	if key != nil {
		t.put(m.proofs, ev.Plug(key).Value.String(), d.proofs(r.Body, head))
		return
	}
	m.proofs[""] = t.defaulted(f, r, m, d.proofs(r.Body, head))
}

// headOf is what a rule's head says, and the key that tells its members apart.
func headOf(r *ast.Rule) (head, key *ast.Term) {
	if r.Head.RuleKind() == ast.MultiValue {
		return r.Head.Key, r.Head.Key
	}
	ref := r.Ref()
	if last := ref[len(ref)-1]; !last.IsGround() || rulePath(r) != ref.String() {
		return r.Head.Value, last
	}
	return r.Head.Value, nil
}

// defaulted adds to the value of a default what kept the other rules from
// holding.
func (t *tracer) defaulted(f *frame, r *ast.Rule, m *memory, ps []proof) []proof {
	if !r.Default {
		return ps
	}
	p := append(flatten(ps), m.misses...)
	if f.parent != nil {
		if c := f.parent.below[f.at]; c != nil {
			p = append(p, c.misses...)
		}
	}
	return []proof{p}
}

func (t *tracer) put(to map[string][]proof, key string, ps []proof) {
	for _, p := range ps[:max(0, min(len(ps), maxProofs-len(to[key])))] {
		t.reads += len(p)
		to[key] = append(to[key], p)
	}
}

func (t *tracer) add(to, reads []read, most int) []read {
	n := max(0, min(len(reads), most-len(to)))
	t.reads += n
	return append(to, reads[:n]...)
}

// fail keeps what an expression that did not hold looked at, for the not or the
// default that rests on it.
func (t *tracer) fail(f *frame, e *ast.Expr, ev *topdown.Event) {
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
			m := t.remembered(rulePath(r))
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
func (t *tracer) arguments(args []*ast.Term) string {
	var b strings.Builder
	for _, a := range args {
		if a.Location != nil && a.Location.File == originMark {
			b.WriteString("@" + strconv.Itoa(a.Location.Offset))
		} else {
			b.WriteString("#" + strconv.Itoa(a.Value.Hash()))
		}
		b.WriteByte(',')
	}
	return b.String()
}

// of is the ways to a member of a rule, or to the rule itself where it has one
// value. What the rule does not say of itself, a list that a comprehension made
// for instance, is looked up by value.
func (t *tracer) of(path string, member *ast.Term) []proof {
	m := t.memory[path]
	if m == nil {
		return nil
	}
	if member != nil {
		if ps := m.proofs[member.Value.String()]; ps != nil {
			return ps
		}
		if ps := t.items[member.Value.String()]; ps != nil {
			return ps
		}
	}
	if ps := m.proofs[""]; ps != nil {
		return ps
	}
	return []proof{m.misses}
}

// places are the paths that a value rests on, the one that it is about first.
func (p proof) places() [][]string {
	best := slices.Clone(p.candidates())
	slices.SortStableFunc(best, compareReads)
	var out [][]string
	add := func(path []string) {
		inside := func(q []string) bool { return len(q) >= len(path) && slices.Equal(q[:len(path)], path) }
		if len(path) > 0 && !slices.ContainsFunc(out, inside) {
			out = append(out, path)
		}
	}
	for _, r := range best {
		add(r.path)
	}
	rest := slices.DeleteFunc(slices.Clone(p), func(r read) bool { return r.weak })
	slices.SortStableFunc(rest, compareReads)
	for _, r := range rest {
		add(r.path)
	}
	return out
}

// candidates are the reads among which a finding's place is chosen: those that
// decided, and of these, if there are any, those in a block that the message
// speaks of.
func (p proof) candidates() []read {
	subjects := map[string]bool{}
	var tests []read
	for _, r := range p {
		switch {
		case r.test && !r.weak:
			tests = append(tests, r)
		case !r.test:
			subjects[block(r.path)] = true
		}
	}
	var about []read
	for _, r := range p {
		if r.test && subjects[block(r.path)] {
			about = append(about, r)
		}
	}
	switch {
	case len(about) > 0:
		return about
	case len(tests) > 0:
		return tests
	}
	return p.spoken()
}

// spoken is the reads in the blocks that the message speaks of, or the last
// expression that makes it: where nothing decides, as in a difference of sets.
func (p proof) spoken() []read {
	last := 0
	for _, r := range p {
		last = max(last, r.order)
	}
	blocks := map[string]bool{}
	for _, r := range p {
		if r.order == last && !r.weak {
			blocks[block(r.path)] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(p), func(r read) bool { return !blocks[block(r.path)] })
}

// compareReads puts deeper places first, then those of later expressions: what
// a rule is about tends to stand behind what it is limited to.
func compareReads(a, b read) int {
	if d := b.depth() - a.depth(); d != 0 {
		return d
	}
	if a.order != b.order {
		return b.order - a.order
	}
	return 0
}

// depth counts a label as the block that it names.
func (r read) depth() int {
	n := len(r.path)
	if n > 1 && (r.path[n-1] == "name" || r.path[n-1] == "ref") {
		n--
	}
	return n
}
