package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/aicomply/aicomply/internal/finding"
)

// MinFingerprint is how many digits of a fingerprint are enough to look it up.
const MinFingerprint = 6

// Find is the finding whose fingerprint is, or alone begins with, so many
// digits. Several of one fingerprint, which say different things of one place,
// come together. The error names the nearest ones.
func (r *Report) Find(prefix string) ([]Explanation, error) {
	prefix = strings.ToLower(prefix)
	var all []Explanation
	for _, d := range r.Deployments {
		for i, f := range slices.Concat(d.Findings, d.Fixed) {
			all = append(all, Explanation{Finding: f, Deployment: d, Rule: r.rule(f.Policy), Fixed: i >= len(d.Findings), report: r})
		}
	}
	begin := func(p string) []Explanation {
		return slices.DeleteFunc(slices.Clone(all), func(e Explanation) bool { return !strings.HasPrefix(strings.ToLower(e.Finding.Fingerprint), p) })
	}
	exact := slices.DeleteFunc(begin(prefix), func(e Explanation) bool { return len(e.Finding.Fingerprint) != len(prefix) })
	switch {
	case len(all) == 0:
		return nil, fmt.Errorf("the report has no findings")
	case len(exact) > 0:
		return exact, nil
	case len(prefix) < MinFingerprint:
		return nil, fmt.Errorf("%q is too short for a fingerprint: give at least %d of its digits%s", Clip(prefix, 40), MinFingerprint, listed(nearest(all, prefix)))
	}
	found := begin(prefix)
	if len(found) == 0 {
		return nil, fmt.Errorf("the report has no finding %q%s", Clip(prefix, 40), listed(nearest(all, prefix)))
	}
	for _, e := range found[1:] {
		if e.Finding.Fingerprint != found[0].Finding.Fingerprint {
			return nil, fmt.Errorf("%q begins several fingerprints%s", Clip(prefix, 40), listed(found))
		}
	}
	return found, nil
}

// rule is what the report says of a policy; of one it does not list, the id.
func (r *Report) rule(id string) finding.Rule {
	for _, rule := range r.Rules {
		if rule.ID == id {
			return rule
		}
	}
	return finding.Rule{ID: id}
}

// nearest are the findings whose fingerprints have the longest beginning in
// common with a text.
func nearest(all []Explanation, with string) []Explanation {
	common := func(e Explanation) int {
		n := 0
		for n < min(len(with), len(e.Finding.Fingerprint)) && with[n] == e.Finding.Fingerprint[n] {
			n++
		}
		return n
	}
	out := slices.Clone(all)
	slices.SortStableFunc(out, func(a, b Explanation) int { return cmp.Compare(common(b), common(a)) })
	return out
}

// listed names a few findings, one a line.
func listed(es []Explanation) string {
	const most = 5
	var b strings.Builder
	b.WriteString(":")
	for _, e := range es[:min(len(es), most)] {
		fmt.Fprintf(&b, "\n  %s  %s at %s", Clip(e.Finding.Fingerprint, 40), Clip(e.Finding.Policy, 80), Clip(place(e.Finding), 80))
	}
	if len(es) > most {
		fmt.Fprintf(&b, "\n  and %d more", len(es)-most)
	}
	return b.String()
}
