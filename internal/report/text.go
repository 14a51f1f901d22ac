package report

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/aicomply/aicomply/internal/finding"
)

// textFormat renders a report for a person at a terminal: the findings of each
// deployment on their lines, then one line that sums up.
type textFormat struct {
	shown int // findings listed
}

func (t *textFormat) deployment(b *bytes.Buffer, r *Report, d Deployment, o Options) error {
	p := &printer{o: o, src: o.sources()}
	t.shown += p.deployment(d, r.Clock)
	return p.flush(b)
}

func (t *textFormat) finish(w io.Writer, r *Report, body body, o Options) error {
	before, after := &printer{o: o, src: o.sources()}, &printer{o: o}
	before.diagnostics(r.Diagnostics)
	before.gateEdits(r.GateEdits)
	after.line("", after.paint(bold, headline(r)))
	if t.shown > 0 {
		after.line("", "aicomply explain <policy> says what a policy checks, why, and which controls it covers")
	}
	return body.around(w, before.b.Bytes(), after.b.Bytes())
}

// deployment renders one deployment and gives the number of findings listed.
func (p *printer) deployment(d Deployment, clock string) int {
	list, counted := p.o.listed(d)
	failures := d.failures()
	if len(list) == 0 && counted == 0 && len(failures) == 0 && !p.o.Verbose && d.Readiness == nil && len(d.Overrides) == 0 && len(d.Fixed) == 0 && len(d.Changes) == 0 {
		return 0
	}
	name := d.Path
	if d.System != "" {
		name += " · " + d.System
	}
	p.line("", p.paint(bold, EscapeTerminal(Clip(name, maxText)))+", "+EscapeTerminal(d.stage()))
	p.blank()
	p.overrides(d)
	p.changes(d.Changes, "What this change does: ")
	if d.Readiness != nil {
		p.readiness(d)
	} else {
		for _, f := range list {
			p.finding(f)
		}
	}
	if counted > 0 {
		p.line("", undeclared(counted))
		p.blank()
	}
	p.fixed(d.Fixed)
	p.policies(failures, "error")
	if p.o.Verbose {
		p.skipped(d)
	}
	if d.Readiness != nil {
		p.text("", d.closing(clock))
		p.blank()
	}
	return len(list)
}

// heading says where a finding is, and what it is.
func (p *printer) heading(f finding.Finding) {
	words := tags(f)
	if f.New != nil && !*f.New {
		words = append(words, "existing")
	}
	p.line("", fmt.Sprintf("%s: %s %s (%s)",
		p.paint(bold, EscapeTerminal(Clip(place(f), maxText))),
		p.paint(severityColor(f), EscapeTerminal(string(f.Severity))),
		EscapeTerminal(Clip(f.Policy, maxText)),
		EscapeTerminal(strings.Join(words, ", "))))
}

func (p *printer) finding(f finding.Finding) {
	p.heading(f)
	p.text("  ", Sentence(f))
	p.snippet(f.Range, severityColor(f))
	if n := nodes(f.Witness); len(n) > 0 {
		p.labelled("path: ", strings.Join(n, " → "))
	}
	if len(f.Related) > 0 {
		p.labelled("also: ", related(f))
	}
	if f.Remediation != "" {
		p.labelled("fix:  ", f.Remediation)
	}
	if fix := fixSentence(f.Fix); fix != "" {
		p.labelled("fix:  ", fix)
	}
	if note := waiverNote(f); note != "" {
		p.labelled("note: ", note)
	}
	if p.o.Verbose && len(f.Controls) > 0 {
		p.labelled("controls: ", controls(f.Controls))
	}
	p.blank()
}

// related lists the other places of a finding, those in its own file by line.
func related(f finding.Finding) string {
	var parts []string
	for _, r := range f.Related {
		s := fmt.Sprintf("line %d", r.Start.Line)
		if r.File != f.Range.File {
			s = fmt.Sprintf("%s:%d", r.File, r.Start.Line)
		}
		if !slices.Contains(parts, s) {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, ", ")
}

// controls lists what requires a policy before what supports it.
func controls(cs []finding.Control) string {
	var parts []string
	for _, rel := range []finding.Relation{finding.Requires, finding.Supports} {
		var ids []string
		for _, c := range cs {
			if c.Relation == rel {
				ids = append(ids, c.ID)
			}
		}
		if len(ids) == 0 {
			continue
		}
		verb := ifElse(rel == finding.Requires, "required by ", "supports ")
		parts = append(parts, verb+strings.Join(ids, ", "))
	}
	return strings.Join(parts, "; ")
}

// skipped lists the policies that gave no answer, with their reasons.
func (p *printer) skipped(d Deployment) {
	for _, result := range []finding.Result{finding.NotApplicable, finding.Unknown} {
		var list []PolicyResult
		for _, pr := range d.Policies {
			if pr.Result == result {
				list = append(list, pr)
			}
		}
		p.policies(list, ifElse(result == finding.Unknown, "unknown", "not applicable"))
	}
}

func (p *printer) policies(list []PolicyResult, what string) {
	for _, pr := range list {
		s := pr.ID
		if pr.Reason != "" {
			s += ": " + pr.Reason
		}
		p.labelled(what+": ", s)
	}
	if len(list) > 0 {
		p.blank()
	}
}

// printer gathers lines of text, so that a report is written at once or not at
// all.
type printer struct {
	b   bytes.Buffer
	o   Options
	src *sources
}

func (p *printer) flush(w io.Writer) error {
	if _, err := w.Write(p.b.Bytes()); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	return nil
}

// line writes one line that is safe already.
func (p *printer) line(indent, s string) {
	if s != "" {
		p.b.WriteString(indent + s)
	}
	p.b.WriteByte('\n')
}

// blank ends a paragraph with an empty line.
func (p *printer) blank() {
	if p.b.Len() > 0 && !bytes.HasSuffix(p.b.Bytes(), []byte("\n\n")) {
		p.b.WriteByte('\n')
	}
}

// text writes untrusted text of any number of lines, wrapped to the width.
func (p *printer) text(indent, s string) {
	for _, l := range p.wrap(s, len(indent)) {
		p.line(indent, l)
	}
}

// labelled writes untrusted text behind a label, its further lines below the
// first.
func (p *printer) labelled(label, s string) {
	for i, l := range p.wrap(s, len(label)+2) {
		p.line("  ", ifElse(i == 0, p.paint(dim, label), strings.Repeat(" ", len(label)))+l)
	}
}

func (p *printer) wrap(s string, indent int) []string {
	var lines []string
	for raw := range strings.SplitSeq(strings.TrimSpace(Printable(Clip(s, maxText))), "\n") {
		lines = append(lines, wrapLine(EscapeTerminal(raw), p.width()-indent)...)
	}
	return lines
}

// width is the number of columns to fill, 0 for no limit.
func (p *printer) width() int {
	if p.o.Width <= 0 {
		return 0
	}
	return max(p.o.Width, 40)
}

// wrapLine breaks a line at spaces; a longer word stays whole.
func wrapLine(s string, width int) []string {
	if width <= 0 || displayWidth(s) <= width {
		return []string{s}
	}
	var lines []string
	cur, used := "", 0
	for _, word := range strings.Fields(s) {
		n := displayWidth(word)
		switch {
		case cur == "":
			cur, used = word, n
		case used+1+n > width:
			lines = append(lines, cur)
			cur, used = word, n
		default:
			cur += " " + word
			used += 1 + n
		}
	}
	return append(lines, cur)
}

// snippet shows the line of a range with the range marked, or nothing where
// the source is not at hand.
func (p *printer) snippet(r finding.Range, color string) {
	src, ok := p.src.line(r.File, r.Start.Line)
	if !ok {
		return
	}
	number := fmt.Sprintf("%5d", r.Start.Line)
	width := lineWidth
	if p.o.Width > 0 {
		width = max(p.width()-len(number)-3, minSnippet)
	}
	text, marks := snippet(src, r, width)
	p.blank()
	p.line("", p.paint(dim, number+" │")+strings.TrimRight(" "+text, " "))
	p.line("", p.paint(dim, strings.Repeat(" ", len(number))+" │")+" "+p.paint(color, marks))
	p.blank()
}

// ANSI parameters of the colours in use.
const (
	bold   = "1"
	dim    = "2"
	red    = "31"
	redder = "1;31"
	yellow = "33"
	cyan   = "36"
)

func (p *printer) paint(color, s string) string {
	if !p.o.Color || s == "" {
		return s
	}
	return "\x1b[" + color + "m" + s + "\x1b[0m"
}

func severityColor(f finding.Finding) string {
	switch {
	case !f.Stands():
		return dim
	case f.Severity == finding.Critical:
		return redder
	case f.Severity == finding.High:
		return red
	case f.Severity == finding.Medium:
		return yellow
	}
	return cyan
}
