package report

import (
	"strings"

	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/posture"
)

// changes says what a change does to data and people. What widens is coloured,
// and where the sign does not say so already, called so.
func (p *printer) changes(changes []posture.Change, title string) {
	if len(changes) == 0 {
		return
	}
	p.line("", p.paint(bold, title+changesLine(changes)))
	p.blank()
	for _, g := range changeGroups(changes, ifElse(p.o.Verbose, 0, maxChanges)) {
		p.line("  ", p.paint(bold, g.title))
		for _, c := range g.list {
			p.change(c)
		}
		if g.hidden > 0 {
			p.line("    ", p.paint(dim, g.rest()+"; --verbose lists them"))
		}
	}
	p.blank()
}

func (p *printer) change(c posture.Change) {
	sign := map[posture.Direction]string{posture.Added: "+", posture.Removed: "-"}[c.Direction]
	sign = ifElse(sign == "", "~", sign)
	text := c.String()
	if c.Widens && c.Direction == posture.Changed {
		text += " (widens)"
	}
	if p.o.Verbose {
		if at := place(finding.Finding{Range: c.Range}); at != "" {
			text += ", " + at
		}
	}
	for i, l := range p.wrap(text, 6) {
		p.line("    ", ifElse(i == 0, p.paint(ifElse(c.Widens, yellow, dim), sign)+" ", "  ")+l)
	}
	if n := nodes(c.Witness); len(n) > 1 {
		label := "path: "
		for i, l := range p.wrap(strings.Join(n, " → "), 6+len(label)) {
			p.line("      ", ifElse(i == 0, p.paint(dim, label), strings.Repeat(" ", len(label)))+l)
		}
	}
}
