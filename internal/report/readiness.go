package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/aicomply/aicomply/internal/finding"
)

// Readiness is what a deployment that is evaluated at a later stage than its
// own says on getting there. A deployment with it is rendered, for people, as a
// list of what would block that stage.
type Readiness struct {
	DeclaredStage finding.Stage     `json:"declared_stage"`    // the system's own
	GoLive        string            `json:"go_live,omitempty"` // ISO date
	Owners        map[string]string `json:"owners,omitempty"`  // who is responsible, by role
}

// The roles of the ownership block to whom a readiness list assigns findings.
const (
	business  = "business"
	technical = "technical"
	security  = "security"
	privacy   = "privacy"
)

// Roles lists the roles that may be in Readiness.Owners.
func Roles() []string { return []string{business, technical, security, privacy} }

// area is what the policies whose ids begin alike are about, in plain words,
// and whose business it is.
type area struct {
	id, title, role string
}

// areas is in the order in which a product owner reads: what stalls a project
// of its own, then what security, privacy and law ask of it.
func areas() []area {
	return []area{
		{"pipeline", "Data pipeline", technical},
		{"integration", "Integrations", technical},
		{"accuracy", "Accuracy at volume", technical},
		{"oversight", "Human oversight", technical},
		{"monitoring", "Maintenance and monitoring", technical},
		{"ownership", "Owners and handover", technical},
		{"scope", "Scope", business},
		{"cost", "Cost at volume", business},
		{"privacy", "Privacy", privacy},
		{"transfer", "Data in other countries", privacy},
		{"vendor", "Vendors", privacy},
		{"access", "Access", security},
		{"audit", "Audit trail", security},
		{"explainability", "Explanations", technical},
		{"security", "Security", security},
		{"review", "Reviews and approvals", technical},
		{"classification", "Class under the EU AI Act", business},
		{"manifest", "Facts about the system", technical},
		{"evidence", "Evidence", technical},
		{"waiver", "Waivers", technical},
	}
}

// group is the findings of one area: what is wrong, and what is merely not
// declared.
type group struct {
	area
	wrong, missing []finding.Finding
}

func (g group) count() int { return len(g.wrong) + len(g.missing) }

// tally says how many findings of each sort a group has. What is waived or
// required only later is neither wrong nor missing.
func (g group) tally() string {
	sorts := []string{"wrong", "not declared", "waived", "upcoming"}
	n := map[string]int{}
	for _, f := range append(slices.Clone(g.wrong), g.missing...) {
		switch {
		case f.Status == finding.Waived:
			n["waived"]++
		case f.Kind == finding.Upcoming:
			n["upcoming"]++
		case f.Kind == finding.Gap:
			n["not declared"]++
		default:
			n["wrong"]++
		}
	}
	var parts []string
	for _, s := range sorts {
		if n[s] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n[s], s))
		}
	}
	return strings.Join(parts, ", ")
}

// byArea groups findings in the order of areas; those of other areas come last,
// by name. Within a group the order stays.
func byArea(fs []finding.Finding) []group {
	known := areas()
	index := map[string]int{}
	var out []group
	for _, f := range fs {
		id, _, _ := strings.Cut(f.Policy, "/")
		i, ok := index[id]
		if !ok {
			i = len(out)
			index[id] = i
			a := area{id, id, technical}
			if k := slices.IndexFunc(known, func(a area) bool { return a.id == id }); k >= 0 {
				a = known[k]
			}
			out = append(out, group{area: a})
		}
		if f.Kind == finding.Gap {
			out[i].missing = append(out[i].missing, f)
		} else {
			out[i].wrong = append(out[i].wrong, f)
		}
	}
	place := func(g group) int {
		if k := slices.IndexFunc(known, func(a area) bool { return a.id == g.id }); k >= 0 {
			return k
		}
		return len(known)
	}
	slices.SortFunc(out, func(a, b group) int { return cmp.Or(place(a)-place(b), strings.Compare(a.id, b.id)) })
	return out
}

// chapter is one of the two parts of a readiness list.
type chapter struct {
	title  string
	groups []group
}

// chapters are what would block the stage, which is there even if nothing
// would, and what else was found.
func (d Deployment) chapters() []chapter {
	var blocking, rest []finding.Finding
	for _, f := range d.Findings {
		if f.Blocking {
			blocking = append(blocking, f)
		} else {
			rest = append(rest, f)
		}
	}
	out := []chapter{{"What would block " + string(d.Stage), byArea(blocking)}}
	if len(rest) > 0 {
		out = append(out, chapter{"What would not block " + string(d.Stage), byArea(rest)})
	}
	return out
}

// closing sums up a readiness list in words of this package, dates and the
// areas of policies.
func (d Deployment) closing(clock string) string {
	var parts []string
	total := 0
	for _, g := range d.chapters()[0].groups {
		parts = append(parts, fmt.Sprintf("%s %d", g.title, g.count()))
		total += g.count()
	}
	s := fmt.Sprintf("No finding would block %s.", d.Stage)
	if total > 0 {
		s = fmt.Sprintf("%s would block %s: %s.", count(total, "finding"), d.Stage, strings.Join(parts, ", "))
	}
	if n := len(d.failures()); n > 0 {
		s += " " + count(n, "policy") + " could not be evaluated."
	}
	if live := goLive(d.Readiness.GoLive, clock); live != "" {
		s += " " + live
	}
	return s
}

// goLive says how far off a date is, both ISO; "" where there is none.
func goLive(date, clock string) string {
	live, err := time.Parse(time.DateOnly, date)
	now, err2 := time.Parse(time.DateOnly, clock)
	if err != nil || err2 != nil {
		return ""
	}
	switch days := int(live.Sub(now) / (24 * time.Hour)); {
	case days > 0:
		return fmt.Sprintf("Go-live is on %s, in %s.", date, count(days, "day"))
	case days < 0:
		return fmt.Sprintf("Go-live was on %s, %s ago.", date, count(-days, "day"))
	}
	return fmt.Sprintf("Go-live is today, %s.", date)
}

// owner is who has to see to the findings of a group, and as what; "" where the
// manifest does not say.
func (r Readiness) owner(g group) string {
	if name := r.Owners[g.role]; name != "" {
		return fmt.Sprintf("%s (%s)", name, g.role)
	}
	return ""
}

// statement is what a finding says, without the title that its policy gives to
// all of them.
func statement(f finding.Finding) string { return cmp.Or(f.Message, f.Title) }

// readiness renders the list for a terminal.
func (p *printer) readiness(d Deployment) {
	for _, c := range d.chapters() {
		p.line("", p.paint(bold, EscapeTerminal(c.title)))
		p.blank()
		for _, g := range c.groups {
			p.line("", fmt.Sprintf("%s (%s)", p.paint(bold, EscapeTerminal(Clip(g.title, maxText))), g.tally()))
			p.blank()
			for _, f := range g.wrong {
				p.task(f, d.Readiness.owner(g))
			}
			if len(g.missing) > 0 {
				p.line("", "Not declared:")
				p.blank()
			}
			for _, f := range g.missing {
				p.task(f, d.Readiness.owner(g))
			}
		}
	}
}

// task renders a finding as something to be done: shorter than in a list of
// findings, and with who has to do it.
func (p *printer) task(f finding.Finding, owner string) {
	p.heading(f)
	p.text("  ", statement(f))
	if f.Remediation != "" {
		p.labelled("fix:   ", f.Remediation)
	}
	if fix := fixSentence(f.Fix); fix != "" {
		p.labelled("fix:   ", fix)
	}
	if owner != "" {
		p.labelled("owner: ", owner)
	}
	if note := waiverNote(f); note != "" {
		p.labelled("note:  ", note)
	}
	if n := nodes(f.Witness); p.o.Verbose && len(n) > 0 {
		p.labelled("path:  ", strings.Join(n, " → "))
	}
	if p.o.Verbose && len(f.Controls) > 0 {
		p.labelled("controls: ", controls(f.Controls))
	}
	p.blank()
}

// readiness renders the list as tables. Without findings a chapter has none.
func (m *markdown) readiness(d Deployment) {
	for _, c := range d.chapters() {
		m.f("#### %s\n\n", EscapeMarkdown(c.title))
		for _, g := range c.groups {
			if m.full() {
				m.left += g.count()
				continue
			}
			m.f("##### %s (%s)\n\n", EscapeMarkdown(Clip(g.title, maxText)), g.tally())
			m.tasks(g.wrong, d.Readiness.owner(g))
			if len(g.missing) > 0 {
				m.f("Not declared:\n\n")
			}
			m.tasks(g.missing, d.Readiness.owner(g))
		}
	}
}

func (m *markdown) tasks(list []finding.Finding, owner string) {
	if len(list) == 0 {
		return
	}
	m.f("| Severity | Policy | Where | What | Fix | Owner | |\n|---|---|---|---|---|---|---|\n")
	for i, f := range list {
		if m.full() {
			m.left += len(list) - i
			break
		}
		m.f("| %s | %s | %s | %s | %s | %s | %s |\n",
			EscapeMarkdown(string(f.Severity)),
			CodeCell(Clip(f.Policy, maxText)),
			CodeCell(Clip(place(f), maxText)),
			EscapeMarkdown(Clip(statement(f), maxText)),
			EscapeMarkdown(Clip(f.Remediation, maxText)),
			EscapeMarkdown(Clip(owner, maxText)),
			EscapeMarkdown(strings.Join(tags(f), ", ")))
	}
	m.f("\n")
}
