package policy

import (
	"cmp"
	"time"

	"github.com/open-policy-agent/opa/v1/topdown"

	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/policy/provenance"
)

const (
	maxTracing = 5 * time.Second // for one rule on one deployment
	maxPlaces  = 100             // findings that one message is made into
	maxRelated = 8               // further places of one finding
)

// tracing is the second evaluation of a rule, which finds out what its findings
// rest on.
type tracing struct {
	tracer *provenance.Tracer
	cancel topdown.Cancel
}

// either is cancelled when one of two is; Cancel ends the inner one alone.
type either struct{ outer, inner topdown.Cancel }

// Cancel cancels the inner one.
func (c either) Cancel() { c.inner.Cancel() }

// Cancelled reports whether one of them is cancelled.
func (c either) Cancelled() bool { return c.outer.Cancelled() || c.inner.Cancelled() }

// locate gives the findings of a rule that name no path their places. A text
// that holds for several blocks is one member of a set; it becomes a finding for
// each of them. Without such findings the rule is not traced.
func (e *evaluation) locate(r *foreignRule, items []item) []Violation {
	var out []Violation
	var lost []item
	for _, i := range items {
		// A path that begins outside the input is somebody else's notion of one.
		if p := i.violation.Path; len(p) > 0 && (r.spec != nil || provenance.Child(e.input, p[0]) != nil) {
			out = append(out, i.violation)
		} else {
			i.violation.Path = nil
			lost = append(lost, i)
		}
	}
	if len(lost) == 0 {
		return out
	}
	t, reason := e.trace(r)
	for _, i := range lost {
		out = append(out, placed(t, r, i, reason)...)
	}
	return out
}

// trace evaluates a rule again and follows it. The reason says why it could not.
func (e *evaluation) trace(r *foreignRule) (t *provenance.Tracer, reason string) {
	const lost = "the rule could not be followed through the input"
	defer func() {
		if recover() != nil { // a finding without a place is worth more than none
			t, reason = nil, lost
		}
	}()
	if e.abroad.origins == nil {
		e.abroad.origins = provenance.NewOrigins(e.input.Value)
	}
	tr := &tracing{cancel: either{e.cancel, topdown.NewCancel()}}
	tr.tracer = provenance.NewTracer(e.abroad.provenance(), e.abroad.origins, tr.cancel.Cancel)
	input := e.abroad.origins.Root
	if r.spec != nil {
		input = below(input, r.spec.Input)
	}
	timer := time.AfterFunc(maxTracing, tr.cancel.Cancel)
	defer timer.Stop()
	if _, err := e.askAbroad(r.ref, input, tr); err != nil {
		if topdown.IsCancel(err) {
			return nil, "following the rule through the input took too long"
		}
		return nil, lost
	}
	return tr.tracer, ""
}

// placed is the findings that one item becomes, one for each place.
func placed(t *provenance.Tracer, r *foreignRule, i item, reason string) []Violation {
	if t == nil {
		v := i.violation
		v.Unlocated = reason
		return []Violation{v}
	}
	seen := map[string]bool{}
	var out []Violation
	entire := false
	for _, p := range t.Of(r.ref[:min(len(r.ref), 1+ruleDepth(r))], cmp.Or(i.key, i.value)) {
		places := p.Places(1 + maxRelated)
		entire = entire || len(places) == 0 && len(p) > 0
		if len(places) == 0 || len(out) == maxPlaces {
			continue
		}
		v := i.violation
		for _, path := range places {
			v.Places = append(v.Places, finding.Path(path))
		}
		if first := v.Places[0].String(); !seen[first] {
			seen[first] = true
			out = append(out, v)
		}
	}
	if len(out) == 0 {
		v := i.violation
		v.Unlocated = "the rule reads nothing of the input to come to it"
		if entire {
			v.Unlocated = "the rule hands the whole input on, and could not be followed further"
		}
		return []Violation{v}
	}
	return out
}

// ruleDepth is the length of the path of a rule, without data and without keys
// below the rule.
func ruleDepth(r *foreignRule) int {
	n := len(r.ref) - 1
	if r.spec != nil {
		n -= len(refOf("x", r.spec.Rule)) - len(refOf("x", r.spec.Word()))
	}
	return n
}
