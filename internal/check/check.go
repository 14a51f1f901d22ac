// Package check is the pipeline from checked manifests to a report: it derives
// facts, evaluates the policies over them, joins what they say with what their
// METADATA declares, and applies waivers, stages and severities.
//
// It is pure: it reads no file and no clock, prints nothing, knows no flag and
// no network. The same deployments and options give the same report.
package check

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/aicomply/aicomply/internal/config"
	"github.com/aicomply/aicomply/internal/derive"
	"github.com/aicomply/aicomply/internal/diagram"
	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/framework"
	"github.com/aicomply/aicomply/internal/manifest"
	"github.com/aicomply/aicomply/internal/policy"
	"github.com/aicomply/aicomply/internal/posture"
	"github.com/aicomply/aicomply/internal/report"
	"github.com/aicomply/aicomply/internal/waiver"
)

// Options are the settings of a run.
type Options struct {
	Policies   *policy.Set
	Frameworks *framework.Catalogue
	Now        time.Time            // the clock; its date in UTC counts
	Stage      finding.Stage        // evaluate as if at this stage; empty = each deployment's own
	FailOn     finding.Severity     // least severity that blocks; empty = high
	Only       func(id string) bool // policies to evaluate; nil = all
	AllRego    bool                 // ask rules that a configuration names of every deployment, not only below that configuration
	Known      []string             // ids that waivers may name besides those of Policies
	Base       *Base                // what to compare with; nil = nothing
	OnlyNew    bool                 // only new findings block
	Timeout    time.Duration        // for all policies on one deployment; 0 = 30 s
	Memory     int64                // bytes that the heap may hold meanwhile; 0 = 2 GiB
	Diagram    int                  // most nodes of each deployment's diagram; 0 = no diagram

	// Printed takes what the print() of a policy said about a deployment; nil =
	// nobody does.
	Printed func(deployment, policy string, lines []string)

	Diagnostics []finding.Diagnostic // what the report says besides
	Tool        report.Tool          // what the report says made it
	Source      string               // what the report says the policies are
}

// Deployment is one deployment to check. One with error diagnostics is not
// evaluated; its diagnostics are in the report.
type Deployment struct {
	Manifest    *manifest.Manifest
	Diagnostics []finding.Diagnostic
	Config      *config.Config // the organisation's configuration that counts for it, or nil

	// Base is the deployment at the commit compared with, or nil if it is not
	// there. With an error in BaseDiagnostics nothing is known of it.
	Base            *manifest.Manifest
	BaseConfig      *config.Config // the configuration as of that commit
	BaseDiagnostics []finding.Diagnostic

	// Excludes says why a policy does not count for this deployment, or "";
	// nil excludes none.
	Excludes func(finding.Rule) string
}

// Run checks the deployments. It fails only if it cannot go on at all; a policy
// that cannot be evaluated is an error on that policy in the report.
func Run(ctx context.Context, deployments []Deployment, o Options) (*report.Report, error) {
	results := []report.Deployment{}
	s := Source{N: len(deployments), Load: func(i int) Deployment { return deployments[i] }}
	r, err := Stream(ctx, s, o, func(_ *report.Report, result Result) error {
		if result.Deployment != nil {
			results = append(results, *result.Deployment)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	r.Deployments = results
	r.Summarise()
	return r, nil
}

func (o Options) withDefaults() Options {
	if o.FailOn == "" {
		o.FailOn = finding.High
	}
	if o.Only == nil {
		o.Only = func(string) bool { return true }
	}
	return o
}

// outdated is a warning if data on the frameworks in use is out of date.
func (o Options) outdated(used map[string]bool) []finding.Diagnostic {
	fs := slices.DeleteFunc(slices.Clone(o.Frameworks.Frameworks()), func(f framework.Framework) bool { return !used[f.ID] })
	if d, ok := framework.Outdated(fs, o.Now); ok {
		return []finding.Diagnostic{d}
	}
	return nil
}

// rule is the policy with an id, or that once had it.
func (o Options) rule(id string) (finding.Rule, bool) {
	if r, ok := o.Policies.Rule(id); ok {
		return r, true
	}
	all := o.Policies.Rules()
	if i := slices.IndexFunc(all, func(r finding.Rule) bool { return slices.Contains(r.Aliases, id) }); i >= 0 {
		return all[i], true
	}
	return finding.Rule{}, false
}

// run is the evaluation of one deployment.
type run struct {
	o       Options
	m       *manifest.Manifest
	config  *config.Config
	params  map[string]any
	facts   *derive.Facts
	waivers *waiver.Waivers
	before  *manifest.Manifest // the deployment at the base; nil = not compared, or new
	changes []posture.Change   // against the base
	stage   finding.Stage
	scope   Scope
	starved bool             // memory ran out
	printed []policy.Outcome // of the policies that printed

	excludes func(finding.Rule) string
	base     *baseline // what the findings are compared with; nil = nothing
}

func newRun(d Deployment, o Options) *run {
	e := &run{o: o, m: d.Manifest, config: d.Config, params: d.Config.Params(), stage: o.Stage}
	if e.excludes = d.Excludes; e.excludes == nil {
		e.excludes = func(finding.Rule) string { return "" }
	}
	if e.stage == "" {
		e.stage = declaredStage(d.Manifest)
	}
	e.facts = derive.Compute(d.Manifest, derive.Options{Now: o.Now})
	if d.Base != nil || o.Base.hasNot(d) {
		e.before = d.Base
		e.changes = posture.Compare(posture.State{Manifest: d.Base}, posture.State{Manifest: d.Manifest, Facts: e.facts})
	}
	e.scope = newScope(d.Manifest, e.facts, o)
	e.waivers = waiver.Judge(d.Manifest, waiver.Options{Now: o.Now, Max: e.maxWaiver(), Rule: o.rule})
	return e
}

// declaredStage is the manifest's own stage; undeclared counts as poc.
func declaredStage(m *manifest.Manifest) finding.Stage {
	if s := finding.Stage(m.System().String("stage")); s.Valid() {
		return s
	}
	return finding.PoC
}

func (e *run) evaluate(ctx context.Context) (*report.Deployment, []finding.Diagnostic, error) {
	if diags := e.preconditions(); finding.HasErrors(diags) {
		return nil, diags, nil
	}
	outcomes, err := e.o.Policies.Eval(ctx, e.input(), policy.EvalOptions{
		Only: e.asked, Now: e.o.Now, Timeout: e.o.Timeout, Memory: e.o.Memory,
	})
	if err != nil {
		return nil, nil, err
	}
	result := &report.Deployment{
		Path: e.m.Path, System: e.m.System().Name, Title: e.m.System().String("title"), Stage: e.stage,
		Readiness: e.readiness(), Overrides: e.overrides(), Changes: e.changes, Findings: []finding.Finding{},
	}
	results := map[string]report.PolicyResult{}
	for _, out := range outcomes {
		rule, _ := e.o.Policies.Rule(out.ID)
		e.starved = e.starved || errors.Is(out.Err, policy.ErrMemory)
		if len(out.Printed) > 0 {
			e.printed = append(e.printed, out)
		}
		results[out.ID] = e.initial(rule, out)
		e.base.asks(results[out.ID], out)
		if results[out.ID].Result == finding.Passed {
			fs, err := e.findings(rule, out.Violations)
			if err != nil {
				results[out.ID] = report.PolicyResult{ID: out.ID, Result: finding.Errored, Reason: err.Error()}
			}
			result.Findings = append(result.Findings, fs...)
		}
	}
	result.Findings = append(result.Findings, e.orphans(result.Findings, results)...)
	e.waivers.Mark(result.Findings)
	e.compare(result)
	e.block(result.Findings)
	result.Policies = e.conclude(results, result.Findings)
	if e.o.Diagram > 0 {
		finding.Sort(result.Findings)
		result.Diagram = diagram.Build(e.m, e.facts, diagram.Options{Findings: result.Findings, Base: e.before, Limit: e.o.Diagram})
	}
	return result, nil, nil
}

// asked reports whether a policy is asked about this deployment. A rule of Rego
// that only the configuration of another deployment names is not.
func (e *run) asked(id string) bool {
	return e.o.Only(id) && (e.o.AllRego || !strings.HasPrefix(id, config.RegoArea+"/") || e.config.Names(id) || !e.o.Policies.Configured(id))
}

// readiness is what a reader needs to prepare for a later stage than the
// system's own; nil if the run does not look ahead to one.
func (e *run) readiness() *report.Readiness {
	declared := declaredStage(e.m)
	if e.stage == finding.Retired || e.stage == declared || !e.stage.Reached(declared) {
		return nil
	}
	system, ownership := e.m.System(), e.m.Single("ownership")
	r := &report.Readiness{DeclaredStage: declared, GoLive: system.String("go_live")}
	for _, role := range report.Roles() {
		if owner := ownership.String(role); owner != "" {
			if r.Owners == nil {
				r.Owners = map[string]string{}
			}
			r.Owners[role] = owner
		}
	}
	return r
}

// preconditions are what makes an evaluation meaningless.
func (e *run) preconditions() []finding.Diagnostic {
	var known []string
	for _, r := range e.o.Policies.Rules() {
		known = append(known, r.ID)
	}
	diags := append(e.waivers.Unknown(append(known, e.o.Known...)), e.config.Check(e.o.Policies.Rules(), e.o.Known...)...)
	if e.facts.Incomplete() {
		diags = append(diags, finding.Diagnostic{
			Severity: finding.Error, Summary: "Deployment too large", Range: e.m.System().Range(),
			Detail: "Its data cannot be followed through the graph within bounds, so no policy may pass on it. Split it into several deployments, or declare fewer datasets.",
		})
	}
	return diags
}

// noPrecondition is the reason of a policy that was asked and does not apply.
const noPrecondition = "its precondition does not hold"

// initial is a policy's result before its findings are looked at.
func (e *run) initial(rule finding.Rule, out policy.Outcome) report.PolicyResult {
	if reason, disabled := e.config.Disabled(rule.ID, rule.Aliases...); disabled {
		return report.PolicyResult{ID: out.ID, Result: finding.NotApplicable, Reason: fmt.Sprintf("left out by %s: %s", e.config.File(), reason)}
	}
	if reason := e.excludes(rule); reason != "" {
		return report.PolicyResult{ID: out.ID, Result: finding.NotApplicable, Reason: reason}
	}
	switch reason := e.scope.excludes(rule, e.stage); {
	case reason != "":
		return report.PolicyResult{ID: out.ID, Result: finding.NotApplicable, Reason: reason}
	case out.Err != nil:
		return report.PolicyResult{ID: out.ID, Result: finding.Errored, Reason: out.Err.Error()}
	case !out.Applicable && rule.Method == "diff" && e.before == nil:
		return report.PolicyResult{ID: out.ID, Result: finding.NotApplicable, Reason: "there is no deployment at a base to compare with; see check --base"}
	case !out.Applicable:
		return report.PolicyResult{ID: out.ID, Result: finding.NotApplicable, Reason: cmp.Or(out.Reason, noPrecondition)}
	case out.Undefined:
		return report.PolicyResult{ID: out.ID, Result: finding.Unknown, Reason: out.Reason}
	}
	return report.PolicyResult{ID: out.ID, Result: finding.Passed}
}

// findings are what a policy said. A fix that the manifest cannot take is a
// mistake of the policy, and then nothing it says counts.
func (e *run) findings(rule finding.Rule, vs []policy.Violation) ([]finding.Finding, error) {
	if rule.Method == policy.ForeignMethod {
		return e.foreignFindings(rule, vs), nil
	}
	var out []finding.Finding
	for _, v := range vs {
		f := e.finding(rule, v)
		if v.Fix != nil {
			var err error
			if f.Fix, err = e.m.Fix(v.Path, v.Fix); err != nil {
				return nil, fmt.Errorf("the fix of the finding at %s: %w", v.Path, err)
			}
		}
		out = append(out, f)
	}
	return out, nil
}

// finding joins what a policy said with its METADATA and the source.
func (e *run) finding(rule finding.Rule, v policy.Violation) finding.Finding {
	f := finding.Finding{
		Policy: rule.ID, Title: rule.Title, Severity: rule.Severity, Kind: v.Kind, Status: finding.Open,
		Path: v.Path, Key: v.Key, Message: v.Message, Remediation: rule.Remediation,
		Controls:    e.scope.controls(rule),
		Fingerprint: finding.Fingerprint(e.m.ID, rule.ID, v.Path, v.Key),
		Range:       e.m.RangeOf(v.Path),
	}
	if v.Severity != "" {
		f.Severity = v.Severity
	}
	if s, ok := e.config.Severity(rule.ID, rule.Aliases...); ok {
		f.Severity = s
	}
	if v.Incidental {
		f.Severity = f.Severity.Lower()
		f.Message += " (incidental content: one severity lower)"
	}
	if v.Witness != (policy.Witness{}) {
		f.Witness = e.facts.Witness(derive.Target{Node: v.Witness.Node, Flow: v.Witness.Flow, Category: v.Witness.Category})
	}
	from := v.AppliesFrom
	if from == "" {
		from = e.scope.upcoming(rule, f.Controls)
	}
	if from > e.scope.today {
		f.Kind, f.AppliesFrom = finding.Upcoming, from
	}
	return f
}

// overrides is what the configuration changes, for the report.
func (e *run) overrides() []report.Override {
	var out []report.Override
	for _, o := range e.config.Overrides(e.o.Policies.Rules()) {
		out = append(out, report.Override(o))
	}
	return out
}

// orphans are findings on waivers that match none of the findings.
func (e *run) orphans(fs []finding.Finding, results map[string]report.PolicyResult) []finding.Finding {
	rule, ok := e.o.Policies.Rule(waiver.Invalid)
	if _, evaluated := results[waiver.Invalid]; !ok || !evaluated {
		return nil
	}
	evaluated := func(id string) bool {
		r, ok := results[id]
		return ok && r.Result != finding.Errored
	}
	var out []finding.Finding
	for _, p := range e.waivers.Orphans(fs, evaluated) {
		name := strings.TrimPrefix(p.Waiver, "waiver.")
		out = append(out, e.finding(rule, policy.Violation{
			Path: finding.Path{"waiver", name, p.Attribute}, Message: p.Message, Kind: finding.Violation,
		}))
	}
	return out
}

// block decides which findings make the run fail.
func (e *run) block(fs []finding.Finding) {
	for i := range fs {
		f := &fs[i]
		f.Blocking = e.canBlock(*f) && !(e.o.OnlyNew && f.New != nil && !*f.New)
	}
}

// canBlock reports whether a finding makes the run fail, new or not.
func (e *run) canBlock(f finding.Finding) bool {
	rule, _ := e.o.Policies.Rule(f.Policy)
	return f.Stands() &&
		f.Severity.AtLeast(e.o.FailOn) && !rule.Advisory && e.stage.Reached(rule.BlocksFrom)
}

// allUpcoming reports whether no law requires the finding's policy yet.
func (e *run) allUpcoming(f finding.Finding) bool {
	rule, _ := e.o.Policies.Rule(f.Policy)
	return e.scope.upcoming(rule, f.Controls) != ""
}

// conclude settles each policy's result from its findings: the worst of them
// decides. A finding about law to come says nothing of a policy that law in
// force requires, too.
func (e *run) conclude(results map[string]report.PolicyResult, fs []finding.Finding) []report.PolicyResult {
	order := []finding.Result{finding.Passed, finding.NotApplicable, finding.WaivedResult, finding.Unknown, finding.Failed}
	for _, f := range fs {
		r := results[f.Policy]
		result, reason := finding.Failed, ""
		switch {
		case f.Status == finding.Waived:
			result = finding.WaivedResult
		case f.Kind == finding.Upcoming && !e.allUpcoming(f):
			continue
		case f.Kind == finding.Upcoming:
			result, reason = finding.NotApplicable, "required from "+f.AppliesFrom
		case f.Kind == finding.Gap:
			result = finding.Unknown
		}
		if slices.Index(order, result) > slices.Index(order, r.Result) {
			r.Result, r.Reason = result, reason
		}
		results[f.Policy] = r
	}
	out := make([]report.PolicyResult, 0, len(results))
	for _, r := range results {
		out = append(out, r)
	}
	slices.SortFunc(out, func(a, b report.PolicyResult) int { return strings.Compare(a.ID, b.ID) })
	return out
}
