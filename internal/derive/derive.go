// Package derive computes the facts that policies decide on: which data reaches
// which node and under which purposes, where nodes are, and the arithmetic of
// production — errors a week, hours of review, costs, days overdue.
//
// It is arithmetic over a resolved manifest and knows no policy. What it
// computes, with units and meaning, is listed in schema.Derived; this package
// fills that table and nothing else. A fact whose premises are not declared is
// absent, never zero.
//
// Data enters at the origins of datasets and moves over edges: every flow, both
// ways between a model and its tools, and from a resource to the principals
// that can read it. What arrives is kept for each node, category and dataset,
// and grows until nothing changes. All of it is monotone, so cycles need no
// care, and the number of paths plays no part in the time it takes. Paths are
// looked for only when a finding asks for its Witness.
package derive

import (
	"sync"
	"time"

	"github.com/aicomply/aicomply/internal/manifest"
)

// Options are the settings of Compute.
type Options struct {
	Now time.Time // the clock; only its date in UTC counts. The zero value leaves out all facts that need it.
}

// Facts are the derived facts of one deployment. They do not change after
// Compute and may be used by several goroutines.
type Facts struct {
	m       *manifest.Manifest
	now     time.Time // midnight UTC; zero = no clock
	graph   *graph
	arrived *arrivals
	untrust *tree // the ways of untrusted input

	mu    sync.Mutex
	trees map[int]*tree // shortest ways of a category, by its index; filled on demand
}

// Compute derives the facts of a manifest that has no error diagnostics. On
// others it does not fail, and its facts are as incomplete as the manifest.
func Compute(m *manifest.Manifest, o Options) *Facts {
	f := &Facts{m: m, trees: map[int]*tree{}}
	if !o.Now.IsZero() {
		f.now = midnight(o.Now)
	}
	f.graph = newGraph(m)
	f.arrived = propagate(f.graph)
	f.untrust = f.graph.untrustedTree()
	return f
}

// Incomplete reports that the deployment is too large to follow its data
// through: what arrives where may then be more than the facts say, and no
// policy may pass on them.
func (f *Facts) Incomplete() bool { return f.arrived.incomplete }
