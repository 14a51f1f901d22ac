package github

import (
	"context"
	"fmt"
	"strings"

	gh "github.com/google/go-github/v60/github"

	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/report"
)

const (
	maxBatch       = 50     // annotations that GitHub takes in one request
	maxAnnotations = 500    // of a check run: ten requests
	maxCheckText   = 65_000 // bytes of its summary, and of its text; GitHub takes 65,535 characters
)

// check is what a check run is to say.
type check struct {
	name, externalID     string
	title, summary, text string
	conclusion           string
	annotations          []*gh.CheckRunAnnotation
}

// checkRun brings the check run on the commit in line with the report. What
// GitHub may have done before an answer was lost is looked up, not repeated.
func (s *session) checkRun(ctx context.Context, r *report.Report) error {
	want := s.check(r)
	err := s.converged(ctx, want)
	if unavailable(err) && ctx.Err() == nil {
		return s.converged(ctx, want)
	}
	return err
}

// converged compares the check run with what it is to say. Annotations can be
// added to a check run and not taken back: one that has wrong ones is followed
// by another of the same name, which GitHub shows in its place.
func (s *session) converged(ctx context.Context, want check) error {
	run, err := s.ourCheckRun(ctx, want)
	if err != nil {
		return fmt.Errorf("check runs: %w", err)
	}
	missing := want.annotations
	if run != nil {
		there, err := s.api.annotations(ctx, run.GetID())
		if err != nil {
			return fmt.Errorf("annotations: %w", err)
		}
		var wrong bool
		if missing, wrong = lacking(want.annotations, there); wrong {
			run, missing = nil, want.annotations
		}
	}
	if run != nil && len(missing) == 0 && want.said(run) {
		return nil
	}
	return s.writeCheckRun(ctx, run.GetID(), want, missing)
}

// writeCheckRun makes the check run, or edits the one that is named, and adds
// annotations in as many requests as it takes.
func (s *session) writeCheckRun(ctx context.Context, id int64, want check, missing []*gh.CheckRunAnnotation) error {
	for first := true; first || len(missing) > 0; first = false {
		batch := missing[:min(len(missing), maxBatch)]
		var err error
		if id == 0 {
			id, err = s.api.createCheckRun(ctx, want.create(s.head, batch, gh.Timestamp{Time: s.opts.Now().UTC()}))
		} else {
			err = s.api.updateCheckRun(ctx, id, want.update(batch))
		}
		if s.wrote(err) != nil {
			return err
		}
		missing = missing[len(batch):]
	}
	return nil
}

// ourCheckRun is the youngest check run of this publisher on the commit, or nil.
func (s *session) ourCheckRun(ctx context.Context, want check) (*gh.CheckRun, error) {
	runs, err := s.api.checkRuns(ctx, s.head, want.name)
	var found *gh.CheckRun
	for _, run := range runs {
		if run.GetExternalID() == want.externalID && run.GetID() > found.GetID() {
			found = run
		}
	}
	return found, err
}

// check says of a report what a check run can.
func (s *session) check(r *report.Report) check {
	c := check{name: s.checkName(), externalID: "aicomply:v1 id=" + s.id, title: verdictLine(r), conclusion: "success"}
	if assess(r).Conclusion != "success" {
		c.conclusion = "failure"
	}
	counted := 0
	p := plan{listed: standing(r, &counted)}
	st := sticky{r: r, p: p, l: s.links}
	c.summary = cutTo(st.head()+st.base()+st.gate()+st.errors()+st.warnings(), maxCheckText)
	fresh := st.fresh()
	var left int
	c.annotations, left = s.checkAnnotations(fresh)
	note := ""
	if left > 0 {
		note = fmt.Sprintf("%s without an annotation: a check run gets at most %d.\n\n", plural(left, "finding is", "findings are"), maxAnnotations)
	}
	if old := len(p.listed) - len(fresh); old > 0 {
		note += fmt.Sprintf("%s not listed.\n\n", plural(old, "existing finding is", "existing findings are"))
	}
	c.text = cutTo(st.fitting(fresh, maxCheckText-len(note)-len(disclaimer))+note+disclaimer, maxCheckText)
	return c
}

// checkName tells several reports on one commit apart.
func (s *session) checkName() string {
	if name := s.opts.Name; name != "" && name != "." {
		return "aicomply (" + report.EscapeTerminal(report.Clip(name, 80)) + ")"
	}
	return "aicomply"
}

func cutTo(text string, limit int) string { return strings.TrimRight(cut(text, limit), " \n") }

// checkAnnotations annotates the lines of findings, in their order, and counts
// those that are too many.
func (s *session) checkAnnotations(fs []finding.Finding) (out []*gh.CheckRunAnnotation, left int) {
	for _, f := range fs {
		if f.Range.Start.Line < 1 || !inRepository(f.Range.File) || !s.unmoved(f.Range.File) {
			continue
		}
		if len(out) == maxAnnotations {
			left++
			continue
		}
		out = append(out, checkAnnotation(f))
	}
	return out, left
}

// unmoved reports whether lines of a file are where the head has them, as far
// as is known.
func (s *session) unmoved(file string) bool {
	changed, ok := s.files[file]
	return !ok || sameAsHead(s.opts.Env.Workspace, file, changed.blob)
}

// checkAnnotation is plain text: GitHub renders no Markdown in annotations.
func checkAnnotation(f finding.Finding) *gh.CheckRunAnnotation {
	level := "warning"
	if f.Blocking {
		level = "failure"
	}
	message := []string{report.Sentence(f)}
	if way := nodesOf(f.Witness); len(way) > 1 {
		message = append(message, "Path: "+strings.Join(way, " → "))
	}
	if f.Remediation != "" {
		message = append(message, "Fix: "+f.Remediation)
	}
	if fix := report.FixText(f.Fix); fix != "" {
		message = append(message, "Fix: "+fix+"; "+report.FixNote)
	}
	for i, line := range message {
		message[i] = report.EscapeTerminal(report.Clip(line, longText))
	}
	lines := linesOf(f.Range)
	a := &gh.CheckRunAnnotation{
		Path: gh.String(report.EscapeTerminal(f.Range.File)), StartLine: &lines.first, EndLine: &lines.last, AnnotationLevel: &level,
		Title:   gh.String(report.EscapeTerminal(report.Clip(severityName(f.Severity)+" "+f.Policy, nameText))),
		Message: gh.String(strings.Join(message, "\n")),
	}
	if f.Range.End.Line == f.Range.Start.Line && f.Range.Start.Column > 0 && f.Range.End.Column >= f.Range.Start.Column {
		a.StartColumn, a.EndColumn = gh.Int(f.Range.Start.Column), gh.Int(f.Range.End.Column)
	}
	return a
}

// lacking is those of the wanted annotations that are not there yet. wrong says
// that there are others, which cannot be taken back.
func lacking(want, there []*gh.CheckRunAnnotation) (missing []*gh.CheckRunAnnotation, wrong bool) {
	key := func(a *gh.CheckRunAnnotation) string {
		return fmt.Sprintf("%q %d %d %d %d %s %q %q", a.GetPath(), a.GetStartLine(), a.GetEndLine(), a.GetStartColumn(), a.GetEndColumn(),
			a.GetAnnotationLevel(), strings.TrimSpace(a.GetTitle()), strings.TrimSpace(a.GetMessage()))
	}
	left := map[string]int{}
	for _, a := range there {
		left[key(a)]++
	}
	for _, a := range want {
		if left[key(a)] == 0 {
			missing = append(missing, a)
			continue
		}
		left[key(a)]--
	}
	for _, n := range left {
		wrong = wrong || n > 0
	}
	return missing, wrong
}

// said reports whether a check run says what it should, annotations aside.
func (c check) said(run *gh.CheckRun) bool {
	o := run.GetOutput()
	return run.GetStatus() == "completed" && run.GetConclusion() == c.conclusion &&
		o.GetTitle() == c.title && o.GetSummary() == c.summary && o.GetText() == c.text
}

func (c check) output(batch []*gh.CheckRunAnnotation) *gh.CheckRunOutput {
	return &gh.CheckRunOutput{Title: &c.title, Summary: &c.summary, Text: &c.text, Annotations: batch}
}

func (c check) create(sha string, batch []*gh.CheckRunAnnotation, now gh.Timestamp) gh.CreateCheckRunOptions {
	return gh.CreateCheckRunOptions{
		Name: c.name, HeadSHA: sha, ExternalID: &c.externalID,
		Status: gh.String("completed"), Conclusion: &c.conclusion, CompletedAt: &now, Output: c.output(batch),
	}
}

func (c check) update(batch []*gh.CheckRunAnnotation) gh.UpdateCheckRunOptions {
	return gh.UpdateCheckRunOptions{
		Name: c.name, ExternalID: &c.externalID, Status: gh.String("completed"), Conclusion: &c.conclusion, Output: c.output(batch),
	}
}
