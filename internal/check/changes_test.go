package check_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/aicomply/aicomply/internal/check"
	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/posture"
	"github.com/aicomply/aicomply/internal/schema"
)

// TestChanges: what is different from the base is in the report and in what
// policies see; without a base in neither, and nothing of a new deployment is
// held against a change.
func TestChanges(t *testing.T) {
	const review = "assessment \"a\" {\n  status = \"approved\"\n  approved = \"2026-11-01\"\n}\n"
	o := options(t, "2026-11-23")
	d := deployment(t, "", "tool \"new\" {\n  effect = \"write\"\n}\n"+review)
	if in := check.Input(d, o); in["derived"].(map[string]any)["changes"] != nil {
		t.Error("changes without a base")
	}
	d.Base = deployment(t, "", review).Manifest
	r := run(t, d, o)
	want := []posture.Change{{
		Aspect: posture.Tool, Direction: posture.Added, Subject: "tool.new", After: "write", Widens: true, Block: "tool.new",
		Range: d.Manifest.Get("tool.new").Range(),
	}}
	if diff := cmp.Diff(want, r.Deployments[0].Changes); diff != "" {
		t.Error(diff)
	}
	derived := check.Input(d, o)["derived"].(map[string]any)
	input := []any{map[string]any{
		"aspect": "tool", "direction": "added", "subject": "tool.new", "after": "write", "widens": true, "block": "tool.new", "text": "tool.new (write)",
	}}
	if diff := cmp.Diff(input, derived["changes"]); diff != "" {
		t.Error(diff)
	}
	assessment := derived["assessment"].(map[string]any)["assessment.a"].(map[string]any)
	if diff := cmp.Diff(false, assessment["renewed"]); diff != "" {
		t.Error(diff)
	}
	d.Base = nil
	o.Base = &check.Base{Ref: "main"}
	if r := run(t, d, o); len(r.Deployments[0].Changes) != 1 {
		t.Errorf("of a new deployment: %+v", r.Deployments[0].Changes)
	}
	if in := check.Input(d, o); in["derived"].(map[string]any)["changes"] != nil {
		t.Error("a new deployment counts as a change")
	}
	o.Base.Problem = "unknown"
	if r := run(t, d, o); len(r.Deployments[0].Changes) != 0 {
		t.Errorf("without knowing the base: %+v", r.Deployments[0].Changes)
	}
}

// TestNoBaseNeverPasses: a policy about changes says why it was not asked.
func TestNoBaseNeverPasses(t *testing.T) {
	o := optionsWith(t, "2026-11-23", strings.Replace(text, "method: attr", "method: diff", 1)+"\ndefault applies := false\n\napplies if input.derived.changes\n")
	d := deployment(t, "", "")
	got := run(t, d, o).Deployments[0].Policies[0]
	if got.Result != finding.NotApplicable || !strings.HasPrefix(got.Reason, "there is no deployment at a base to compare with") {
		t.Errorf("%+v", got)
	}
	d.Base = d.Manifest
	if got := run(t, d, o).Deployments[0].Policies[0]; got.Result != finding.Failed {
		t.Errorf("with a base: %+v", got)
	}
}

// TestChangesSchema holds the schema to the aspects and members of a change.
func TestChangesSchema(t *testing.T) {
	b := schema.Derived.FindBlock("changes")
	var aspects, directions []string
	for _, a := range posture.Aspects() {
		aspects = append(aspects, string(a))
	}
	for _, d := range posture.Directions() {
		directions = append(directions, string(d))
	}
	if diff := cmp.Diff(aspects, b.Find("aspect").Enum); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(directions, b.Find("direction").Enum); diff != "" && len(directions) != len(b.Find("direction").Enum) {
		t.Error(diff)
	}
	full := posture.Change{Aspect: "tool", Direction: "added", Subject: "s", Category: "c", Resource: "r", Attribute: "a", Before: "b", After: "a", Widens: true, Block: "b"}.Input()
	for name := range full {
		if b.Find(name) == nil {
			t.Errorf("%s is not in the schema", name)
		}
	}
	if len(full) != len(b.Attrs) {
		t.Errorf("%d members, %d in the schema", len(full), len(b.Attrs))
	}
}
