package check

import (
	"context"
	"fmt"
	"runtime"
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
	printed    []policy.Outcome // of the policies that printed
	starved    bool             // a policy was stopped because memory ran out
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
	p := &pool{
		source: s, evaluate: func(d Deployment) (outcome, error) { return evaluate(ctx, d, o, base) },
		room: make(chan struct{}, ahead*workers), results: make(chan numbered), quit: make(chan struct{}),
	}
	var wg sync.WaitGroup
	defer wg.Wait()
	defer close(p.quit)
	for range workers {
		wg.Go(p.work)
	}
	return inOrder(s.N, p.results, p.room, take)
}

// pool is what the workers share.
type pool struct {
	source   Source
	evaluate func(Deployment) (outcome, error)
	next     atomic.Int64
	room     chan struct{} // full while as many are ahead as may be
	results  chan numbered
	quit     chan struct{} // closed when no result is wanted any more

	alone sync.RWMutex // held for reading by whoever evaluates, unless nobody else may
}

func (p *pool) work() {
	for {
		select {
		case p.room <- struct{}{}:
		case <-p.quit:
			return
		}
		n := numbered{i: int(p.next.Add(1)) - 1}
		if n.i >= p.source.N {
			return
		}
		p.run(&n)
		select {
		case p.results <- n:
		case <-p.quit:
			return
		}
	}
}

// run loads and evaluates one deployment. What policies may take of memory is
// measured of the whole process, so that one deployment can use up what others
// have as well. Each that ran out of it is evaluated again while nothing else
// is: only the one that is to blame does so once more.
func (p *pool) run(n *numbered) {
	p.alone.RLock()
	n.d = p.source.Load(n.i)
	n.out, n.err = p.evaluate(n.d)
	p.alone.RUnlock()
	if n.out.starved && cap(p.room) > ahead { // with one worker it was alone
		p.alone.Lock()
		defer p.alone.Unlock()
		n.out, n.err = p.evaluate(n.d)
	}
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
	out.starved, out.printed = e.starved, e.printed
	if out.deployment != nil {
		out.edits = e.gateEdits()
	}
	return out, nil
}
