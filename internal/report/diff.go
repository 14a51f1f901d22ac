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
	known := statuses(base)
	for _, f := range head.all() {
		if isNew(f, known) {
			c.New = append(c.New, f)
		} else {
			c.Existing = append(c.Existing, f)
		}
	}
	left := statuses(head)
	for _, f := range base.all() {
		if _, ok := left[f.Fingerprint]; !ok {
			c.Fixed = append(c.Fixed, f)
		}
	}
	return c
}

// MarkNew sets New of every finding of head, by the rule of Diff.
func MarkNew(head, base *Report) {
	known := statuses(base)
	for _, d := range head.Deployments {
		for i := range d.Findings {
			fresh := isNew(d.Findings[i], known)
			d.Findings[i].New = &fresh
		}
	}
}

// statuses maps each fingerprint of a report to whether a finding with it is
// waived. Where findings share a fingerprint, one that stands counts.
func statuses(r *Report) map[string]bool {
	waived := map[string]bool{}
	for _, d := range r.Deployments {
		for _, f := range d.Findings {
			before, seen := waived[f.Fingerprint]
			waived[f.Fingerprint] = f.Status == finding.Waived && (before || !seen)
		}
	}
	return waived
}

func isNew(f finding.Finding, base map[string]bool) bool {
	waived, ok := base[f.Fingerprint]
	return !ok || waived && f.Status != finding.Waived
}
