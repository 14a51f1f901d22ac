package report

import (
	"fmt"

	"github.com/aicomply/aicomply/internal/finding"
)

// maxListed is how many fixed findings, or edits, a terminal is shown.
const maxListed = 50

// gateEdits lists what the change does to its own check.
func (p *printer) gateEdits(edits []GateEdit) {
	if len(edits) == 0 {
		return
	}
	p.line("", p.paint(bold, "This change edits what decides about it:"))
	p.blank()
	for i, e := range edits {
		if i == maxListed {
			p.line("  ", fmt.Sprintf("%d more not shown", len(edits)-maxListed))
			break
		}
		what := fmt.Sprintf("%s %s %s", e.Kind, Clip(e.What, maxText), e.How)
		if at := place(finding.Finding{Range: e.Range}); at != "" && at != e.What {
			what += ", " + at
		}
		p.text("  ", what)
		p.text("    ", e.Effect)
	}
	p.blank()
}

// fixed lists what was found at the base and is no longer here.
func (p *printer) fixed(fs []finding.Finding) {
	for i, f := range fs {
		if i == maxListed {
			p.line("  ", fmt.Sprintf("%d more not shown", len(fs)-maxListed))
			break
		}
		p.labelled("fixed: ", f.Policy+": "+f.Message)
	}
	if len(fs) > 0 {
		p.blank()
	}
}
