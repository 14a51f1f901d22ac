package posture_test

import (
	"fmt"
	"testing"

	"github.com/aicomply/aicomply/internal/posture"
)

func TestRenewed(t *testing.T) {
	const base = "system \"s\" {}\nmodel \"m\" {}\nassessment \"a\" {\n  kind = \"dpia\"\n  status = \"approved\"\n  approved = \"2026-05-01\"\n}\n"
	for name, test := range map[string]struct {
		label, attributes string
		want              bool
	}{
		"unchanged":             {"a", "kind = \"dpia\"\nstatus = \"approved\"\napproved = \"2026-05-01\"", false},
		"later":                 {"a", "kind = \"dpia\"\nstatus = \"approved\"\napproved = \"2026-05-02\"", true},
		"earlier":               {"a", "kind = \"dpia\"\nstatus = \"approved\"\napproved = \"2026-04-30\"", false},
		"renamed":               {"b", "kind = \"dpia\"\nstatus = \"approved\"\napproved = \"2026-05-01\"", false},
		"renamed, and narrower": {"b", "kind = \"dpia\"\nstatus = \"approved\"\napproved = \"2026-05-01\"\ncovers = [model.m]", true},
		"narrower":              {"a", "kind = \"dpia\"\nstatus = \"approved\"\napproved = \"2026-05-01\"\ncovers = [model.m]", false},
		"of another kind":       {"a", "kind = \"fria\"\nstatus = \"approved\"\napproved = \"2026-05-01\"", true},
		"no longer approved":    {"a", "kind = \"dpia\"\nstatus = \"in_progress\"\napproved = \"2026-06-01\"", false},
		"without a date":        {"a", "kind = \"dpia\"\nstatus = \"approved\"", false},
	} {
		head := state(t, fmt.Sprintf("system \"s\" {}\nmodel \"m\" {}\nassessment %q {\n%s\n}\n", test.label, test.attributes)).Manifest
		if got := posture.Renewed(state(t, base).Manifest, head)["assessment."+test.label]; got != test.want {
			t.Errorf("%s: %v", name, got)
		}
	}
	if !posture.Renewed(nil, state(t, base).Manifest)["assessment.a"] {
		t.Error("not renewed against nothing")
	}
}
