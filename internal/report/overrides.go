package report

import (
	"fmt"

	"github.com/aicomply/aicomply/internal/finding"
)

// Override is one change that the organisation's configuration makes to what
// is checked. A configuration can make a check milder, so every format shows
// every override.
type Override struct {
	Kind   string        `json:"kind"`             // disabled, severity, parameter, category, region
	Name   string        `json:"name"`             // of the policy, parameter, category or region
	From   string        `json:"from,omitempty"`   // what holds without it
	To     string        `json:"to"`               // what holds with it
	Reason string        `json:"reason,omitempty"` // why, where the configuration says
	Range  finding.Range `json:"range"`            // in the configuration
}

// describe says in words what the override does.
func (o Override) describe() string {
	s := fmt.Sprintf("%s %s is %s", o.Kind, o.Name, o.To)
	switch o.Kind {
	case "disabled":
		s = fmt.Sprintf("policy %s is left out", o.Name)
	case "severity":
		s = fmt.Sprintf("findings of %s are of severity %s", o.Name, o.To)
	case "category", "region":
		s = fmt.Sprintf("%s %s is added: %s", o.Kind, o.Name, o.To)
	}
	if o.From != "" && o.Kind != "disabled" {
		s += fmt.Sprintf(" instead of %s", o.From)
	}
	if o.Reason != "" {
		s += fmt.Sprintf(" (%s)", o.Reason)
	}
	return s
}

// where is the override's place in the configuration.
func (o Override) where() string { return place(finding.Finding{Range: o.Range}) }

func (p *printer) overrides(d Deployment) {
	for _, o := range d.Overrides {
		p.labelled("configured: ", o.describe()+", "+o.where())
	}
	if len(d.Overrides) > 0 {
		p.blank()
	}
}

func (m *markdown) overrides(d Deployment) {
	if len(d.Overrides) == 0 {
		return
	}
	m.f("Changed by the configuration:\n\n")
	for _, o := range d.Overrides {
		if m.full() {
			break // there are more findings than anybody reads; the JSON report has it all
		}
		m.f("- %s, %s\n", EscapeMarkdown(Clip(o.describe(), maxText)), CodeSpan(Clip(o.where(), maxText)))
	}
	m.f("\n")
}

// overridden makes a notice of each override, for formats that have no other
// place for it.
func overridden(d Deployment) []finding.Diagnostic {
	var out []finding.Diagnostic
	for _, o := range d.Overrides {
		out = append(out, finding.Diagnostic{Severity: finding.Warning, Summary: "Changed by the configuration", Detail: o.describe() + ".", Range: o.Range})
	}
	return out
}
