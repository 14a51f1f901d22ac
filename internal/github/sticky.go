package github

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/aicomply/aicomply/internal/diagram"
	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/report"
)

// maxListed is how many entries a list has that is no list of findings.
const maxListed = 20

// openDiagram is up to how many nodes a diagram is shown unfolded.
const openDiagram = 20

// openChanges is up to how many changes of a deployment are shown unfolded.
const openChanges = 25

// rank says when a section is given up in a comment that gets too long: what
// the job summary has as well and the reader needs least goes first.
type rank int

const (
	keep rank = iota // never given up
	rankDiagram
	rankExisting
	rankFixed
	rankChanges
)

// section is a part of the summary that is shown as a whole or not at all.
type section struct {
	rank rank
	text string // Markdown that ends in an empty line; empty = none
	name string // of what is left out with it, as the beginning of a sentence
}

// summaryText is the comment on the conversation, without its marker. If it
// would be too long, it leaves out sections in the order of their ranks, the
// last of a rank first, then findings from the end of their list; and it says
// so.
func summaryText(r *report.Report, p plan, l links) string {
	s := sticky{r: r, p: p, l: l}
	sections := []section{{text: s.head()}, {text: s.base()}, {text: s.gate()}, {text: s.errors()}, {text: s.warnings()}}
	list := len(sections)
	sections = append(sections, section{}) // the findings
	sections = append(sections, s.changes()...)
	sections = append(sections, s.existing(), s.fixed())
	sections = append(sections, s.diagrams()...)
	sections = append(sections, section{text: s.tail()})

	listed := s.fresh()
	sections[list].text = s.findings(listed, len(listed))
	for dropped := keep + 1; dropped <= rankChanges; dropped++ {
		for i := len(sections) - 1; i >= 0 && length(sections) > maxBody; i-- {
			if at := &sections[i]; at.rank == dropped && at.text != "" {
				at.text = fmt.Sprintf("_%s left out: this comment would get too long. See the %s._\n\n", at.name, l.checks())
			}
		}
	}
	if length(sections) > maxBody {
		sections[list].text = ""
		sections[list].text = s.fitting(listed, maxBody-length(sections))
	}
	var b strings.Builder
	for _, at := range sections {
		b.WriteString(at.text)
	}
	return fit(b.String())
}

func length(sections []section) int {
	n := 0
	for _, s := range sections {
		n += len(s.text)
	}
	return n
}

// sticky renders the sections of the summary.
type sticky struct {
	r *report.Report
	p plan
	l links
}

func (s sticky) head() string {
	return fmt.Sprintf("### aicomply: %s\n\n%s\n\n", verdictLine(s.r), s.counts()) + s.commented()
}

// commented says how many findings are comments on lines, and names those that
// make the run fail: a reader of the conversation should not have to look for
// them among the files.
func (s sticky) commented() string {
	if len(s.p.shown) == 0 {
		return ""
	}
	text := plural(len(s.p.shown), "finding is a comment", "findings are comments") + " on the lines that this pull request changes"
	var items []string
	for _, f := range s.p.shown {
		if f.Blocking {
			where := cmp.Or(s.l.at(f.Range), code(f.Path.String(), nameText))
			items = append(items, fmt.Sprintf("- **%s** %s %s %s\n", severityName(f.Severity), where, code(f.Policy, nameText), md(cmp.Or(f.Title, f.Message), nameText)))
		}
	}
	if len(items) == 0 {
		return text + ".\n\n"
	}
	return fmt.Sprintf("%s (%d blocking):\n\n%s\n", text, len(items), s.bounded(items))
}

// verdictLine is the result in a few words. That something could not be checked
// is part of it: a run without findings that stopped early has no good news.
func verdictLine(r *report.Report) string {
	line := "no findings"
	switch {
	case r.Summary.Blocking > 0:
		line = plural(r.Summary.Blocking, "blocking finding", "blocking findings")
	case r.Summary.Open > 0:
		line = plural(r.Summary.Open, "advisory finding", "advisory findings")
	}
	switch {
	case assess(r).Conclusion != "error":
		return line
	case len(r.Deployments) == 0:
		return "nothing could be checked"
	}
	return line + ", and something could not be checked"
}

// compared reports whether the report tells new findings from existing ones.
func (s sticky) compared() bool { return s.r.Base != nil && s.r.Base.Problem == "" }

func isOld(f finding.Finding) bool { return f.New != nil && !*f.New }

func (s sticky) counts() string {
	var parts []string
	add := func(n int, what string) {
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, what))
		}
	}
	line := ""
	if s.r.Base != nil {
		old, fixed := 0, 0
		for _, d := range s.r.Deployments {
			fixed += len(d.Fixed)
			for _, f := range d.Findings {
				if f.Stands() && isOld(f) {
					old++
				}
			}
		}
		parts = []string{fmt.Sprintf("**%d new**", s.r.Summary.Open-old)}
		add(old, "existing")
		add(fixed, "fixed")
	}
	sum := s.r.Summary
	add(sum.Waived, "waived")
	add(sum.Pending, "with a pending waiver")
	add(sum.Upcoming, "upcoming")
	if len(parts) > 0 {
		line, parts = strings.Join(parts, " · ")+"<br>", nil
	}
	add(sum.Critical, "critical")
	add(sum.High, "high")
	add(sum.Medium, "medium")
	add(sum.Low, "low")
	parts = append(parts, plural(len(s.r.Deployments), "deployment", "deployments"), plural(s.r.Policies.Count, "policy", "policies"))
	line += strings.Join(parts, " · ") + " · at " + code(s.l.sha[:min(12, len(s.l.sha))], nameText)
	if s.compared() {
		line += strings.TrimRight(fmt.Sprintf(" · compared with %s %s", code(s.r.Base.Ref, nameText), s.l.commit(s.r.Base.Commit)), " ")
	}
	if s.r.OnlyNew {
		line += " · only new findings fail the run"
	}
	return line
}

// base says loudly that there was nothing to compare with.
func (s sticky) base() string {
	if s.r.Base == nil || s.r.Base.Problem == "" {
		return ""
	}
	not, all := "Not compared", " Every finding counts as new."
	if s.r.PartlyCompared() {
		not, all = "Not fully compared", ""
	}
	return fmt.Sprintf("> [!WARNING]\n> **%s with the base %s: %s.**%s\n\n",
		not, code(s.r.Base.Ref, nameText), md(strings.TrimRight(s.r.Base.Problem, "."), shortText), all)
}

// gate lists what the change does to its own check.
func (s sticky) gate() string {
	edits := s.r.GateEdits
	if len(edits) == 0 {
		return ""
	}
	items := make([]string, 0, len(edits))
	for _, e := range edits {
		l := s.l
		if e.How == "removed" { // then it stands in the base
			l = l.of(s.baseCommit())
		}
		where := cmp.Or(l.at(e.Range), code(e.What, nameText))
		if e.Range.File != "" && !strings.HasSuffix("/"+e.Range.File, "/"+e.What) { // a file's own name once is enough
			where = code(e.What, nameText) + " " + where
		}
		items = append(items, fmt.Sprintf("- **%s %s**: %s. %s\n", md(e.Kind, nameText), md(e.How, nameText), where, md(e.Effect, shortText)))
	}
	return "#### This change edits its own gate\n\n" + s.bounded(items) + "\n"
}

func (s sticky) baseCommit() string {
	if s.r.Base != nil && isCommit(s.r.Base.Commit) {
		return s.r.Base.Commit
	}
	return ""
}

// bounded joins items of a list up to maxListed of them.
func (s sticky) bounded(items []string) string {
	if n := len(items) - maxListed; n > 0 {
		items = append(items[:maxListed:maxListed], fmt.Sprintf("- … and %d more, in the %s\n", n, s.l.checks()))
	}
	return strings.Join(items, "")
}

// errors lists what could not be checked.
func (s sticky) errors() string {
	var items []string
	for _, d := range s.r.Diagnostics {
		if d.Severity == finding.Error {
			text := strings.TrimSpace(s.l.at(d.Range) + " " + md(d.Summary, shortText))
			if d.Detail != "" {
				text += ": " + md(d.Detail, shortText)
			}
			items = append(items, "- "+text+"\n")
		}
	}
	for _, d := range s.r.Deployments {
		for _, p := range d.Policies {
			if p.Result == finding.Errored {
				items = append(items, fmt.Sprintf("- %s on %s: %s\n", code(p.ID, nameText), code(d.Path, nameText), md(p.Reason, shortText)))
			}
		}
	}
	if len(items) == 0 {
		return ""
	}
	return "#### Could not be checked\n\n" + s.bounded(items) + "\n"
}

// warnings lists what else there is to know of the comparison, such as that a
// deployment is gone and was not checked. Those about a place in a file are in
// the job summary, and what base says is not said again.
func (s sticky) warnings() string {
	problem := ""
	if s.r.Base != nil {
		problem = s.r.Base.Problem
	}
	var items []string
	for _, d := range s.r.Diagnostics {
		if !ofTheRun(d) || problem != "" && (strings.Contains(d.Detail, problem) || strings.Contains(problem, d.Detail)) {
			continue
		}
		items = append(items, fmt.Sprintf("- **%s**: %s\n", md(d.Summary, shortText), md(d.Detail, shortText)))
	}
	if len(items) == 0 {
		return ""
	}
	return "#### To note\n\n" + s.bounded(items) + "\n"
}

// ofTheRun reports a warning that is about no place in a file.
func ofTheRun(d finding.Diagnostic) bool {
	return d.Severity == finding.Warning && d.Range.File == ""
}

// fresh is the findings to list in any case, blocking ones first: those that
// are new, or all where none are known to be old.
func (s sticky) fresh() []finding.Finding {
	return slices.DeleteFunc(slices.Clone(s.p.listed), isOld)
}

// findings lists the first n findings that are not comments on lines: those
// that make the run fail in full view, the others folded away. The rest is
// counted.
func (s sticky) findings(fs []finding.Finding, n int) string {
	var blocking, advisory []string
	for _, f := range fs[:n] {
		if f.Blocking {
			blocking = append(blocking, listItem(f, s.l))
		} else {
			advisory = append(advisory, listItem(f, s.l))
		}
	}
	adjective := ""
	if s.compared() {
		adjective = "new "
	}
	var b strings.Builder
	if len(blocking) > 0 {
		heading := "Blocking"
		if s.compared() {
			heading = "New, blocking"
		}
		fmt.Fprintf(&b, "#### %s\n\n%s\n", heading, strings.Join(blocking, ""))
	}
	if len(advisory) > 0 {
		b.WriteString(folded(plural(len(advisory), adjective+"advisory finding", adjective+"advisory findings"), strings.Join(advisory, ""), false))
	}
	if rest := fs[n:]; len(rest) > 0 {
		fmt.Fprintf(&b, "**%s (%d blocking)%s left out: this comment would get too long. See the %s.**\n\n",
			plural(len(rest), "more "+adjective+"finding", "more "+adjective+"findings"), blockers(rest), verb(len(rest)), s.l.checks())
	}
	return b.String()
}

// fitting lists as many of the findings as there is room for, in bytes.
func (s sticky) fitting(fs []finding.Finding, room int) string {
	all := s.findings(fs, len(fs))
	if len(all) <= room {
		return all
	}
	n := 0
	for step := len(fs); step > 0; step /= 2 {
		for n+step < len(fs) && len(s.findings(fs, n+step)) <= room {
			n += step
		}
	}
	return s.findings(fs, n)
}

func blockers(fs []finding.Finding) int {
	n := 0
	for _, f := range fs {
		if f.Blocking {
			n++
		}
	}
	return n
}

// folded is a details element. The summary is of this program's own words.
func folded(summary, text string, open bool) string {
	begin := "<details>"
	if open {
		begin = "<details open>"
	}
	return fmt.Sprintf("%s\n<summary>%s</summary>\n\n%s\n</details>\n\n", begin, summary, strings.TrimRight(text, "\n")+"\n")
}

// changes says what the pull request does to data and people. A long list is
// folded, such as that of a new deployment, all of which is a change.
func (s sticky) changes() []section {
	var out []section
	for _, d := range s.r.Deployments {
		text := report.ChangesMarkdown(d.Changes, 0)
		if text == "" {
			continue
		}
		if len(d.Changes) > openChanges {
			line, list, _ := strings.Cut(text, "\n\n")
			text = line + "\n\n" + folded("All changes", list, false)
		}
		out = append(out, section{rankChanges, "#### What this change does" + s.at(d) + "\n\n" + text, "What this change does is"})
	}
	return out
}

// at names a deployment where there are several.
func (s sticky) at(d report.Deployment) string {
	if len(s.r.Deployments) < 2 {
		return ""
	}
	return " in " + code(d.Path, nameText)
}

func (s sticky) existing() section {
	old := slices.DeleteFunc(slices.Clone(s.p.listed), func(f finding.Finding) bool { return !isOld(f) })
	if len(old) == 0 {
		return section{}
	}
	var b strings.Builder
	for _, f := range old {
		b.WriteString(listItem(f, s.l))
	}
	name := fmt.Sprintf("%s (%d blocking)", plural(len(old), "existing finding", "existing findings"), blockers(old))
	return section{rankExisting, folded(name, b.String(), false), name + verb(len(old))}
}

func verb(n int) string {
	if n == 1 {
		return " is"
	}
	return " are"
}

func (s sticky) fixed() section {
	var b strings.Builder
	n := 0
	for _, d := range s.r.Deployments {
		for _, f := range d.Fixed {
			n++
			where := cmp.Or(s.l.of(s.baseCommit()).at(f.Range), code(f.Path.String(), nameText))
			fmt.Fprintf(&b, "- %s %s %s\n", where, code(f.Policy, nameText), md(report.Sentence(f), shortText))
		}
	}
	if n == 0 {
		return section{}
	}
	name := plural(n, "fixed finding", "fixed findings")
	return section{rankFixed, folded(name, b.String(), false), name + verb(n)}
}

// diagrams shows the way of the data.
func (s sticky) diagrams() []section {
	var out []section
	for _, d := range s.r.Deployments {
		if d.Diagram == nil || len(d.Diagram.Nodes) == 0 {
			continue
		}
		text := report.CodeFence(diagram.Mermaid(d.Diagram), "mermaid") + "\n" + legend(d.Diagram) + "\n"
		if at := s.at(d); at != "" {
			text = strings.TrimPrefix(at, " in ") + "\n\n" + text
		}
		out = append(out, section{rankDiagram, folded("How the data moves", text, len(d.Diagram.Nodes) <= openDiagram), "A diagram of how the data moves is"})
	}
	return out
}

// legend explains what the diagram shows, and what it does not.
func legend(d *diagram.Diagram) string {
	parts := []string{"Filled: where a finding stands (red critical, orange high, yellow medium, blue low)"}
	if d.Witness != "" {
		parts = append(parts, "thick red: the way of the data in "+code(d.Witness, nameText))
	}
	if slices.ContainsFunc(d.Nodes, func(n diagram.Node) bool { return n.New }) || slices.ContainsFunc(d.Edges, func(e diagram.Edge) bool { return e.New }) {
		parts = append(parts, "green: new in this change")
	}
	parts = append(parts, "dotted: access grants")
	text := strings.Join(parts, "; ") + "."
	if omitted := d.Omitted(); omitted != "" {
		text += " " + strings.TrimPrefix(omitted, "… ") + ", those farthest from findings first."
	}
	return text
}

func (s sticky) tail() string {
	text := ""
	if s.p.counted > 0 {
		text = fmt.Sprintf("%s not declared yet, which a proof of concept may leave open.\n\n", plural(s.p.counted, "fact is", "facts are"))
	}
	return text + disclaimer
}

func listItem(f finding.Finding, l links) string {
	where := cmp.Or(l.at(f.Range), code(f.Path.String(), nameText))
	item := fmt.Sprintf("- **%s** %s %s%s<br>%s", severityName(f.Severity), where, code(f.Policy, nameText),
		state(f), md(report.Sentence(f), shortText))
	if f.Remediation != "" {
		item += "<br>**Fix:** " + md(f.Remediation, shortText)
	}
	if fix := report.FixMarkdown(f.Fix); fix != "" {
		item += "<br>**Fix:** " + fix
	}
	return item + "\n"
}
