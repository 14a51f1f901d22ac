package report

import (
	"strings"

	"github.com/aicomply/aicomply/internal/finding"
)

// change says what the run was compared with, and what the change does to its
// own check.
func (m *markdown) change(r *Report) {
	if b := r.Base; b != nil {
		name := CodeSpan(Clip(b.Ref, maxText))
		if b.Problem != "" {
			not, all := "Not compared", " Every finding counts as new."
			if r.PartlyCompared() {
				not, all = "Not fully compared", ""
			}
			m.f("> [!WARNING]\n> **%s with the base %s: %s.**%s\n\n",
				not, name, EscapeMarkdown(Clip(strings.TrimRight(b.Problem, "."), maxText)), all)
		} else {
			m.f("Compared with the base %s%s.%s\n\n", name, ifElse(b.Commit == "", "", " at "+CodeSpan(Clip(b.Commit, maxText))),
				ifElse(r.OnlyNew, " Only new findings make the run fail.", ""))
		}
	}
	if len(r.GateEdits) == 0 {
		return
	}
	m.f("### This change edits its own gate\n\n")
	for _, e := range r.GateEdits {
		if m.full() {
			break
		}
		m.f("- **%s %s**: %s, %s. %s\n", EscapeMarkdown(Clip(e.Kind, maxText)), EscapeMarkdown(Clip(e.How, maxText)), CodeSpan(Clip(e.What, maxText)),
			CodeSpan(Clip(place(finding.Finding{Range: e.Range}), maxText)), EscapeMarkdown(Clip(e.Effect, maxText)))
	}
	m.f("\n")
}

// posture says what a change does to the data of a deployment, and which
// findings it settles.
func (m *markdown) posture(d Deployment) {
	if text := ChangesMarkdown(d.Changes, 0); text != "" && !m.full() {
		m.f("#### What this change does\n\n%s", text)
	}
	if len(d.Fixed) == 0 {
		return
	}
	m.f("#### Fixed by this change\n\n")
	for i, f := range d.Fixed {
		if m.full() {
			m.f("- %d more\n", len(d.Fixed)-i)
			break
		}
		m.f("- %s at %s: %s\n", CodeSpan(Clip(f.Policy, maxText)), CodeSpan(Clip(place(f), maxText)), EscapeMarkdown(Clip(Sentence(f), maxText)))
	}
	m.f("\n")
}
