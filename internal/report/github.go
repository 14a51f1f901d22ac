package report

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/aicomply/aicomply/internal/finding"
)

// maxAnnotations is how many annotations of one level GitHub keeps for a step.
// It drops the others without saying so.
const maxAnnotations = 10

// annotation is one workflow command that annotates a line.
type annotation struct {
	level   string // error, warning, notice
	title   string
	message string
	at      finding.Range
}

// githubFormat writes workflow commands, new findings first and of these the
// worst: what stops the run as errors, advisory findings as warnings, upcoming
// ones as notices. Waived ones are left out. Every line that holds text from
// outside is a command. Of what comes last of its level in any case, only the
// number is kept.
type githubFormat struct {
	notes    []annotation // on the evaluation of deployments
	findings []finding.Finding
	dropped  int
}

func (g *githubFormat) deployment(_ *bytes.Buffer, _ *Report, d Deployment, o Options) error {
	for _, n := range overridden(d) {
		g.notes = append(g.notes, annotation{level: "notice", title: n.Summary, message: d.Path + ": " + n.Detail, at: n.Range})
	}
	for _, p := range d.failures() {
		g.notes = append(g.notes, annotation{level: "error", title: p.ID + " could not be evaluated", message: d.Path + ": " + p.Reason})
	}
	list, _ := o.listed(d)
	for _, f := range list {
		if f.Status != finding.Waived {
			g.findings = append(g.findings, f)
		}
	}
	finding.Sort(g.findings)
	slices.SortStableFunc(g.findings, byNews)
	before := len(g.notes) + len(g.findings)
	g.notes = firstOfEach(g.notes, func(a annotation) string { return a.level })
	g.findings = firstOfEach(g.findings, levelOf)
	g.dropped += before - len(g.notes) - len(g.findings)
	return nil
}

// firstOfEach leaves as many items of each level as GitHub keeps.
func firstOfEach[T any](list []T, level func(T) string) []T {
	used := map[string]int{}
	return slices.DeleteFunc(list, func(item T) bool {
		used[level(item)]++
		return used[level(item)] > maxAnnotations
	})
}

func (g *githubFormat) finish(w io.Writer, r *Report, _ body, o Options) error {
	var b bytes.Buffer
	all := g.annotations(r)
	left := g.dropped + len(all)
	for _, a := range firstOfEach(all, func(a annotation) string { return a.level }) {
		b.WriteString(a.command(o))
		left--
	}
	if left > 0 {
		fmt.Fprintf(&b, "%s left out: GitHub shows %d of each level\n", count(left, "more annotation"), maxAnnotations)
	}
	b.WriteString(headline(r) + "\n")
	_, err := w.Write(b.Bytes())
	return err
}

func (g *githubFormat) annotations(r *Report) []annotation {
	var as []annotation
	for _, d := range r.Diagnostics {
		level := ifElse(d.Severity == finding.Warning, "warning", "error")
		as = append(as, annotation{level: level, title: d.Summary, message: oneLine(d), at: d.Range})
	}
	as = append(as, g.notes...)
	for _, f := range g.findings {
		as = append(as, annotate(f))
	}
	return as
}

// byNews puts what the base has as well after what is new, blocking findings
// first all the same: of one level GitHub shows but a few.
func byNews(a, b finding.Finding) int {
	order := func(f finding.Finding) int { return ifElse(f.Blocking, 0, 2) + ifElse(f.New != nil && !*f.New, 1, 0) }
	return order(a) - order(b)
}

// levelOf is the level of a finding's annotation.
func levelOf(f finding.Finding) string {
	switch {
	case f.Blocking:
		return "error"
	case f.Kind == finding.Upcoming:
		return "notice"
	}
	return "warning"
}

func annotate(f finding.Finding) annotation {
	a := annotation{level: levelOf(f), at: f.Range, message: Sentence(f)}
	a.title = fmt.Sprintf("%s %s (%s)", f.Severity, f.Policy, strings.Join(tags(f), ", "))
	if n := nodes(f.Witness); len(n) > 0 {
		a.message += "\nPath: " + strings.Join(n, " → ")
	}
	if f.Remediation != "" {
		a.message += "\nFix: " + f.Remediation
	}
	if fix := fixSentence(f.Fix); fix != "" {
		a.message += "\nFix: " + fix
	}
	return a
}

func (a annotation) command(o Options) string {
	var props []string
	add := func(name, value string) {
		props = append(props, name+"="+EscapeCommandProperty(value))
	}
	num := func(name string, n int) { add(name, fmt.Sprint(n)) }
	s, e := a.at.Start, a.at.End
	if a.at.File != "" {
		add("file", o.fromRoot(a.at.File))
	}
	if a.at.File != "" && s.Line > 0 {
		num("line", s.Line)
		if e.Line >= s.Line {
			num("endLine", e.Line)
		}
		// GitHub takes columns only within one line.
		if e.Line == s.Line && s.Column > 0 && e.Column >= s.Column {
			num("col", s.Column)
			num("endColumn", e.Column)
		}
	}
	add("title", Clip(EscapeTerminal(a.title), 200))
	return fmt.Sprintf("::%s %s::%s\n", a.level, strings.Join(props, ","), EscapeCommandData(Clip(a.message, maxText)))
}
