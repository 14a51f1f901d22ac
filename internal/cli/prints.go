package cli

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/aicomply/aicomply/internal/check"
	"github.com/aicomply/aicomply/internal/policy"
	"github.com/aicomply/aicomply/internal/report"
)

// maxPrints is how many lines of print() a run shows.
const maxPrints = 1000

// prints collects what print() said in the policies of a run.
type prints struct {
	mu   sync.Mutex
	all  []printing
	kept int // lines
	left int // lines that were dropped
}

// printing is what one policy said about one deployment.
type printing struct {
	deployment, policy string
	prints             policy.Prints
}

// collectPrints makes a run keep what is printed; if it is not wanted, nothing is.
func (a *app) collectPrints(wanted bool, o *check.Options) *prints {
	p := &prints{}
	if wanted {
		o.Printed = p.add
	}
	return p
}

func (p *prints) add(deployment, id string, said policy.Prints) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.all = append(p.all, printing{deployment, id, said})
	if p.kept += len(said.Lines); p.kept > 2*maxPrints {
		p.trim()
	}
}

// trim keeps the lines that come first in the order in which they are shown:
// the order in which deployments are evaluated changes nothing.
func (p *prints) trim() {
	slices.SortStableFunc(p.all, func(a, b printing) int {
		return cmp.Or(cmp.Compare(a.deployment, b.deployment), cmp.Compare(a.policy, b.policy))
	})
	p.kept = 0
	for i := range p.all {
		said := &p.all[i].prints
		n := min(len(said.Lines), maxPrints-p.kept)
		if n < len(said.Lines) {
			p.left += len(said.Lines) - n + said.Left
			said.Lines, said.Left = said.Lines[:n:n], 0
		}
		p.kept += n
	}
	p.all = slices.DeleteFunc(p.all, func(x printing) bool { return len(x.prints.Lines) == 0 })
}

// show writes to stderr, one line for each call.
func (p *prints) show(a *app) {
	p.trim()
	for _, x := range p.all {
		about := ""
		if x.policy != "" {
			about = x.deployment + ": " + x.policy + " at "
		}
		for _, l := range x.prints.Lines {
			fmt.Fprintln(a.Err, report.EscapeTerminal(fmt.Sprintf("print: %s%s:%d: %s", about, l.File, l.Line, l.Text)))
		}
		if x.prints.Left > 0 {
			fmt.Fprintln(a.Err, report.EscapeTerminal(fmt.Sprintf("print: %s%d more calls are not shown", strings.TrimSuffix(about, " at ")+": ", x.prints.Left)))
		}
	}
	if p.left > 0 {
		fmt.Fprintf(a.Err, "print: %d more calls are not shown; --only chooses policies\n", p.left)
	}
}
