package report

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/aicomply/aicomply/internal/finding"
)

// TestBaseline sorts the findings of two sides into new, existing and fixed ones.
func TestBaseline(t *testing.T) {
	fd := func(fp string, s finding.Status) finding.Finding { return finding.Finding{Fingerprint: fp, Status: s} }
	base := Deployment{Findings: []finding.Finding{fd("gone", finding.Open), fd("kept", finding.Open), fd("nowwaived", finding.Open),
		fd("unwaived", finding.Waived), fd("waived", finding.Waived)}}
	head := Deployment{Findings: []finding.Finding{fd("fresh", finding.Open), fd("kept", finding.Open), fd("nowwaived", finding.Waived),
		fd("unwaived", finding.Open), fd("waived", finding.Waived)}}
	sort := func(base, head Deployment) map[string][]string {
		before, after, out := BaselineOf(base), BaselineOf(head), map[string][]string{}
		for _, f := range head.Findings {
			if before.IsNew(f) {
				out["new"] = append(out["new"], f.Fingerprint)
			} else {
				out["existing"] = append(out["existing"], f.Fingerprint)
			}
		}
		for _, f := range base.Findings {
			if !after.Has(f) {
				out["fixed"] = append(out["fixed"], f.Fingerprint)
			}
		}
		return out
	}
	want := map[string][]string{"new": {"fresh", "unwaived"}, "existing": {"kept", "nowwaived", "waived"}, "fixed": {"gone"}}
	if diff := cmp.Diff(want, sort(base, head)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := sort(head, head); len(got["new"])+len(got["fixed"]) > 0 {
		t.Errorf("a report differs from itself: %v", got)
	}
}
