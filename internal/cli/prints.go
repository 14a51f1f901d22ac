package cli

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/aicomply/aicomply/internal/check"
	"github.com/aicomply/aicomply/internal/report"
)

// maxPrints is how many lines of print() a run shows.
const maxPrints = 1000

// prints collects what print() said in the policies of a run.
type prints struct {
	all  []printing
	left int // lines that were dropped
}

// printing is a line that one policy printed about one deployment.
type printing struct {
	deployment, policy, text string
}

// collectPrints makes a run keep what is printed; if it is not wanted, nothing is.
func (a *app) collectPrints(wanted bool, o *check.Options) *prints {
	p := &prints{}
	if wanted {
		o.Printed = p.add
	}
	return p
}

func (p *prints) add(deployment, id string, lines []string) {
	for _, l := range lines {
		p.all = append(p.all, printing{deployment, id, l})
	}
	if len(p.all) > 2*maxPrints {
		p.trim()
	}
}

// trim keeps the lines that come first in the order in which they are shown.
func (p *prints) trim() {
	slices.SortStableFunc(p.all, func(a, b printing) int {
		return cmp.Or(cmp.Compare(a.deployment, b.deployment), cmp.Compare(a.policy, b.policy))
	})
	kept := min(len(p.all), maxPrints)
	p.left += len(p.all) - kept
	p.all = slices.Clone(p.all[:kept])
}

// show writes to stderr, one line for each call.
func (p *prints) show(a *app) {
	p.trim()
	for _, x := range p.all {
		a.showPrint(fmt.Sprintf("%s: %s at %s", x.deployment, x.policy, x.text))
	}
	if p.left > 0 {
		a.showPrint(fmt.Sprintf("%d more lines are not shown; --only chooses policies", p.left))
	}
}

// showPrint writes one line that was printed to stderr.
func (a *app) showPrint(line string) {
	fmt.Fprintln(a.Err, "print: "+report.EscapeTerminal(line))
}
