package check

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/policy"
	"github.com/aicomply/aicomply/internal/report"
	"github.com/aicomply/aicomply/internal/waiver"
)

// Base is what a run is compared with: a commit, at which each Deployment has
// its Base, or a saved report.
type Base struct {
	Ref     string
	Commit  string            // in full; empty for a saved report
	Problem string            // why nothing of it can be read; then all is new, and no waiver granted
	Saved   *report.Report    // nil for a commit
	Edits   []report.GateEdit // of policies and configuration
}

// hasNot reports whether it is known that the deployment is not at the base.
func (b *Base) hasNot(d Deployment) bool {
	return b != nil && b.Problem == "" && b.Saved == nil && d.Base == nil && !finding.HasErrors(d.BaseDiagnostics)
}

// describe is what the report says of the base before any deployment is
// compared with it.
func (b *Base) describe() (*report.Base, []report.GateEdit, []finding.Diagnostic) {
	if b == nil {
		return nil, nil, nil
	}
	var diags []finding.Diagnostic
	if b.Problem != "" {
		diags = append(diags, warning("No comparison with the base", fmt.Sprintf(
			"%s: %s. Every finding counts as new, and every waiver is pending.", b.Ref, b.Problem)))
	}
	return &report.Base{Ref: b.Ref, Commit: b.Commit, Problem: b.Problem}, slices.Clone(b.Edits), diags
}

// name is the base as messages call it: "main (0123456789ab)".
func (b *Base) name() string {
	if b.Commit == "" {
		return b.Ref
	}
	return fmt.Sprintf("%s (%s)", b.Ref, b.Commit[:min(12, len(b.Commit))])
}

func warning(summary, detail string) finding.Diagnostic {
	return finding.Diagnostic{Severity: finding.Warning, Summary: summary, Detail: detail}
}

// baseline is what is known of one deployment at the base. Its zero value
// knows nothing, so that everything is new.
type baseline struct {
	known    report.Baseline
	findings []finding.Finding
	worst    map[string]finding.Finding // the most severe of each fingerprint
	stage    finding.Stage              // as evaluated there; empty if not known
	run      *run                       // the evaluation there; nil for a saved report
	asked    map[string]bool            // policies that answer here, so that a finding of theirs that is gone is fixed
}

// newComparedRun evaluates the deployment at the base, if there is one, and
// prepares the run over the deployment itself. What cannot be compared is added
// to the report.
func newComparedRun(ctx context.Context, d Deployment, o Options, r *report.Report) (*run, error) {
	e := newRun(d, o)
	if o.Base == nil {
		return e, nil
	}
	e.base = &baseline{asked: map[string]bool{}}
	var diag *finding.Diagnostic
	var err error
	switch {
	case o.Base.Problem != "": // said already, once for all
	case o.Base.Saved != nil:
		diag = e.base.readSaved(d, o.Base)
	default:
		diag, err = e.base.evaluate(ctx, d, o)
	}
	if err != nil {
		return nil, err
	}
	if diag != nil {
		r.Diagnostics = append(r.Diagnostics, *diag)
		if diag.Summary == unreadable {
			r.Base.Problem = joinProblem(r.Base.Problem, diag.Detail)
		}
	}
	if o.Base.Saved == nil {
		e.rejudge(d)
	}
	return e, nil
}

// maxProblem is how long the problem of a base gets; the diagnostics have all
// of them.
const maxProblem = 2000

func joinProblem(problem, more string) string {
	switch {
	case problem == "":
		return more
	case len(problem)+len(more) > maxProblem:
		return strings.TrimSuffix(problem, " And more.") + " And more."
	}
	return problem + " " + more
}

// rejudge judges the waivers against those of the base.
func (e *run) rejudge(d Deployment) {
	o := waiver.Options{Now: e.o.Now, Max: e.maxWaiver(), Rule: e.o.rule, Compared: true}
	if e.base.run != nil {
		o.Base, o.BaseMax = d.Base, e.base.run.maxWaiver()
	}
	e.waivers = waiver.Judge(e.m, o)
}

// unreadable is the summary of the diagnostic on a deployment whose base cannot
// be evaluated.
const unreadable = "Deployment cannot be compared"

// evaluate evaluates the deployment at the base, with the same policies and
// clock, and the configuration as of then.
func (b *baseline) evaluate(ctx context.Context, d Deployment, o Options) (*finding.Diagnostic, error) {
	diags := d.BaseDiagnostics
	if !finding.HasErrors(diags) {
		if d.Base == nil {
			diag := warning("New deployment", fmt.Sprintf("%s is not in %s, so all of its findings count as new, and its waivers are pending.", d.Manifest.Path, o.Base.name()))
			return &diag, nil
		}
		own := o
		own.Base, own.OnlyNew, own.Diagnostics = nil, false, nil
		e := newRun(Deployment{Manifest: d.Base, Config: d.BaseConfig, Excludes: d.Excludes}, own)
		result, more, err := e.evaluate(ctx)
		if err != nil {
			return nil, err
		}
		if result != nil {
			b.run = e
			b.learn(*result)
			return nil, nil
		}
		diags = more
	}
	diag := warning(unreadable, fmt.Sprintf("%s could not be read in %s (%s), so all of its findings count as new, and its waivers are pending.", d.Manifest.Path, o.Base.name(), firstError(diags)))
	return &diag, nil
}

// firstError is one error as a reader finds it.
func firstError(diags []finding.Diagnostic) string {
	for _, d := range diags {
		if d.Severity != finding.Error {
			continue
		}
		text := strings.TrimSuffix(d.Summary+": "+d.Detail, ".")
		if d.Range.Start.Line > 0 {
			text = fmt.Sprintf("%s:%d: %s", d.Range.File, d.Range.Start.Line, text)
		}
		return text
	}
	return "it has no result"
}

// readSaved finds the deployment in a saved report: the one with its path or,
// if there is none, the only one that declares its system.
func (b *baseline) readSaved(d Deployment, base *Base) *finding.Diagnostic {
	ds := base.Saved.Deployments
	i := slices.IndexFunc(ds, func(s report.Deployment) bool { return s.Path == d.Manifest.Path })
	if i < 0 {
		same := func(s report.Deployment) bool { return s.System == d.Manifest.System().Name }
		if i = slices.IndexFunc(ds, same); i >= 0 && slices.ContainsFunc(ds[i+1:], same) {
			i = -1
		}
	}
	if i < 0 {
		diag := warning("New deployment", fmt.Sprintf("%s has no result in %s, so all of its findings count as new, and its waivers are pending.", d.Manifest.Path, base.name()))
		return &diag
	}
	b.learn(ds[i])
	return nil
}

// learn takes what was found at the base.
func (b *baseline) learn(d report.Deployment) {
	b.known, b.findings, b.stage, b.worst = report.BaselineOf(d), d.Findings, d.Stage, map[string]finding.Finding{}
	for _, f := range d.Findings {
		if old, ok := b.worst[f.Fingerprint]; !ok || old.Kind == finding.Upcoming || f.Kind != finding.Upcoming && f.Severity.AtLeast(old.Severity) {
			b.worst[f.Fingerprint] = f
		}
	}
}

// asks notes whether a policy answers here: one that could not be evaluated, or
// that the configuration or the deployment's scope leaves out, says nothing of
// what it found before.
func (b *baseline) asks(result report.PolicyResult, out policy.Outcome) {
	if b != nil && out.Err == nil && (result.Result == finding.Passed || result.Reason == noPrecondition) {
		b.asked[result.ID] = true
	}
}

// compare marks the findings that the base does not have, and lists those of
// the base that are fixed.
func (e *run) compare(result *report.Deployment) {
	if e.base == nil {
		return
	}
	for i := range result.Findings {
		f := &result.Findings[i]
		if e.o.Base.Saved != nil && f.Status == finding.Waived && !e.base.known.Waives(*f) {
			f.Status = finding.Pending
		}
		fresh := e.base.known.IsNew(*f) || e.worse(*f)
		f.New = &fresh
	}
	here := report.BaselineOf(*result)
	for _, f := range e.base.findings {
		if !here.Has(f) && e.base.asked[f.Policy] {
			result.Fixed = append(result.Fixed, f)
		}
	}
}

// worse reports whether a finding that the base has as well blocks only by what
// the change does: it brings the system to the stage from which the policy
// blocks, makes what is found more severe, or brings it under law that is in
// force. Severities that the configuration sets count as no change of the
// system.
func (e *run) worse(f finding.Finding) bool {
	old, ok := e.base.worst[f.Fingerprint]
	if !ok || !e.canBlock(f) {
		return false
	}
	rule, _ := e.o.Policies.Rule(f.Policy)
	sameSeverity := true
	if there := e.base.run; there != nil {
		was, _ := there.config.Severity(rule.ID, rule.Aliases...)
		is, _ := e.config.Severity(rule.ID, rule.Aliases...)
		sameSeverity = was == is
	}
	return !e.base.stage.Reached(rule.BlocksFrom) ||
		sameSeverity && !old.Severity.AtLeast(e.o.FailOn) ||
		e.base.run != nil && old.Kind == finding.Upcoming
}

// gateEdits are what the manifest changes about its own check.
func (e *run) gateEdits() []report.GateEdit {
	if e.base == nil || e.o.Base.Saved != nil {
		return nil
	}
	var out []report.GateEdit
	for _, w := range e.waivers.Edits() {
		effect := "It is pending: it has no effect until it is on the base."
		if w.How == waiver.Removed {
			effect = "It counts in this run already: what it covered stands."
		}
		out = append(out, report.GateEdit{Kind: report.EditedWaiver, What: w.Waiver, How: w.How, Effect: effect, Range: w.Range})
	}
	if e.base.run == nil {
		return out
	}
	was, is := declaredStage(e.base.run.m), declaredStage(e.m)
	if was != is && (was.Reached(is) || is == finding.Retired) {
		effect := fmt.Sprintf("It goes from %s to %s, where fewer policies block. ", was, is)
		effect += ifElse(e.o.Stage == "", "It counts in this run already.", "It has no effect in this run, which is for stage "+string(e.o.Stage)+".")
		out = append(out, e.attributeEdit("system", "stage", effect))
	}
	before, after := e.base.run.scope.profiles, e.scope.profiles
	left := func(p string) bool { return !slices.Contains(after, p) }
	if len(after) > 0 && (len(before) == 0 || slices.ContainsFunc(before, left)) {
		out = append(out, e.attributeEdit("aicomply", "profiles", "Fewer frameworks are looked at. It counts in this run already."))
	}
	return out
}

// attributeEdit is an edit of an attribute of a manifest that decides what is
// checked.
func (e *run) attributeEdit(block, attribute, effect string) report.GateEdit {
	path := finding.Path{block, attribute}
	return report.GateEdit{
		Kind: report.EditedConfiguration, What: path.String(), How: waiver.Changed, Effect: effect, Range: e.m.RangeOf(path),
	}
}

func ifElse[T any](cond bool, yes, no T) T {
	if cond {
		return yes
	}
	return no
}
