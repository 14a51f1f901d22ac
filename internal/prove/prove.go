// Package prove searches for manifests that show what a policy does: one on
// which it finds something, one on which it applies and finds nothing. A policy
// without the first never speaks, one without the second says the same of
// everybody, and one that passes on a manifest that declares nothing takes
// what is not known for good.
//
// The search starts from the manifests beside the policy and from an empty one,
// and changes them one attribute or block at a time: every allowed value of an
// enum, absent and unknown, dates around the clock, numbers around those that
// the policy's text speaks of, references to other blocks. Each candidate is
// written as HCL and goes through the whole pipeline, so that derived facts are
// what they would be. It is bounded and seeded: the same policies, tries and
// seed give the same result. What it does not find may still exist.
package prove

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/aicomply/aicomply/internal/check"
	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/manifest"
	"github.com/aicomply/aicomply/internal/pair"
	"github.com/aicomply/aicomply/internal/schema"
)

// Options bound the search. Check needs Policies and Frameworks.
type Options struct {
	Check     check.Options
	Tries     int    // manifests evaluated for each policy; 0 = 200
	Seed      uint64 // chooses among the changes
	Witnesses bool   // make the witnesses small, which takes as many tries again
}

const (
	defaultTries = 200
	shrinkTries  = 120
	maxInputs    = 60 // kept of each policy
)

// Target is a policy to prove.
type Target struct {
	ID      string
	Text    string   // of the policy and what it uses: names and limits in it guide the search
	Fail    string   // its fail.hcl, or ""
	Pass    string   // its pass.hcl, or ""
	Base    string   // its base.hcl, that every manifest is compared with, or ""
	Seeds   []string // other manifests to start from
	Foreign bool     // it was not written for aicomply, and has no way to say that it does not apply
}

// Kind says what is wrong with a policy.
type Kind string

// The kinds of problems.
const (
	NeverFires  Kind = "never_fires"   // on nothing that was tried
	AlwaysFires Kind = "always_fires"  // wherever it applies
	NeverPasses Kind = "never_passes"  // it is undefined wherever it finds nothing
	FailsOpen   Kind = "fails_open"    // it passes on a manifest that declares nothing
	Errors      Kind = "error"         // it cannot be evaluated on some manifest
	Reversed    Kind = "pair_reversed" // it finds fault with pass.hcl and not with fail.hcl
	WrongPair   Kind = "pair"          // one of the two does not do what it is for
)

// Problem is something wrong with a policy.
type Problem struct {
	Kind     Kind   `json:"kind"`
	Text     string `json:"text"`               // in a sentence
	Manifest string `json:"manifest,omitempty"` // that shows it
}

// Result is what the search found out about one policy.
type Result struct {
	Policy    string    `json:"policy"`
	Problems  []Problem `json:"problems"`
	Fires     string    `json:"fires,omitempty"`   // a manifest on which it finds something
	Passes    string    `json:"passes,omitempty"`  // one on which it applies and finds nothing
	DependsOn []string  `json:"depends_on"`        // attributes and blocks whose change changed what it finds
	Tried     int       `json:"tried"`             // manifests
	Stopped   bool      `json:"stopped,omitempty"` // before its end: nothing follows from what was not found

	Inputs []map[string]any `json:"-"` // that it was evaluated on, a choice of them
}

// empty is the least that a manifest can be.
const empty = "system \"s\" {\n}\n"

// Run searches for one policy. When ctx is done, the result is what was found
// until then, with Stopped; the error is about what the search was given.
func Run(ctx context.Context, t Target, o Options) (Result, error) {
	o.Check.Now, o.Check.AllRego = pair.Clock(), true
	o.Check.Only = func(id string) bool { return id == t.ID }
	if o.Tries <= 0 {
		o.Tries = defaultTries
	}
	s := &search{ctx: ctx, target: t, opts: o, hints: hintsOf(t.Text), rng: rand.New(rand.NewPCG(o.Seed, 0)), depends: map[string]bool{}, seen: map[string]bool{}}
	if t.Base != "" {
		m, diags := manifest.Parse(".", map[string][]byte{"aicomply.hcl": []byte(t.Base)})
		if finding.HasErrors(diags) {
			return Result{}, fmt.Errorf("%s: base.hcl is not valid: %s", t.ID, diags[0].Summary)
		}
		s.base = m
	}
	s.result = Result{Policy: t.ID, Problems: []Problem{}, DependsOn: []string{}}
	s.start()
	s.explore()
	s.result.Stopped = ctx.Err() != nil
	s.conclude()
	return s.result, nil
}

// state is what a policy says of one manifest.
type state struct {
	doc    doc
	text   string
	result finding.Result
	reason string
	found  []string // findings, by path, kind and key, sorted
	broken bool     // one of them is a violation, and not a gap or the like
}

func (s *state) signature() string {
	return string(s.result) + "\n" + s.reason + "\n" + strings.Join(s.found, "\n")
}

// search is the search for one policy.
type search struct {
	ctx    context.Context
	target Target
	opts   Options
	hints  hints
	rng    *rand.Rand
	result Result
	base   *manifest.Manifest // or nil

	starts        []*state
	fires, passes *state
	failing       *state // an evaluation error
	silent        bool   // it was undefined on some manifest
	depends       map[string]bool
	seen          map[string]bool // signatures
}

// try evaluates a manifest; nil if it is not valid, or the search is over.
func (s *search) try(text string) *state {
	if s.ctx.Err() != nil {
		return nil
	}
	m, diags := manifest.Parse(".", map[string][]byte{"aicomply.hcl": []byte(text)})
	if finding.HasErrors(diags) {
		return nil
	}
	deployment := check.Deployment{Manifest: m, Base: s.base}
	r, err := check.Run(s.ctx, []check.Deployment{deployment}, s.opts.Check)
	if s.ctx.Err() != nil { // an error of the policy would be that of the time
		return nil
	}
	s.result.Tried++
	if err != nil || len(r.Deployments) != 1 || len(r.Deployments[0].Policies) != 1 {
		return nil
	}
	out := &state{doc: m.Input(), text: text, result: r.Deployments[0].Policies[0].Result, reason: r.Deployments[0].Policies[0].Reason}
	for _, f := range r.Deployments[0].Findings {
		out.broken = out.broken || f.Kind == finding.Violation
		out.found = append(out.found, strings.TrimSpace(fmt.Sprintf("%s %s %s", f.Path, f.Kind, f.Key)))
	}
	slices.Sort(out.found)
	s.note(out, deployment)
	return out
}

// note keeps what a state shows.
func (s *search) note(x *state, d check.Deployment) {
	switch {
	case x.result == finding.Errored:
		if s.failing == nil {
			s.failing = x
		}
	case len(x.found) > 0:
		if s.fires == nil || x.broken && !s.fires.broken {
			s.fires = x
		}
	case x.result == finding.Unknown:
		s.silent = true
	case x.result == finding.Passed:
		if s.passes == nil {
			s.passes = x
		}
	}
	if sig := x.signature(); !s.seen[sig] {
		s.seen[sig] = true
		if len(s.result.Inputs) < maxInputs {
			s.result.Inputs = append(s.result.Inputs, check.Input(d, s.opts.Check))
		}
	}
}

// start evaluates what there is: the pair, the empty manifest, the seeds.
func (s *search) start() {
	fail, pass := s.try(s.target.Fail), s.try(s.target.Pass)
	if s.target.Fail == "" {
		fail = nil
	}
	if s.target.Pass == "" {
		pass = nil
	}
	s.pairs(fail, pass)
	nothing := s.try(empty)
	if nothing != nil && nothing.result == finding.Passed && !s.target.Foreign {
		s.problem(FailsOpen, "it passes on a manifest that declares nothing: give it an applies rule, or a finding of kind gap for what is not declared", nothing)
	}
	for _, x := range []*state{fail, pass} {
		if x != nil {
			s.starts = append(s.starts, x)
		}
	}
	for _, text := range s.target.Seeds {
		if x := s.try(text); x != nil {
			s.starts = append(s.starts, x)
		}
	}
	if nothing != nil {
		s.starts = append(s.starts, nothing)
	}
}

func (s *search) pairs(fail, pass *state) {
	silent := fail != nil && fail.result == finding.Passed
	loud := pass != nil && len(pass.found) > 0
	switch {
	case silent && loud:
		s.problem(Reversed, "it finds fault with pass.hcl and not with fail.hcl: a condition is the wrong way round", pass)
	case silent:
		s.problem(WrongPair, "it finds nothing in fail.hcl", fail)
	case loud:
		s.problem(WrongPair, "it finds fault with pass.hcl: "+strings.Join(pass.found, ", "), pass)
	}
}

// explore changes the manifests to start from: first one thing at a time, what
// the policy's text names before anything else, then several at once.
func (s *search) explore() {
	type step struct {
		from *state
		change
	}
	var likely, other []step
	for _, from := range s.starts {
		for _, c := range s.hints.changes(from.doc) {
			if s.named(c.what) {
				likely = append(likely, step{from, c})
			} else {
				other = append(other, step{from, c})
			}
		}
	}
	shuffle := func(list []step) { s.rng.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] }) }
	shuffle(likely)
	shuffle(other)
	n := min(len(likely), s.opts.Tries*2/3)
	likely, rest := likely[:n], likely[n:]
	other = append(other[:min(len(other), s.opts.Tries/6)], rest...)
	for _, st := range slices.Concat(likely, other) {
		if s.over() {
			return
		}
		s.single(st.from, st.change)
	}
	for attempts := 0; !s.over() && len(s.starts) > 0 && attempts < 3*s.opts.Tries; attempts++ {
		s.several(s.starts[s.rng.IntN(len(s.starts))])
	}
}

func (s *search) over() bool { return s.ctx.Err() != nil || s.result.Tried >= s.opts.Tries }

// named reports whether the policy's text has the last name of a place.
func (s *search) named(what string) bool {
	return s.hints.words[what[strings.LastIndexByte(what, '.')+1:]]
}

func (s *search) single(from *state, c change) {
	d := clone(from.doc)
	c.apply(d)
	if x := s.try(d.hcl()); x != nil && x.signature() != from.signature() {
		s.depends[c.what] = true
	}
}

func (s *search) several(from *state) {
	d := clone(from.doc)
	for range 2 + s.rng.IntN(2) {
		all := s.hints.changes(d)
		if likely := slices.DeleteFunc(slices.Clone(all), func(c change) bool { return !s.named(c.what) }); len(likely) > 0 {
			all = likely
		}
		if len(all) == 0 {
			return
		}
		all[s.rng.IntN(len(all))].apply(d)
	}
	s.try(d.hcl())
}

func (s *search) problem(k Kind, text string, shown *state) {
	p := Problem{Kind: k, Text: text}
	if shown != nil {
		p.Manifest = shown.text
	}
	s.result.Problems = append(s.result.Problems, p)
}

// conclude says what follows. Of a search that was stopped only what it found
// is certain.
func (s *search) conclude() {
	for what := range s.depends {
		s.result.DependsOn = append(s.result.DependsOn, what)
	}
	slices.Sort(s.result.DependsOn)
	tried := s.result.Tried
	if s.failing != nil {
		s.problem(Errors, "it cannot be evaluated: "+s.failing.reason, s.shrink(s.failing, func(x *state) bool { return x.result == finding.Errored }))
	}
	switch {
	case s.fires == nil && s.passes == nil && s.failing != nil: // as was said
	case s.fires == nil && !s.result.Stopped:
		s.problem(NeverFires, fmt.Sprintf("it found nothing in any of %d manifests", tried), nil)
	case s.fires != nil:
		broken := s.fires.broken
		s.result.Fires = s.shrink(s.fires, func(x *state) bool { return len(x.found) > 0 && x.broken == broken }).text
	}
	switch {
	case s.passes != nil:
		s.result.Passes = s.shrink(s.passes, func(x *state) bool { return x.result == finding.Passed && len(x.found) == 0 }).text
	case s.fires != nil && s.silent && !s.result.Stopped:
		s.problem(NeverPasses, "wherever it finds nothing it is undefined, and its result unknown; make it a set with contains, or give it a default value", s.fires)
	case s.fires != nil && !s.result.Stopped:
		s.problem(AlwaysFires, fmt.Sprintf("it found something in each of %d manifests that it applies to", tried), s.fires)
	}
	s.result.Tried = tried
}

// shrink leaves out of a manifest what it can do without.
func (s *search) shrink(x *state, holds func(*state) bool) *state {
	if !s.opts.Witnesses {
		return x
	}
	budget := shrinkTries
	for before := ""; before != x.text; { // a block can go when nothing refers to it any more
		before = x.text
		all := removals(x.doc)
		for i := 0; i < len(all) && budget > 0; budget-- {
			d := clone(x.doc)
			all[i].apply(d)
			if y := s.try(d.hcl()); y != nil && holds(y) {
				x, all = y, removals(y.doc) // what follows moves up
			} else {
				i++
			}
		}
	}
	return x
}

// removals are the changes that only leave something out: whole blocks before
// what is in them, in the order of the schema.
func removals(d doc) []change {
	var blocks, attrs []change
	var body func(at place, b *schema.Block)
	body = func(at place, b *schema.Block) {
		o := at.in(d)
		for i := range b.Attrs {
			if a := &b.Attrs[i]; (o[a.Name] != nil || isUnknown(o, a.Name)) && !a.Required {
				attrs = append(attrs, change{a.Name, func(d doc) { forget(at.in(d), a.Name) }})
			}
		}
		for i := range b.Blocks {
			inner := &b.Blocks[i]
			switch v := o[inner.Type].(type) {
			case map[string]any:
				if inner.Type != "system" {
					blocks = append(blocks, change{inner.Type, func(d doc) { delete(at.in(d), inner.Type) }})
				}
				body(append(slices.Clone(at), inner.Type), inner)
			case []any:
				for n := range v {
					blocks = append(blocks, change{inner.Type, func(d doc) { without(at.in(d), inner.Type, n) }})
					body(append(slices.Clone(at), inner.Type, n), inner)
				}
			}
		}
	}
	body(nil, schema.Manifest)
	return append(blocks, attrs...)
}

// forget makes an attribute absent.
func forget(o map[string]any, name string) {
	delete(o, name)
	list, _ := o["unknown"].([]any)
	list = slices.DeleteFunc(slices.Clone(list), func(v any) bool { return v == name })
	if o["unknown"] = list; len(list) == 0 {
		delete(o, "unknown")
	}
}
