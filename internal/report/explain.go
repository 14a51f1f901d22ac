package report

import (
	"cmp"
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/aicomply/aicomply/internal/finding"
)

// maxExplained is how many places, or steps of a way, an explanation lists.
const maxExplained = 100

// Explanation is one finding of a report, with what the report says around it.
type Explanation struct {
	Finding    finding.Finding
	Deployment Deployment
	Rule       finding.Rule // only its id is sure to be there
	Fixed      bool         // it is of the base, and no longer here
	report     *Report
}

// ExplainOptions say what an explanation may use besides the report.
type ExplainOptions struct {
	Options
	Control  func(id string) (title, from, source string) // what is known of a control; "" = nothing
	Resource func(finding.Path) (ref string, sure bool)   // the block that a path names, without the system's label; sure if it has to be there
}

// WriteExplanation explains one finding: what it says, whether it blocks and
// why, what it rests on, what asks for it, and what to do.
func WriteExplanation(w io.Writer, e Explanation, o ExplainOptions) error {
	p := &explainer{printer: printer{o: o.Options, src: newSources(o.Sources)}, Explanation: e, with: o}
	f := e.Finding
	p.heading(f)
	p.text("  ", Sentence(f))
	p.snippet(f.Range, severityColor(f))
	p.blank()
	p.verdict()
	p.inputs()
	p.way()
	p.controls()
	p.remedy()
	p.waive()
	return p.flush(w)
}

type explainer struct {
	printer
	Explanation
	with ExplainOptions
}

func (p *explainer) section(title string) {
	p.blank()
	p.line("", p.paint(bold, title))
}

// verdict says whether the finding makes the run fail, and each reason.
func (p *explainer) verdict() {
	f := p.Finding
	title := ifElse(f.Blocking, "It blocks", "It does not block")
	if p.Fixed {
		title = "It is fixed"
	}
	p.section(title)
	for _, reason := range p.reasons() {
		p.item(reason)
	}
	p.labelled("fingerprint: ", f.Fingerprint)
}

func (p *explainer) reasons() []string {
	f, d, r := p.Finding, p.Deployment, p.report
	if p.Fixed {
		return []string{"the base has it, and this deployment no longer does"}
	}
	var out []string
	if failOn := r.FailOn; failOn != "" {
		out = append(out, fmt.Sprintf("severity %s is %s %s, from which findings make the run fail (--fail-on)", f.Severity, ifElse(f.Severity.AtLeast(failOn), "at or above", "below"), failOn))
	}
	if from := p.Rule.BlocksFrom; from != "" {
		out = append(out, fmt.Sprintf("its policy blocks from stage %s on, and the system was looked at at stage %s", from, d.Stage))
	}
	if p.Rule.Advisory {
		out = append(out, "its policy is advisory: it never blocks")
	}
	if f.Kind == finding.Upcoming {
		out = append(out, strings.TrimSpace("it is upcoming: what requires it applies only from "+cmp.Or(f.AppliesFrom, "a later date")+"; the clock was "+r.Clock))
	}
	if note := waiverNote(f); note != "" {
		out = append(out, note)
	}
	switch {
	case f.New == nil:
	case *f.New:
		out = append(out, "it is new: the base does not have it")
	case r.OnlyNew:
		out = append(out, "the base has it already, and only new findings block (--only-new)")
	default:
		out = append(out, "the base has it already")
	}
	for _, o := range d.Overrides {
		if o.Kind == "severity" && o.Name == f.Policy {
			out = append(out, "the configuration says so: "+o.describe())
		}
	}
	return out
}

// item writes untrusted text as one item of a list.
func (p *explainer) item(s string) { p.labelled("- ", s) }

// inputs says what the finding rests on.
func (p *explainer) inputs() {
	f := p.Finding
	p.section("What it rests on")
	p.item("input." + cmp.Or(f.Path.String(), "?") + ", at " + place(f) + end(f.Range))
	if f.Key != "" {
		p.item("about: " + f.Key)
	}
	for _, r := range f.Related[:min(len(f.Related), maxExplained)] {
		p.item(fmt.Sprintf("also %s:%d:%d%s", r.File, r.Start.Line, r.Start.Column, end(r)))
		p.snippet(r, dim)
	}
	p.more(len(f.Related))
}

// more says how many of a list are not shown.
func (p *explainer) more(n int) {
	if n > maxExplained {
		p.item(fmt.Sprintf("and %d more", n-maxExplained))
	}
}

// end says where a range ends, if that is on a later line.
func end(r finding.Range) string {
	if r.End.Line <= r.Start.Line {
		return ""
	}
	return fmt.Sprintf(" to line %d", r.End.Line)
}

// way draws the path through the graph, one hop a line.
func (p *explainer) way() {
	w := p.Finding.Witness
	if len(w) == 0 {
		return
	}
	p.section("The way of the data")
	for i, step := range w[:min(len(w), maxExplained)] {
		if i%2 == 0 {
			p.text("  ", step)
		} else {
			p.labelled("  │ ", step)
		}
	}
	p.more(len(w))
}

func (p *explainer) controls() {
	if len(p.Finding.Controls) == 0 {
		return
	}
	p.section("What asks for it")
	for _, c := range p.Finding.Controls {
		title, from, source := "", "", ""
		if p.with.Control != nil {
			title, from, source = p.with.Control(c.ID)
		}
		s := fmt.Sprintf("%s %s", c.Relation, c.ID)
		for _, more := range []string{title, ifElse(from == "", "", "from "+from), source} {
			if more != "" {
				s += ", " + more
			}
		}
		p.item(s)
	}
	for _, res := range p.Rule.RelatedResources {
		p.item(strings.TrimSpace("see " + res.Description + " " + res.Ref))
	}
}

func (p *explainer) remedy() {
	f := p.Finding
	if f.Remediation != "" || f.Fix != nil {
		p.section("How to fix it")
	}
	if f.Remediation != "" {
		p.text("  ", f.Remediation)
	}
	if s := fixSentence(f.Fix); s != "" {
		p.text("  ", s)
	}
	if p.Rule.Description != "" {
		p.section("Why")
		p.text("  ", p.Rule.Description)
	}
}

// waive shows the block of a waiver, with what only people know left to fill in.
func (p *explainer) waive() {
	f := p.Finding
	if p.Fixed || f.Status == finding.Waived {
		return
	}
	switch {
	case p.Rule.NotWaivable:
		p.section("It cannot be waived")
		return
	case f.Status == finding.Pending || p.with.Resource == nil:
		return
	}
	resource, sure := p.with.Resource(f.Path)
	if resource == "system" || resource == "" && p.Deployment.System != "" {
		resource = "system." + p.Deployment.System
	}
	if !regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_-]*(\.[A-Za-z_][A-Za-z0-9_-]*)?$`).MatchString(resource) { // no reference in HCL
		resource, sure = `"RESOURCE"`, true
	}
	note := ifElse(sure, "", " # or system."+EscapeTerminal(Clip(p.Deployment.System, 128))+", if the manifest has no such block")
	p.section("To accept it for a time, once somebody but the technical owner does")
	p.blank()
	for _, l := range []string{
		fmt.Sprintf("waiver %q {", waiverName(f)),
		fmt.Sprintf("  policy      = %s", hclText(f.Policy)),
		"  resource    = " + resource + note,
		`  reason      = "REASON"`,
		`  ticket      = "TICKET"`,
		`  accepted_by = "APPROVER"`,
		`  expires     = "LAST-DAY"`,
		"}",
	} {
		p.line("    ", l)
	}
}

// waiverName is a label for a waiver: letters, digits and "_".
func waiverName(f finding.Finding) string {
	clean := func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return '_'
	}
	return Clip(strings.Map(clean, f.Policy), 60) + "_" + f.Fingerprint[:min(len(f.Fingerprint), MinFingerprint)]
}

// hclText is a text as HCL writes it, and as a terminal can show it.
func hclText(s string) string {
	s = strings.NewReplacer("${", "$${", "%{", "%%{").Replace(Clip(s, maxText))
	return EscapeTerminal(fmt.Sprintf("%q", s))
}
