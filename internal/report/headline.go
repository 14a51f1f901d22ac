package report

import (
	"fmt"
	"strings"

	"github.com/aicomply/aicomply/internal/finding"
)

// headline says in one line what a run found, in words and numbers of this
// package only. Over several deployments a policy counts as not applicable
// where it applied to none, and as unknown where it was unknown for one.
func headline(r *Report) string {
	errors := 0
	for _, d := range r.Diagnostics {
		if d.Severity == finding.Error {
			errors++
		}
	}
	if errors > 0 && r.tallied().deployments == 0 {
		return "nothing was checked: " + count(errors, "error")
	}
	line := fmt.Sprintf("%s from %s", openPart(r), policiesPart(r))
	if rest := restPart(r, errors); rest != "" {
		line += "; " + rest
	}
	return line
}

func openPart(r *Report) string {
	if r.Summary.Open == 0 {
		return "no findings"
	}
	s := count(r.Summary.Open, "finding")
	if r.Summary.Blocking == 0 {
		return s + " (none blocking)"
	}
	by := r.tallied().blocking
	var parts []string
	for _, sev := range finding.Severities() {
		if by[sev] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", by[sev], sev))
		}
	}
	return fmt.Sprintf("%s (%d blocking: %s)", s, r.Summary.Blocking, strings.Join(parts, ", "))
}

func policiesPart(r *Report) string {
	t := r.tallied()
	absent := 0
	for id := range t.absent {
		if !t.applied[id] {
			absent++
		}
	}
	total := r.Policies.Count
	if total == 0 {
		total = len(t.applied) + absent
	}
	s := fmt.Sprintf("%s (%d not applicable, %d unknown", count(total, "policy"), absent, len(t.unknown))
	if r.Summary.Errors > 0 {
		s += fmt.Sprintf(", %d could not be evaluated", r.Summary.Errors)
	}
	return s + ")"
}

func restPart(r *Report, errors int) string {
	var parts []string
	add := func(n int, what string) {
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, what))
		}
	}
	c := r.tallied()
	if r.Base != nil && c.fresh == 0 && c.deployments > 0 {
		parts = append(parts, "no new findings")
	}
	add(c.fresh, "new")
	add(c.existing, "existing")
	add(c.fixed, "fixed")
	add(r.Summary.Waived, "waived")
	add(r.Summary.Pending, "with a pending waiver")
	add(r.Summary.Upcoming, "upcoming")
	if errors > 0 {
		parts = append(parts, count(errors, "error")+" kept files from being checked")
	}
	return strings.Join(parts, ", ")
}
