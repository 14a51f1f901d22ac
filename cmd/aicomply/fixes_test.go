package main

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/aicomply/aicomply/internal/finding"
)

// TestFixesSettleTheirFindings makes each fix that a policy offers on its own
// failing manifest, and expects that finding, and no other, to be gone.
func TestFixesSettleTheirFindings(t *testing.T) {
	var offered []string
	for _, id := range policyIDs(t) {
		source := filepath.Join(policiesDir, filepath.FromSlash(id), "fail.hcl")
		text, err := os.ReadFile(source)
		if err != nil {
			t.Fatal(err)
		}
		before := checked(t, []int{0, 1}, "--only", id, source).Deployments[0].Findings
		for _, f := range before {
			if f.Fix == nil {
				continue
			}
			offered = append(offered, id+" "+f.Path[len(f.Path)-1])
			mended := filepath.Join(t.TempDir(), "fail.hcl")
			text := string(text[:f.Fix.Range.Start.Byte]) + f.Fix.Replacement + string(text[f.Fix.Range.End.Byte:])
			if err := os.WriteFile(mended, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			want := pathsWithout(before, f)
			if got := pathsWithout(checked(t, []int{0, 1}, "--only", id, mended).Deployments[0].Findings, finding.Finding{}); !slices.Equal(got, want) {
				t.Errorf("%s: with %s there is %v, want %v", id, f.Fix.Replacement, got, want)
			}
		}
	}
	slices.Sort(offered)
	want := []string{
		"access/weak_authentication mfa", "access/weak_authentication shared", "explainability/no_explanation stored_with_decision",
		"pipeline/failures_unrouted schema_change_detection", "security/flow_unencrypted encryption_in_transit",
		"security/flow_unencrypted encryption_in_transit", "security/store_exposed public", "vendor/trains_on_inputs trains_on_inputs",
	}
	if !slices.Equal(offered, want) {
		t.Errorf("offered: %v, want %v", offered, want)
	}
}

// pathsWithout lists the paths of findings but for one.
func pathsWithout(fs []finding.Finding, one finding.Finding) []string {
	out := []string{}
	for _, f := range fs {
		if f.Path.String() != one.Path.String() {
			out = append(out, f.Path.String())
		}
	}
	slices.Sort(out)
	return out
}
