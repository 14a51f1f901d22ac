package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/aicomply/aicomply/internal/finding"
)

// maxDiagnostics is how many diagnostics are shown: past that one mistake
// repeats itself more often than a second one turns up.
const maxDiagnostics = 50

// WriteDiagnostics writes diagnostics as text: what is wrong, the line it is
// on, and how to put it right. At most 50 are shown and the others counted.
func WriteDiagnostics(w io.Writer, ds []finding.Diagnostic, o Options) error {
	p := &printer{o: o, src: o.sources()}
	p.diagnostics(ds)
	return p.flush(w)
}

func (p *printer) diagnostics(ds []finding.Diagnostic) {
	for i, d := range ds {
		if i == maxDiagnostics {
			p.line("", fmt.Sprintf("%d more not shown", len(ds)-maxDiagnostics))
			p.blank()
			return
		}
		p.diagnostic(d)
	}
}

func (p *printer) diagnostic(d finding.Diagnostic) {
	label, color := "Error", redder
	if d.Severity == finding.Warning {
		label, color = "Warning", yellow
	}
	p.line("", p.paint(color, label+":")+" "+p.paint(bold, EscapeTerminal(Clip(d.Summary, maxText))))
	if d.Range.File != "" {
		p.line("  ", "on "+EscapeTerminal(Clip(onLine(d.Range), maxText)))
	}
	p.snippet(d.Range, color)
	if d.Detail != "" {
		p.blank()
		p.text("  ", d.Detail)
	}
	p.blank()
}

// onLine names the place of a diagnostic: "triage.aicomply.hcl line 3:".
func onLine(r finding.Range) string {
	if r.Start.Line < 1 {
		return r.File + ":"
	}
	return fmt.Sprintf("%s line %d:", r.File, r.Start.Line)
}

// oneLine joins what a diagnostic says, for formats with a single text.
func oneLine(d finding.Diagnostic) string {
	if d.Detail == "" {
		return d.Summary
	}
	return strings.TrimSuffix(d.Summary, ".") + ". " + d.Detail
}
