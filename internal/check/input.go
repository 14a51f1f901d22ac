package check

import (
	"time"

	"github.com/aicomply/aicomply/internal/posture"
	"github.com/aicomply/aicomply/internal/schema"
)

// Input is what policies see of a deployment, as schema.InputSchema describes
// it: plain values that marshal to the JSON of `aicomply input`. The manifest
// has no error diagnostics.
func Input(d Deployment, o Options) map[string]any {
	return newRun(d, o.withDefaults()).input()
}

func (e *run) input() map[string]any {
	in := e.m.Input()
	derived := e.facts.Input()
	derived["waiver"] = e.waivers.Facts()
	if e.before != nil {
		e.compared(derived)
	}
	in["derived"] = derived
	in["now"] = e.o.Now.UTC().Format(time.DateOnly)
	in["stage"] = string(e.stage)
	in["params"] = e.params
	return in
}

// compared adds what is different from the base, and which assessments were
// approved with it.
func (e *run) compared(derived map[string]any) {
	changes := make([]any, 0, len(e.changes))
	for _, c := range e.changes {
		changes = append(changes, c.Input())
	}
	derived["changes"] = changes
	assessments := derived["assessment"].(map[string]any)
	for ref, renewed := range posture.Renewed(e.before, e.m) {
		assessments[ref].(map[string]any)["renewed"] = renewed
	}
}

// maxWaiver is the parameter waiver_max.
func (e *run) maxWaiver() time.Duration {
	text, _ := e.params["waiver_max"].(string)
	d, _ := schema.ParseDuration(text)
	return d
}
