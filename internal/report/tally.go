package report

import "github.com/aicomply/aicomply/internal/finding"

// Tally is what the line that sums up a report says of its deployments, beside
// the summary.
type Tally struct {
	deployments              int
	blocking                 map[finding.Severity]int
	applied, absent, unknown map[string]bool // policies, by what they came to in any deployment
	fresh, existing, fixed   int             // findings that stand, against the base
	old                      bool            // some finding is in the base
}

func newTally() *Tally {
	return &Tally{
		blocking: map[finding.Severity]int{},
		applied:  map[string]bool{}, absent: map[string]bool{}, unknown: map[string]bool{},
	}
}

// tallied is the tally of a report: of those deployments that were counted, or
// of those it has.
func (r *Report) tallied() *Tally {
	if r.Tally != nil {
		return r.Tally
	}
	t := newTally()
	for _, d := range r.Deployments {
		t.add(d)
	}
	return t
}

func (t *Tally) add(d Deployment) {
	t.deployments++
	t.fixed += len(d.Fixed)
	for _, f := range d.Findings {
		if f.Blocking {
			t.blocking[f.Severity]++
		}
		t.old = t.old || f.New != nil && !*f.New
		switch {
		case f.New == nil || !f.Stands():
		case *f.New:
			t.fresh++
		default:
			t.existing++
		}
	}
	for _, p := range d.Policies {
		switch p.Result {
		case finding.NotApplicable:
			t.absent[p.ID] = true
			continue
		case finding.Unknown:
			t.unknown[p.ID] = true
		}
		t.applied[p.ID] = true
	}
}
