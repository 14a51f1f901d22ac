package report

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/aicomply/aicomply/internal/finding"
)

func TestDiff(t *testing.T) {
	of := func(fs ...finding.Finding) *Report { return &Report{Deployments: []Deployment{{Findings: fs}}} }
	fd := func(fp string, s finding.Status) finding.Finding { return finding.Finding{Fingerprint: fp, Status: s} }
	base := of(fd("gone", finding.Open), fd("kept", finding.Open), fd("unwaived", finding.Waived),
		fd("waived", finding.Waived), fd("nowwaived", finding.Open))
	head := of(fd("kept", finding.Open), fd("fresh", finding.Open), fd("unwaived", finding.Open),
		fd("waived", finding.Waived), fd("nowwaived", finding.Waived))
	names := func(fs []finding.Finding) (s []string) {
		for _, f := range fs {
			s = append(s, f.Fingerprint)
		}
		return s
	}
	c := Diff(base, head)
	got := map[string][]string{"new": names(c.New), "existing": names(c.Existing), "fixed": names(c.Fixed)}
	want := map[string][]string{"new": {"fresh", "unwaived"}, "existing": {"kept", "nowwaived", "waived"}, "fixed": {"gone"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Diff (-want +got):\n%s", diff)
	}
	MarkNew(head, base)
	for _, f := range head.Deployments[0].Findings {
		want := f.Fingerprint == "fresh" || f.Fingerprint == "unwaived"
		if f.New == nil || *f.New != want {
			t.Errorf("MarkNew: %s is %v, want %v", f.Fingerprint, f.New, want)
		}
	}
	if c := Diff(head, head); len(c.New)+len(c.Fixed) > 0 {
		t.Errorf("a report differs from itself: %+v", c)
	}
}
