package check

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/aicomply/aicomply/internal/finding"
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

// each evaluates the deployments, as many at a time as there are processors;
// with a base, whose problems add up, one after the other.
// The outcomes come in the order of the deployments, and so does the error: it
// is that of the first which has one.
func each(ctx context.Context, deployments []Deployment, o Options, base *report.Base) ([]outcome, error) {
	out, errs := make([]outcome, len(deployments)), make([]error, len(deployments))
	var next atomic.Int64
	var failed atomic.Bool
	work := func() {
		for i := int(next.Add(1)) - 1; i < len(deployments) && !failed.Load(); i = int(next.Add(1)) - 1 {
			if out[i], errs[i] = evaluate(ctx, deployments[i], o, base); errs[i] != nil {
				failed.Store(true)
			}
		}
	}
	var wg sync.WaitGroup
	workers := min(runtime.GOMAXPROCS(0), len(deployments))
	if o.Base != nil {
		workers = 1
	}
	for range workers {
		wg.Go(work)
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

func evaluate(ctx context.Context, d Deployment, o Options, base *report.Base) (outcome, error) {
	if finding.HasErrors(d.Diagnostics) {
		return outcome{}, nil
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
