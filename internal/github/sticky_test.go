package github

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/aicomply/aicomply/internal/diagram"
	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/posture"
	"github.com/aicomply/aicomply/internal/report"
)

const baseCommit = "2222222222222222222222222222222222222222"

func marked(f finding.Finding, fresh bool) finding.Finding {
	f.New = &fresh
	return f
}

// fullReport has something for every section of the summary.
func fullReport() *report.Report {
	waived, pending, upcoming := makeFinding(7, finding.High, 2, 2), makeFinding(8, finding.High, 60, 60), makeFinding(9, finding.High, 2, 2)
	waived.Status, waived.Blocking = finding.Waived, false
	pending.Status = finding.Pending
	upcoming.Kind, upcoming.Blocking = finding.Upcoming, false
	r := makeReport(
		marked(makeFinding(1, finding.Critical, 2, 2), true),
		marked(makeFinding(2, finding.High, 70, 70), true),
		marked(makeFinding(3, finding.Low, 71, 71), true),
		marked(makeFinding(4, finding.High, 80, 80), false),
		marked(makeFinding(5, finding.Low, 3, 3), false),
		marked(waived, false), marked(pending, true), marked(upcoming, true))
	r.Base = &report.Base{Ref: "main", Commit: baseCommit}
	r.OnlyNew = true
	r.Diagnostics = []finding.Diagnostic{
		{Severity: finding.Warning, Summary: report.GoneDeployment, Detail: "old is in main and not here any more."},
		{Severity: finding.Warning, Summary: "Deprecated", Detail: "x", Range: finding.Range{File: "ai.hcl", Start: finding.Pos{Line: 9, Column: 1}}},
	}
	r.GateEdits = []report.GateEdit{
		{Kind: "policy", What: "policies/a/b/b.rego", How: "changed", Effect: "It counts in this run already.",
			Range: finding.Range{File: "policies/a/b/b.rego", Start: finding.Pos{Line: 3, Column: 1}, End: finding.Pos{Line: 4, Column: 1}}},
		{Kind: "waiver", What: "waiver.old", How: "removed", Effect: "Its findings stand again.",
			Range: finding.Range{File: "ai.hcl", Start: finding.Pos{Line: 9, Column: 1}, End: finding.Pos{Line: 9, Column: 5}}},
	}
	d := &r.Deployments[0]
	d.Changes = []posture.Change{{Aspect: posture.Country, Direction: posture.Added, Subject: "US", Widens: true}}
	d.Fixed = []finding.Finding{makeFinding(6, finding.High, 12, 12)}
	d.Diagram = &diagram.Diagram{
		Nodes: []diagram.Node{{Ref: "model.llm", Type: "model", New: true}, {Ref: "store.logs", Type: "store", Severity: finding.High}},
		Edges: []diagram.Edge{{Ref: "flow.a", From: "model.llm", To: "store.logs", Witness: true}}, Witness: "transfer/no_mechanism",
		OmittedNodes: 4, OmittedEdges: 1,
	}
	r.Summarise()
	return r
}

func TestSummaryOfAComparedReport(t *testing.T) {
	f := withManifest(newFake(t))
	r := newRun(t, f)
	r.opts.PathPrefix = "svc"
	r.mustPublish(fullReport(), Full)
	if len(f.lines) != 1 || !strings.Contains(f.lines[0].body, "flow f1") {
		t.Errorf("%d comments on lines, want that of the new finding", len(f.lines))
	}
	text := f.comments[0].body
	const here, there = "https://git.example/Codertocat/Hello-World/blob/" + fakeHead, "https://git.example/Codertocat/Hello-World/blob/" + baseCommit
	at := 0
	for _, part := range []string{
		"### aicomply: 4 blocking findings\n\n",
		"**4 new** · 2 existing · 1 fixed · 1 waived · 1 with a pending waiver · 1 upcoming<br>1 critical · 3 high · 2 low · 1 deployment · 79 policies · at `111111111111` · " +
			"compared with `main` [`222222222222`](https://git.example/Codertocat/Hello-World/commit/" + baseCommit + ") · only new findings fail the run\n\n",
		"1 finding is a comment on the lines that this pull request changes (1 blocking):\n\n- **Critical** [`svc/ai.hcl:2`](" + here + "/svc/ai.hcl#L2) `transfer/no_mechanism` Transfer without a mechanism\n\n",
		"#### This change edits its own gate\n\n- **policy changed**: [`svc/policies/a/b/b.rego:3`](" + here + "/svc/policies/a/b/b.rego#L3). It counts in this run already.\n" +
			"- **waiver removed**: `waiver.old` [`svc/ai.hcl:9`](" + there + "/svc/ai.hcl#L9). Its findings stand again.\n",
		"#### To note\n\n- **Deployment is gone**: old is in main and not here any more.\n\n#### New, blocking\n\n- **High** [`svc/ai.hcl:60`](" + here + "/svc/ai.hcl#L60)",
		"[`svc/ai.hcl:70`](" + here + "/svc/ai.hcl#L70)",
		"<summary>1 new advisory finding</summary>\n\n- **Low** [`svc/ai.hcl:71`]",
		"#### What this change does\n\n", "US",
		"<summary>2 existing findings (1 blocking)</summary>\n\n- **High** [`svc/ai.hcl:80`]", "- **Low** [`svc/ai.hcl:3`]",
		"<summary>1 fixed finding</summary>\n\n- [`svc/ai.hcl:12`](" + there + "/svc/ai.hcl#L12) `transfer/no_mechanism`",
		"<details open>\n<summary>How the data moves</summary>\n\n```mermaid\nflowchart", "\n```\n\nFilled:",
		"thick red: the way of the data in `transfer/no_mechanism`; green: new in this change",
		"4 nodes and 1 flow not shown, those farthest from findings first.",
		disclaimer,
	} {
		i := strings.Index(text[at:], part)
		if i < 0 {
			t.Fatalf("summary lacks, at its place, %q:\n%s", part, text)
		}
		at += i + len(part)
	}
	f.forget()
	r.mustPublish(fullReport(), Full)
	if got := f.writes(); len(got) > 0 {
		t.Errorf("a second run wrote %v", got)
	}
}

func TestSummaryWithoutItsBase(t *testing.T) {
	f := withManifest(newFake(t))
	rep := makeReport()
	rep.Base = &report.Base{Ref: "main", Problem: "the manifest at the merge base has errors."}
	rep.Diagnostics = []finding.Diagnostic{{Severity: finding.Warning, Summary: "Deployment cannot be compared", Detail: rep.Base.Problem}}
	r := newRun(t, f)
	r.mustPublish(rep, Full)
	if n := strings.Count(f.comments[0].body, "merge base has errors"); n != 1 {
		t.Errorf("the problem is told %d times", n)
	}
	want := "> [!WARNING]\n> **Not compared with the base `main`: the manifest at the merge base has errors.** Every finding counts as new.\n"
	if len(f.comments) != 1 || !strings.Contains(f.comments[0].body, want) || strings.Contains(f.comments[0].body, "compared with `main`") {
		t.Errorf("comments: %+v", f.comments)
	}
}

func TestSummaryOfAPartlyComparedReport(t *testing.T) {
	rep := fullReport()
	rep.Base.Problem = "one of them has errors."
	text := summaryText(rep, plan{}, links{sha: fakeHead})
	if want := "> **Not fully compared with the base `main`: one of them has errors.**\n"; !strings.Contains(text, want) {
		t.Errorf("summary lacks %q:\n%s", want, text)
	}
}

// A report on what could not be checked has no good news.
func TestVerdictOfErrors(t *testing.T) {
	broken := []finding.Diagnostic{{Severity: finding.Error, Summary: "Unclosed block", Range: finding.Range{File: "ai.hcl"}}}
	nothing := makeReport()
	nothing.Deployments, nothing.Diagnostics = nil, broken
	some := makeReport(makeFinding(1, finding.High, 2, 2))
	some.Diagnostics = broken
	for want, r := range map[string]*report.Report{"nothing could be checked": nothing, "1 blocking finding, and something could not be checked": some} {
		r.Summarise()
		if text := summaryText(r, plan{}, links{sha: fakeHead}); !strings.HasPrefix(text, "### aicomply: "+want+"\n") {
			t.Errorf("want %q:\n%s", want, text)
		}
	}
}

// What a reviewer should see is said even if nothing was found.
func TestSomethingToSay(t *testing.T) {
	for name, change := range map[string]func(*report.Report){
		"gate":    func(r *report.Report) { r.GateEdits = fullReport().GateEdits },
		"gone":    func(r *report.Report) { r.Diagnostics = fullReport().Diagnostics[:1] },
		"base":    func(r *report.Report) { r.Base = &report.Base{Ref: "main", Problem: "p"} },
		"changes": func(r *report.Report) { r.Deployments[0].Changes = fullReport().Deployments[0].Changes },
		"fixed":   func(r *report.Report) { r.Deployments[0].Fixed = fullReport().Deployments[0].Fixed },
	} {
		f := withManifest(newFake(t))
		rep := makeReport()
		change(rep)
		newRun(t, f).mustPublish(rep, Full)
		if len(f.comments) != 1 {
			t.Errorf("%s: %d comments", name, len(f.comments))
		}
	}
}

// TestSummaryGivesUpSections lets a report grow: sections go in their order,
// each with a note, and new findings last, with their number.
func TestSummaryGivesUpSections(t *testing.T) {
	at := func(n int, fresh bool, length int) finding.Finding {
		x := marked(makeFinding(n, finding.High, 100+n, 100+n), fresh)
		x.Message = strings.Repeat("x", length)
		return x
	}
	make := func(fresh, old, fixed, nodes int) *report.Report {
		r := fullReport()
		d := &r.Deployments[0]
		d.Findings, d.Fixed = nil, nil
		for n := range fresh {
			d.Findings = append(d.Findings, at(n, true, 350))
		}
		for n := range old {
			d.Findings = append(d.Findings, at(10_000+n, false, 350))
		}
		for n := range fixed {
			d.Fixed = append(d.Fixed, at(20_000+n, false, 350))
		}
		d.Diagram = &diagram.Diagram{}
		d.Changes = nil
		for range 15 {
			d.Changes = append(d.Changes, posture.Change{Aspect: posture.Country, Direction: posture.Added, Subject: strings.Repeat("x", 400)})
		}
		for n := range nodes {
			d.Diagram.Nodes = append(d.Diagram.Nodes, diagram.Node{Ref: fmt.Sprintf("model.n%0300d", n), Type: "model", Operator: fmt.Sprint(n)})
		}
		r.Summarise()
		return r
	}
	const left = " left out: this comment would get too long. See the [job summary](s/o/r/pull/2/checks)."
	notes := []string{"A diagram of how the data moves is" + left, "existing findings (", "fixed findings are" + left, "What this change does is" + left, "more new findings ("}
	for name, c := range map[string]struct {
		r    *report.Report
		want []int // of notes
	}{
		"all fits":    {make(5, 5, 5, 5), nil},
		"diagram":     {make(40, 10, 5, 500), []int{0}},
		"existing":    {make(10, 200, 5, 5), []int{0, 1}},
		"fixed":       {make(10, 200, 200, 5), []int{0, 1, 2}},
		"changes":     {make(102, 10, 10, 5), []int{0, 1, 2, 3}},
		"of new ones": {make(400, 10, 10, 5), []int{0, 1, 2, 3, 4}},
	} {
		var p plan
		p.listed = c.r.Deployments[0].Findings
		text := summaryText(c.r, p, links{server: "s", repository: "o/r", sha: fakeHead, number: 2})
		var got []int
		for i, note := range notes {
			for line := range strings.Lines(text) {
				if strings.Contains(line, note) && strings.Contains(line, left) {
					got = append(got, i)
				}
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: notes %v, want %v (%d bytes)", name, got, c.want, len(text))
		}
		if end := scan(text); len(text) > maxBody || end.fence != "" || end.details != 0 || strings.Contains(text, strings.TrimSpace(cutNote)) {
			t.Errorf("%s: %d bytes, leaves open %+v", name, len(text), end)
		}
		// Listed and counted findings are all there are.
		n := strings.Count(text, "- **High** ")
		fresh := 0
		for _, f := range p.listed {
			if *f.New {
				fresh++
			}
		}
		if name == "of new ones" && !strings.Contains(text, fmt.Sprintf("**%d more new findings (%d blocking) are"+left+"**", fresh-n, fresh-n)) {
			t.Errorf("%d of %d new findings are listed, and the rest is not counted:\n%s", n, fresh, text[len(text)-1500:])
		}
	}
}

func TestChangesAreFoldedWhenMany(t *testing.T) {
	for n, want := range map[int]bool{openChanges: false, openChanges + 1: true} {
		r := makeReport()
		for i := range n {
			r.Deployments[0].Changes = append(r.Deployments[0].Changes,
				posture.Change{Aspect: posture.Aspects()[i%5], Direction: posture.Added, Subject: fmt.Sprint("x", i), Widens: true})
		}
		text := summaryText(r, plan{}, links{sha: fakeHead})
		folded := strings.Contains(text, fmt.Sprintf("%d changes in data and people, %d widening. What exposes more than before is bold.\n\n<details>\n<summary>All changes</summary>\n\n**", n, n))
		if folded != want || strings.Count(text, ": x") != n {
			t.Errorf("%d changes, folded %t:\n%s", n, folded, text)
		}
	}
}

func TestDiagramIsFoldedWhenLarge(t *testing.T) {
	for nodes, want := range map[int]string{openDiagram: "<details open>", openDiagram + 1: "<details>"} {
		r := makeReport()
		d := &diagram.Diagram{}
		for n := range nodes {
			d.Nodes = append(d.Nodes, diagram.Node{Ref: fmt.Sprintf("model.n%d", n), Type: "model"})
		}
		r.Deployments[0].Diagram = d
		if text := summaryText(r, plan{}, links{sha: fakeHead}); !strings.Contains(text, want+"\n<summary>How the data moves") {
			t.Errorf("%d nodes: want %s in\n%s", nodes, want, text)
		}
	}
}

func TestSectionsNameTheirDeployment(t *testing.T) {
	r := fullReport()
	r.Deployments = append(r.Deployments, r.Deployments[0])
	r.Deployments[1].Path = "svc/b"
	text := summaryText(r, plan{}, links{sha: fakeHead})
	for _, want := range []string{"#### What this change does in `svc/b`\n", "</summary>\n\n`svc/b`\n\n```mermaid"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
}

func TestSwitchedOffInline(t *testing.T) {
	f := withManifest(newFake(t))
	r := newRun(t, f)
	r.opts.PathPrefix = "svc"
	r.mustPublish(makeReport(makeFinding(1, finding.Critical, 2, 2)), Full)
	r.opts.NoInline = true
	r.mustPublish(makeReport(makeFinding(1, finding.Critical, 2, 2), makeFinding(2, finding.High, 3, 3)), Full)
	if len(f.lines) != 1 || !strings.Contains(f.comments[0].body, "flow f2") {
		t.Errorf("%d comments on lines; summary:\n%s", len(f.lines), f.comments[0].body)
	}
	r.mustPublish(makeReport(makeFinding(2, finding.High, 3, 3)), Full)
	if len(f.lines) != 0 {
		t.Errorf("the comment on a finding that is gone is still there")
	}
}
