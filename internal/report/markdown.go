package report

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/aicomply/aicomply/internal/finding"
)

// maxMarkdown is how many bytes of findings are written: a step summary that
// is larger than 1 MiB is refused as a whole.
const maxMarkdown = 900 << 10

// markdownFormat renders a report for a step summary or a file: counts, a table
// of findings for each deployment, and, folded away, how to fix each. How many
// findings there is room for depends on what comes before the deployments, so
// those that may have some are kept until that is known.
type markdownFormat struct {
	kept   []Deployment
	size   int  // of those, rendered
	filled bool // whatever comes before, there is no room for findings of further ones
	left   int  // findings of those
}

func (f *markdownFormat) deployment(b *bytes.Buffer, r *Report, d Deployment, o Options) error {
	m := &markdown{o: o, filled: f.filled}
	m.deployment(d, r.Clock)
	switch {
	case f.filled:
		f.left += m.left
		_, err := m.b.WriteTo(b)
		return err
	case m.b.Len() > 0: // else nothing is shown of it
		f.kept = append(f.kept, d)
		f.size += m.b.Len()
		f.filled = f.size > maxMarkdown
	}
	return nil
}

func (f *markdownFormat) finish(w io.Writer, r *Report, body body, o Options) error {
	m := &markdown{o: o, left: f.left}
	m.f("## aicomply\n\n**%s**\n\n", headline(r))
	m.counts(r.Summary)
	m.change(r)
	m.diagnostics(r.Diagnostics)
	for _, d := range f.kept {
		m.deployment(d, r.Clock)
	}
	after := &markdown{}
	if m.left > 0 {
		after.f("%s left out of this summary.\n\n", count(m.left, "more finding"))
	}
	after.f("_Generated pre-fill, not a legal determination._\n")
	return body.around(w, m.b.Bytes(), after.b.Bytes())
}

type markdown struct {
	b    bytes.Buffer
	o    Options
	left int // findings left out for size

	filled bool // there is no room, however little this is
}

// f writes a format whose arguments are escaped already.
func (m *markdown) f(format string, args ...any) { fmt.Fprintf(&m.b, format, args...) }

func (m *markdown) full() bool { return m.filled || m.b.Len() > maxMarkdown }

func (m *markdown) counts(s Summary) {
	if s.Open+s.Waived+s.Upcoming == 0 {
		return
	}
	m.f("| Critical | High | Medium | Low | Blocking | Advisory | Waived | Upcoming |\n")
	m.f("|---:|---:|---:|---:|---:|---:|---:|---:|\n")
	m.f("| %d | %d | %d | %d | %d | %d | %d | %d |\n\n",
		s.Critical, s.High, s.Medium, s.Low, s.Blocking, s.Advisory, s.Waived, s.Upcoming)
}

func (m *markdown) diagnostics(ds []finding.Diagnostic) {
	for i, d := range ds {
		if i == maxDiagnostics {
			m.f("- %d more not shown\n", len(ds)-maxDiagnostics)
			break
		}
		where := place(finding.Finding{Range: d.Range})
		m.f("- **%s**", ifElse(d.Severity == finding.Warning, "Warning", "Error"))
		if where != "" {
			m.f(" %s", CodeSpan(Clip(where, maxText)))
		}
		m.f(": %s\n", EscapeMarkdown(Clip(oneLine(d), maxText)))
	}
	if len(ds) > 0 {
		m.f("\n")
	}
}

func (m *markdown) deployment(d Deployment, clock string) {
	list, counted := m.o.listed(d)
	failures := d.failures()
	if len(list) == 0 && counted == 0 && len(failures) == 0 && d.Readiness == nil && len(d.Overrides)+len(d.Changes)+len(d.Fixed) == 0 {
		return
	}
	name := ifElse(d.Title == "", d.System, d.Title)
	m.f("### %s\n\n", EscapeMarkdown(Clip(ifElse(name == "", d.Path, name), maxText)))
	if path := CodeSpan(Clip(d.Path, maxText)); path != "" {
		m.f("%s, ", path)
	}
	m.f("%s\n\n", EscapeMarkdown(d.stage()))
	m.overrides(d)
	if d.Readiness != nil {
		m.readiness(d)
		list = nil
	}
	shown := m.table(list)
	for _, f := range list[:shown] {
		m.details(f)
	}
	if counted > 0 {
		m.f("%s\n\n", EscapeMarkdown(undeclared(counted)))
	}
	m.posture(d)
	for _, p := range failures {
		m.f("- **Error** %s: %s\n", CodeSpan(Clip(p.ID, maxText)), EscapeMarkdown(Clip(p.Reason, maxText)))
	}
	if len(failures) > 0 {
		m.f("\n")
	}
	if d.Readiness != nil {
		m.f("%s\n\n", EscapeMarkdown(Clip(d.closing(clock), maxText)))
	}
}

// table writes one row for each finding and gives the number of rows there was
// room for.
func (m *markdown) table(list []finding.Finding) int {
	if len(list) == 0 || m.full() {
		m.left += len(list)
		return 0
	}
	m.f("| Severity | Policy | Where | Finding | |\n|---|---|---|---|---|\n")
	for i, f := range list {
		if m.full() {
			m.left += len(list) - i
			m.f("\n")
			return i
		}
		m.f("| %s | %s | %s | %s | %s |\n",
			EscapeMarkdown(string(f.Severity)),
			CodeCell(Clip(f.Policy, maxText)),
			CodeCell(Clip(place(f), maxText)),
			EscapeMarkdown(Clip(Sentence(f), maxText)),
			EscapeMarkdown(strings.Join(tags(f), ", ")))
	}
	m.f("\n")
	return len(list)
}

// details folds away what helps to fix a finding. Text from outside never
// stands in the summary element: that is HTML, where Markdown escapes do not
// hold.
func (m *markdown) details(f finding.Finding) {
	var parts []string
	if f.Remediation != "" {
		parts = append(parts, "**Fix:** "+EscapeMarkdown(Clip(f.Remediation, maxText)))
	}
	if fix := FixMarkdown(f.Fix); fix != "" {
		parts = append(parts, "**Fix:** "+fix)
	}
	if n := nodes(f.Witness); len(n) > 0 {
		parts = append(parts, "**Path:** "+EscapeMarkdown(Clip(strings.Join(n, " → "), maxText)))
	}
	if note := waiverNote(f); note != "" {
		parts = append(parts, "**Waiver:** "+EscapeMarkdown(Clip(note, maxText)))
	}
	if len(f.Controls) > 0 {
		parts = append(parts, "**Controls:** "+EscapeMarkdown(Clip(controls(f.Controls), maxText)))
	}
	if len(parts) == 0 || m.full() {
		return
	}
	m.f("<details><summary>%s</summary>\n\n", ifElse(len(f.Witness) > 0, "Fix, and how the data got there", "Fix and controls"))
	m.f("%s at %s\n\n", CodeSpan(Clip(f.Policy, maxText)), CodeSpan(Clip(place(f), maxText)))
	m.f("%s\n\n</details>\n\n", strings.Join(parts, "\n\n"))
}
