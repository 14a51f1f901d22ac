package report

import (
	"cmp"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/aicomply/aicomply/internal/finding"
)

// MinFingerprint is how many digits of a fingerprint are enough to look it up.
const MinFingerprint = 6

// Explanation is one finding of a report, with what the report says around it.
type Explanation struct {
	Finding    finding.Finding
	Deployment Deployment
	Rule       finding.Rule // only its id is sure to be there
	Fixed      bool         // it is of the base, and no longer here
	report     *Report
}

// Find is the finding whose fingerprint is, or alone begins with, so many
// digits. Several of one fingerprint, which say different things of one place,
// come together. The error names the nearest ones.
func (r *Report) Find(prefix string) ([]Explanation, error) {
	prefix = strings.ToLower(prefix)
	var all []Explanation
	for _, d := range r.Deployments {
		for i, f := range slices.Concat(d.Findings, d.Fixed) {
			all = append(all, Explanation{Finding: f, Deployment: d, Rule: r.rule(f.Policy), Fixed: i >= len(d.Findings), report: r})
		}
	}
	begin := func(p string) []Explanation {
		return slices.DeleteFunc(slices.Clone(all), func(e Explanation) bool { return !strings.HasPrefix(strings.ToLower(e.Finding.Fingerprint), p) })
	}
	exact := slices.DeleteFunc(begin(prefix), func(e Explanation) bool { return len(e.Finding.Fingerprint) != len(prefix) })
	switch {
	case len(all) == 0:
		return nil, fmt.Errorf("the report has no findings")
	case len(exact) > 0:
		return exact, nil
	case len(prefix) < MinFingerprint:
		return nil, fmt.Errorf("%q is too short for a fingerprint: give at least %d of its digits%s", Clip(prefix, 40), MinFingerprint, listed(nearest(all, prefix)))
	}
	found := begin(prefix)
	if len(found) == 0 {
		return nil, fmt.Errorf("the report has no finding %q%s", Clip(prefix, 40), listed(nearest(all, prefix)))
	}
	for _, e := range found[1:] {
		if e.Finding.Fingerprint != found[0].Finding.Fingerprint {
			return nil, fmt.Errorf("%q begins several fingerprints%s", Clip(prefix, 40), listed(found))
		}
	}
	return found, nil
}

// rule is what the report says of a policy; of one it does not list, the id.
func (r *Report) rule(id string) finding.Rule {
	for _, rule := range r.Rules {
		if rule.ID == id {
			return rule
		}
	}
	return finding.Rule{ID: id}
}

// nearest are the findings whose fingerprints have the longest beginning in
// common with a text.
func nearest(all []Explanation, with string) []Explanation {
	common := func(e Explanation) int {
		n := 0
		for n < min(len(with), len(e.Finding.Fingerprint)) && with[n] == e.Finding.Fingerprint[n] {
			n++
		}
		return n
	}
	out := slices.Clone(all)
	slices.SortStableFunc(out, func(a, b Explanation) int { return cmp.Compare(common(b), common(a)) })
	return out
}

// listed names a few findings, one a line.
func listed(es []Explanation) string {
	const most = 5
	var b strings.Builder
	b.WriteString(":")
	for _, e := range es[:min(len(es), most)] {
		fmt.Fprintf(&b, "\n  %s  %s at %s", Clip(e.Finding.Fingerprint, 40), Clip(e.Finding.Policy, 80), Clip(place(e.Finding), 80))
	}
	if len(es) > most {
		fmt.Fprintf(&b, "\n  and %d more", len(es)-most)
	}
	return b.String()
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
	p.text("  ", sentence(f))
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
	for _, r := range f.Related {
		p.item(fmt.Sprintf("also %s:%d:%d%s", r.File, r.Start.Line, r.Start.Column, end(r)))
		p.snippet(r, dim)
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
	for i, step := range w {
		if i%2 == 0 {
			p.text("  ", step)
		} else {
			p.labelled("  │ ", step)
		}
	}
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
	if !reference.MatchString(resource) {
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

// reference is what HCL can read as the reference of a block.
var reference = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_-]*(\.[A-Za-z_][A-Za-z0-9_-]*)?$`)

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
