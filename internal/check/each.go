package check

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/policy"
	"github.com/aicomply/aicomply/internal/report"
)

// outcome is what one deployment came to. Without a deployment it was not
// evaluated, for the reasons in the diagnostics or those it came with.
type outcome struct {
	deployment *report.Deployment
	before     []finding.Diagnostic // on the base, ahead of those it came with
	diags      []finding.Diagnostic // on itself, after them
	edits      []report.GateEdit
	scope      Scope
}

// ahead is how many deployments for each processor are loaded or have a result
// that waits for one before it.
const ahead = 4

// numbered is the outcome of deployment i.
type numbered struct {
	i   int
	d   Deployment
	out outcome
	err error
}

// each loads and evaluates the deployments, as many at a time as there are
// processors; with a base, whose problems add up, one after the other. Take gets
// the outcomes in the order of the deployments, and nothing of a deployment is
// kept after that. The error is that of the first which has one.
func each(ctx context.Context, s Source, o Options, base *report.Base, take func(Deployment, outcome) error) error {
	workers := min(runtime.GOMAXPROCS(0), s.N)
	if o.Base != nil {
		workers = min(workers, 1)
	}
	if workers > 1 {
		o.turns = &sync.RWMutex{}
	}
	var next atomic.Int64
	room, results, quit := make(chan struct{}, ahead*workers), make(chan numbered), make(chan struct{})
	work := func() {
		for {
			select {
			case room <- struct{}{}:
			case <-quit:
				return
			}
			n := numbered{i: int(next.Add(1)) - 1}
			if n.i >= s.N {
				return
			}
			n.d = s.Load(n.i)
			n.out, n.err = evaluate(ctx, n.d, o, base)
			select {
			case results <- n:
			case <-quit:
				return
			}
		}
	}
	var wg sync.WaitGroup
	defer wg.Wait()
	defer close(quit)
	for range workers {
		wg.Go(work)
	}
	return inOrder(s.N, results, room, take)
}

// inOrder passes n outcomes on by number, and makes room for another after each.
func inOrder(n int, results <-chan numbered, room <-chan struct{}, take func(Deployment, outcome) error) error {
	early := map[int]numbered{}
	for next := 0; next < n; {
		r := <-results
		early[r.i] = r
		for r, ok := early[next]; ok; r, ok = early[next] {
			if r.err != nil {
				return r.err
			}
			if err := take(r.d, r.out); err != nil {
				return err
			}
			delete(early, next)
			next++
			<-room
		}
	}
	return nil
}

func evaluate(ctx context.Context, d Deployment, o Options, base *report.Base) (outcome, error) {
	if finding.HasErrors(d.Diagnostics) {
		return outcome{}, ctx.Err()
	}
	said := report.Report{Base: base}
	e, err := newComparedRun(ctx, d, o, &said)
	if err != nil {
		return outcome{}, fmt.Errorf("%s at the base: %w", d.Manifest.Path, err)
	}
	out := outcome{before: said.Diagnostics, scope: e.scope}
	if out.deployment, out.diags, err = e.evaluate(ctx); err != nil {
		return outcome{}, fmt.Errorf("%s: %w", d.Manifest.Path, err)
	}
	if out.deployment != nil {
		out.edits = e.gateEdits()
	}
	return out, nil
}

// ask evaluates the policies. What they may take of memory is measured of the
// whole process, so that one deployment can use up what others have, too. When
// that happens each of those is asked again, alone, and only the one that is to
// blame fails.
func (e *run) ask(ctx context.Context) ([]policy.Outcome, error) {
	input := e.input()
	eval := func() ([]policy.Outcome, error) {
		return e.o.Policies.Eval(ctx, input, policy.EvalOptions{
			Only: e.asked, Now: e.o.Now, Timeout: e.o.Timeout, Memory: e.o.Memory,
		})
	}
	turns := e.o.turns
	if turns == nil {
		return eval()
	}
	turns.RLock()
	out, err := eval()
	turns.RUnlock()
	tooMuch := func(o policy.Outcome) bool { return errors.Is(o.Err, policy.ErrMemory) }
	if err != nil || !slices.ContainsFunc(out, tooMuch) {
		return out, err
	}
	turns.Lock()
	defer turns.Unlock()
	return eval()
}
