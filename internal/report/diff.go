package report

import "github.com/aicomply/aicomply/internal/finding"

// Changes is what differs between two reports. Every list is in report order.
type Changes struct {
	New      []finding.Finding // of head: not in base, or in force again since a waiver went
	Existing []finding.Finding // of head: in base too
	Fixed    []finding.Finding // of base: not in head
}

// Diff compares two reports by fingerprint. A finding that base has as waived
// and head does not is new: otherwise a change could drop a waiver and still
// pass a gate on new findings.
func Diff(base, head *Report) Changes {
	var c Changes
	known := BaselineOf(base.Deployments...)
	for _, f := range head.all() {
		if known.IsNew(f) {
			c.New = append(c.New, f)
		} else {
			c.Existing = append(c.Existing, f)
		}
	}
	left := BaselineOf(head.Deployments...)
	for _, f := range base.all() {
		if !left.Has(f) {
			c.Fixed = append(c.Fixed, f)
		}
	}
	return c
}

// MarkNew sets New of every finding of head, by the rule of Diff.
func MarkNew(head, base *Report) {
	known := BaselineOf(base.Deployments...)
	for _, d := range head.Deployments {
		for i := range d.Findings {
			fresh := known.IsNew(d.Findings[i])
			d.Findings[i].New = &fresh
		}
	}
}

// Baseline is what is known of the findings at a base: for each fingerprint,
// whether a finding with it is waived. Where findings share a fingerprint, one
// that stands counts. Nil knows of none.
type Baseline map[string]bool

// BaselineOf gathers the findings of deployments.
func BaselineOf(deployments ...Deployment) Baseline {
	b := Baseline{}
	for _, d := range deployments {
		for _, f := range d.Findings {
			before, seen := b[f.Fingerprint]
			b[f.Fingerprint] = f.Status == finding.Waived && (before || !seen)
		}
	}
	return b
}

// IsNew reports whether a finding is not in the base, or is in force again
// since a waiver went. A waiver of both that the change prolongs did not go: it
// is pending here, and goes on there.
func (b Baseline) IsNew(f finding.Finding) bool {
	waived, ok := b[f.Fingerprint]
	return !ok || waived && f.Status == finding.Open
}

// Has reports whether the base has the finding, waived or not.
func (b Baseline) Has(f finding.Finding) bool {
	_, ok := b[f.Fingerprint]
	return ok
}

// Waives reports whether the base has the finding as waived.
func (b Baseline) Waives(f finding.Finding) bool { return b[f.Fingerprint] }

// all gathers the findings of every deployment in report order.
func (r *Report) all() []finding.Finding {
	var fs []finding.Finding
	for _, d := range r.Deployments {
		fs = append(fs, d.Findings...)
	}
	finding.Sort(fs)
	return fs
}
