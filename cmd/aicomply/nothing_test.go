package main

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/aicomply/aicomply/internal/finding"
)

// TestNothingDeclaredPassesNothing checks a system of which nothing is known:
// no policy may say that it looked and found nothing.
func TestNothingDeclaredPassesNothing(t *testing.T) {
	for _, stage := range []finding.Stage{finding.PoC, finding.Pilot, finding.Production} {
		for _, jurisdictions := range []string{"", `jurisdictions = ["EU"]`, `jurisdictions = ["US-CA"]`} {
			t.Run(fmt.Sprintf("%s %s", stage, jurisdictions), func(t *testing.T) {
				file := filepath.Join(t.TempDir(), "aicomply.hcl")
				text := fmt.Sprintf("system \"s\" {\n  stage = %q\n  %s\n}\n", stage, jurisdictions)
				if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
				r := checked(t, []int{0, 1}, file)
				if len(r.Deployments[0].Policies) == 0 {
					t.Fatal("no policy was evaluated")
				}
				for _, p := range r.Deployments[0].Policies {
					if p.Result == finding.Passed || p.Result == finding.Errored {
						t.Errorf("%s is %s", p.ID, p.Result)
					}
				}
			})
		}
	}
}
