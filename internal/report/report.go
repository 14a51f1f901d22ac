// Package report holds the one model that every output renders. A Report is
// computed before anything is printed; a format turns it into bytes. The JSON
// form is the model itself, so a saved report can be read back: it is the
// baseline of a later run, and what is published to a pull request.
//
// Adding a format is one file and one line in the table of formats.
package report

import (
	"github.com/aicomply/aicomply/internal/diagram"
	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/posture"
)

// SchemaVersion is the version of the JSON report.
const SchemaVersion = 1

// Report is the result of one run over any number of deployments.
type Report struct {
	SchemaVersion int                  `json:"schema_version"`
	Tool          Tool                 `json:"tool"`
	Clock         string               `json:"clock"`           // ISO date, UTC
	Stage         finding.Stage        `json:"stage,omitempty"` // of --stage; absent = each deployment's own
	FailOn        finding.Severity     `json:"fail_on"`
	Base          *Base                `json:"base,omitempty"`       // what the run was compared with
	OnlyNew       bool                 `json:"only_new,omitempty"`   // only new findings make the run fail
	GateEdits     []GateEdit           `json:"gate_edits,omitempty"` // what the change does to its own check
	Policies      PolicySource         `json:"policies"`
	Rules         []finding.Rule       `json:"rules"` // every rule that was evaluated, by id
	Deployments   []Deployment         `json:"deployments"`
	Diagnostics   []finding.Diagnostic `json:"diagnostics"`
	Summary       Summary              `json:"summary"`

	Tally *Tally `json:"-"` // of deployments that were counted and are not kept; nil where all are
}

// Tool names what made the report.
type Tool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// PolicySource says which policies were evaluated.
type PolicySource struct {
	Source string `json:"source"` // "built-in", and the folders added to it
	Digest string `json:"digest"` // sha256:… over their text
	Count  int    `json:"count"`
}

// Deployment is the result for one deployment.
type Deployment struct {
	Path      string            `json:"path"`   // directory, slash-separated, relative to where aicomply ran
	System    string            `json:"system"` // label of its system block
	Title     string            `json:"title,omitempty"`
	Stage     finding.Stage     `json:"stage"`               // as evaluated
	Readiness *Readiness        `json:"readiness,omitempty"` // only if that is later than the system's own
	Overrides []Override        `json:"overrides,omitempty"` // what the organisation's configuration changes
	Changes   []posture.Change  `json:"changes,omitempty"`   // against the base, in the order of aspects
	Diagram   *diagram.Diagram  `json:"diagram,omitempty"`
	Findings  []finding.Finding `json:"findings"`
	Fixed     []finding.Finding `json:"fixed,omitempty"` // of the base, and no longer here
	Policies  []PolicyResult    `json:"policies"`
}

// Base is what a run was compared with.
type Base struct {
	Ref     string `json:"ref"`               // as asked for: a git ref, or the file of a saved report
	Commit  string `json:"commit,omitempty"`  // the commit whose files were read, in full: the merge base
	Problem string `json:"problem,omitempty"` // why it, or some deployments of it, could not be compared with; then all their findings count as new
}

// GateEdit is one change to what decides about the change itself: a policy, the
// configuration, or a waiver.
type GateEdit struct {
	Kind   string        `json:"kind"`   // policy, configuration or waiver
	What   string        `json:"what"`   // a file, the address of a waiver, or an attribute of the manifest that decides what is checked
	How    string        `json:"how"`    // added, changed, removed or widened
	Effect string        `json:"effect"` // whether it counts in this run already, in a sentence
	Range  finding.Range `json:"range"`
}

// PolicyResult is what became of one policy.
type PolicyResult struct {
	ID     string         `json:"id"`
	Result finding.Result `json:"result"`
	Reason string         `json:"reason,omitempty"` // of not_applicable and error
}

// Summary counts over all deployments.
type Summary struct {
	Open          int `json:"open"`     // findings that stand: open or pending, upcoming left out
	Blocking      int `json:"blocking"` // of these, those that make the run fail
	Advisory      int `json:"advisory"` // of these, those that do not
	Gaps          int `json:"gaps"`     // of these, those of kind gap
	Waived        int `json:"waived"`
	Pending       int `json:"pending"`
	Upcoming      int `json:"upcoming"`
	Critical      int `json:"critical"` // open, by severity
	High          int `json:"high"`
	Medium        int `json:"medium"`
	Low           int `json:"low"`
	Passed        int `json:"passed"` // policies, by result
	Failed        int `json:"failed"`
	NotApplicable int `json:"not_applicable"`
	Unknown       int `json:"unknown"`
	Errors        int `json:"errors"` // policies that could not be evaluated
}

// Summarise fills the report's summary and sorts everything in it, so that two
// runs over the same input render to the same bytes.
func (r *Report) Summarise() {
	r.Summary, r.Tally = Summary{}, nil
	for _, d := range r.Deployments {
		r.Summary.add(d)
	}
	r.Finish()
}

// Count adds a deployment to what the report says of all of them, and sorts its
// findings, without keeping it. A report counts all of its deployments, or has
// all of them.
func (r *Report) Count(d Deployment) {
	if r.Tally == nil {
		r.Tally = newTally()
	}
	r.Summary.add(d)
	r.Tally.add(d)
}

// Finish sorts what is not part of a deployment.
func (r *Report) Finish() {
	r.Diagnostics = finding.SortDiagnostics(r.Diagnostics)
	sortEdits(r.GateEdits)
}

// add sorts the findings of a deployment, and counts.
func (s *Summary) add(d Deployment) {
	finding.Sort(d.Findings)
	finding.Sort(d.Fixed)
	for _, f := range d.Findings {
		s.addFinding(f)
	}
	for _, p := range d.Policies {
		s.addPolicy(p)
	}
}

func (s *Summary) addFinding(f finding.Finding) {
	switch {
	case f.Status == finding.Waived:
		s.Waived++
		return
	case f.Kind == finding.Upcoming:
		s.Upcoming++
		return
	case f.Status == finding.Pending:
		s.Pending++
	}
	s.Open++
	if f.Blocking {
		s.Blocking++
	} else {
		s.Advisory++
	}
	if f.Kind == finding.Gap {
		s.Gaps++
	}
	switch f.Severity {
	case finding.Critical:
		s.Critical++
	case finding.High:
		s.High++
	case finding.Medium:
		s.Medium++
	case finding.Low:
		s.Low++
	}
}

func (s *Summary) addPolicy(p PolicyResult) {
	switch p.Result {
	case finding.Passed:
		s.Passed++
	case finding.Failed:
		s.Failed++
	case finding.NotApplicable:
		s.NotApplicable++
	case finding.Unknown:
		s.Unknown++
	case finding.Errored:
		s.Errors++
	}
}
