// Package coverage turns a run into a matrix for an auditor: for each control
// of the frameworks that a deployment is looked at under, which policies ask
// for it, what became of them, and how far what they rest on can be relied on.
//
// It says as plainly what is not known: a control that no policy asks for is
// not covered, and one that no policy found fault with is that and no more.
// Like the report, the matrix is computed before anything is printed, and is
// itself the JSON form; the other formats render it.
package coverage

import (
	"context"
	"fmt"
	"slices"

	"github.com/aicomply/aicomply/internal/check"
	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/framework"
	"github.com/aicomply/aicomply/internal/report"
)

// SchemaVersion is the version of the JSON form.
const SchemaVersion = 1

// Result is what became of a policy, or of a control: the worst of its
// policies' results.
type Result string

// The results, worst first. Those of a single policy are finding.Result, with
// upcoming taken out of not_applicable.
const (
	Failed        Result = "failed"
	Errored       Result = "error"
	Unknown       Result = "unknown"
	Upcoming      Result = "upcoming" // faults that no law forbids yet
	Waived        Result = "waived"
	NotApplicable Result = "not_applicable"
	Passed        Result = "passed"
	NotCovered    Result = "not_covered" // of a control: no policy asks for it
)

// Results lists the results, worst first; not_covered comes last.
func Results() []Result {
	return []Result{Failed, Errored, Unknown, Upcoming, Waived, NotApplicable, Passed, NotCovered}
}

// Assurance says what a result rests on.
type Assurance string

// The degrees of assurance, least first. Results rest on the manifest alone
// until evidence attests or verifies it, so only the first two occur yet.
const (
	Nothing  Assurance = "unknown"  // a fact is missing, or nobody asked for it
	Declared Assurance = "declared" // the manifest says so
	Attested Assurance = "attested" // a named person says so, with a date
	Verified Assurance = "verified" // evidence shows it
)

// Assurances lists the degrees, least first.
func Assurances() []Assurance { return []Assurance{Nothing, Declared, Attested, Verified} }

// Matrix is the coverage of any number of deployments.
type Matrix struct {
	SchemaVersion int                  `json:"schema_version"`
	Tool          report.Tool          `json:"tool"`
	Clock         string               `json:"clock"`           // ISO date, UTC
	Stage         finding.Stage        `json:"stage,omitempty"` // as if at this stage; absent = each deployment's own
	Policies      report.PolicySource  `json:"policies"`
	Deployments   []Deployment         `json:"deployments"`
	Diagnostics   []finding.Diagnostic `json:"diagnostics"`
	Errors        int                  `json:"errors"` // policies that could not be evaluated, over all deployments
}

// Deployment is the coverage of one deployment.
type Deployment struct {
	Path       string        `json:"path"`
	System     string        `json:"system"`
	Title      string        `json:"title,omitempty"`
	Stage      finding.Stage `json:"stage"` // as evaluated
	Frameworks []Framework   `json:"frameworks"`
}

// Framework is the controls of one law or standard.
type Framework struct {
	ID         string           `json:"id"`
	Title      string           `json:"title"`
	Version    string           `json:"version"`
	Kind       string           `json:"kind"`     // law or standard
	Relation   finding.Relation `json:"relation"` // of policies to its controls: a law requires, a standard supports
	CheckedOn  string           `json:"checked_on"`
	Confidence string           `json:"confidence"`
	Counts     map[Result]int   `json:"counts"` // controls by result; 0 left out
	Controls   []Control        `json:"controls"`
}

// Control is one row: a control, and what the policies that cite it say.
type Control struct {
	ID          string    `json:"id"`
	Title       string    `json:"title"`
	AppliesFrom string    `json:"applies_from,omitempty"` // for this system; ISO date
	Upcoming    bool      `json:"upcoming,omitempty"`     // applies_from is after the clock
	Confidence  string    `json:"confidence"`
	Result      Result    `json:"result"`
	Reason      string    `json:"reason,omitempty"` // why it does not apply to the system
	Assurance   Assurance `json:"assurance"`        // the least of those policies' that have this result
	Policies    []Policy  `json:"policies"`         // by id; empty if it does not apply
}

// Policy is what one policy says on a control.
type Policy struct {
	ID        string    `json:"id"`
	Result    Result    `json:"result"`
	Reason    string    `json:"reason,omitempty"`
	Assurance Assurance `json:"assurance"`
}

// Options are the settings of a matrix.
type Options struct {
	Check      check.Options
	Frameworks []string // ids; empty = those that each deployment is looked at under
}

// Compute checks the deployments and lays out what came of it by control. Like
// check.Run it is pure, and a deployment with error diagnostics is in
// Diagnostics only. A framework that Options does not name is left out where it
// has no controls.
func Compute(ctx context.Context, deployments []check.Deployment, o Options) (*Matrix, error) {
	r, err := check.Run(ctx, deployments, o.Check)
	if err != nil {
		return nil, err
	}
	m := &Matrix{
		SchemaVersion: SchemaVersion, Tool: r.Tool, Clock: r.Clock, Stage: r.Stage, Policies: r.Policies,
		Deployments: []Deployment{}, Diagnostics: r.Diagnostics, Errors: r.Summary.Errors,
	}
	citing := cites(r.Rules)
	for _, d := range r.Deployments {
		i := slices.IndexFunc(deployments, func(c check.Deployment) bool { return c.Manifest.Path == d.Path })
		if i < 0 {
			return nil, fmt.Errorf("coverage: no deployment %s", d.Path)
		}
		l := layout{o: o, clock: r.Clock, scope: check.ScopeOf(deployments[i], o.Check), results: results(d), citing: citing}
		m.Deployments = append(m.Deployments, Deployment{
			Path: d.Path, System: d.System, Title: d.Title, Stage: d.Stage, Frameworks: l.frameworks(),
		})
	}
	return m, nil
}

// Incomplete reports whether something could not be checked: a file or a policy.
func (m *Matrix) Incomplete() bool { return finding.HasErrors(m.Diagnostics) || m.Errors > 0 }

// cites is the ids of the policies that cite each control, in the order of the
// rules.
func cites(rules []finding.Rule) map[string][]string {
	out := map[string][]string{}
	for _, r := range rules {
		for _, c := range r.Controls {
			if !slices.Contains(out[c.ID], r.ID) {
				out[c.ID] = append(out[c.ID], r.ID)
			}
		}
	}
	return out
}

// results is what became of each policy on a deployment.
func results(d report.Deployment) map[string]Policy {
	out := map[string]Policy{}
	for _, p := range d.Policies {
		out[p.ID] = Policy{ID: p.ID, Result: Result(p.Result), Reason: p.Reason, Assurance: assurance(Result(p.Result))}
	}
	for _, f := range d.Findings {
		if p := out[f.Policy]; f.Kind == finding.Upcoming && p.Result == NotApplicable {
			p.Result = Upcoming
			out[f.Policy] = p
		}
	}
	return out
}

// assurance is what a policy's result rests on: on what the manifest declares,
// unless that was too little to decide.
func assurance(r Result) Assurance {
	if r == Unknown || r == Errored {
		return Nothing
	}
	return Declared
}

// layout lays out the results of one deployment.
type layout struct {
	o       Options
	clock   string // ISO date
	scope   check.Scope
	results map[string]Policy
	citing  map[string][]string
}

func (l layout) frameworks() []Framework {
	out := []Framework{}
	for _, f := range l.o.Check.Frameworks.Frameworks() {
		named := slices.Contains(l.o.Frameworks, f.ID)
		if !named && (len(l.o.Frameworks) > 0 || !l.scope.Active(f)) {
			continue
		}
		row := l.framework(f)
		if named || len(row.Controls) > 0 {
			out = append(out, row)
		}
	}
	return out
}

func (l layout) framework(f framework.Framework) Framework {
	out := Framework{
		ID: f.ID, Title: f.Title, Version: f.Version, Kind: f.Kind, Relation: f.Relation(),
		CheckedOn: f.CheckedOn, Confidence: f.Confidence, Counts: map[Result]int{}, Controls: []Control{},
	}
	for _, info := range l.o.Check.Frameworks.Controls(f.ID) {
		c := l.control(info)
		out.Counts[c.Result]++
		out.Controls = append(out.Controls, c)
	}
	return out
}

func (l layout) control(info framework.Control) Control {
	c := Control{
		ID: info.ID, Title: info.Title, AppliesFrom: l.scope.AppliesFrom(info), Confidence: info.Confidence,
		Result: NotCovered, Assurance: Nothing, Policies: []Policy{},
	}
	if why, declared := l.scope.Exempts(info); why != "" {
		c.Result, c.Reason = NotApplicable, why
		if declared {
			c.Assurance = Declared
		}
		return c
	}
	c.Upcoming = c.AppliesFrom > l.clock
	for _, id := range l.citing[info.ID] {
		c.Policies = append(c.Policies, l.results[id])
	}
	if len(c.Policies) > 0 {
		c.Result = first(Results(), c.Policies, func(p Policy) Result { return p.Result })
		decisive := slices.DeleteFunc(slices.Clone(c.Policies), func(p Policy) bool { return p.Result != c.Result })
		c.Assurance = first(Assurances(), decisive, func(p Policy) Assurance { return p.Assurance })
	}
	return c
}

// first is the value that comes first in order among those of the policies.
func first[T comparable](order []T, ps []Policy, of func(Policy) T) T {
	least := len(order) - 1
	for _, p := range ps {
		if i := slices.Index(order, of(p)); i >= 0 {
			least = min(least, i)
		}
	}
	return order[least]
}
