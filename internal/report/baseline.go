package report

import "github.com/aicomply/aicomply/internal/finding"

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
