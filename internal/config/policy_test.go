package config_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/aicomply/aicomply/internal/config"
	"github.com/aicomply/aicomply/internal/finding"
)

func rules() []finding.Rule {
	return []finding.Rule{
		{ID: "access/broad_grant", Severity: finding.Medium},
		{ID: "access/review_overdue", Severity: finding.Medium, Aliases: []string{"access/review_late"}},
		{ID: "classification/prohibited_practice", Severity: finding.High, NotWaivable: true},
	}
}

func TestPolicies(t *testing.T) {
	c := load(t, `
policy "access/review_late" {
  severity = "critical"
  enabled  = true
}
policy "access/broad_grant" {
  enabled = false
  reason  = "Reviewed by hand."
}
`)
	if s, ok := c.Severity("access/review_overdue", "access/review_late"); !ok || s != finding.Critical {
		t.Errorf("severity under a former id: %q, %v", s, ok)
	}
	if _, ok := c.Severity("access/review_overdue"); ok {
		t.Error("a former id that the policy does not have counts")
	}
	if _, ok := c.Disabled("access/review_overdue", "access/review_late"); ok {
		t.Error("enabled = true leaves a policy out")
	}
	if reason, ok := c.Disabled("access/broad_grant"); !ok || reason != "Reviewed by hand." {
		t.Errorf("disabled: %q, %v", reason, ok)
	}
	if _, ok := c.Severity("access/broad_grant"); ok {
		t.Error("a severity from nowhere")
	}
	if ds := c.Check(rules()); len(ds) > 0 {
		t.Error(ds)
	}
}

func TestCheck(t *testing.T) {
	src := `policy "access/review_overdue" {}
policy "access/review_late" {}
policy "access/broad_grnt" {}
policy /* which */ "own/policy" {}
policy "classification/prohibited_practice" {
  enabled  = false
  severity = "medium"
  reason   = "x"
}
policy "something/else" {}
`
	c := load(t, src)
	const want = `2:8-2:28 ` + "`\"access/review_late\"`" + ` Policy configured twice: "access/review_late" is the same policy as "access/review_overdue", under a former id. Merge the two blocks.
3:8-3:27 ` + "`\"access/broad_grnt\"`" + ` Unknown policy: There is no policy "access/broad_grnt". Did you mean "access/broad_grant"?
6:3-6:19 ` + "`enabled  = false`" + ` Policy cannot be left out: No waiver covers classification/prohibited_practice, so the configuration cannot leave it out either. Remove "enabled".
7:3-7:22 ` + "`severity = \"medium\"`" + ` Severity cannot be lowered: No waiver covers classification/prohibited_practice, so its severity cannot be lower than high.
10:8-10:24 ` + "`\"something/else\"`" + ` Unknown policy: There is no policy "something/else".
`
	if diff := cmp.Diff(want, listing(t, c.Check(rules(), "own/policy"), []byte(src))); diff != "" {
		t.Errorf("diagnostics (-want +got):\n%s", diff)
	}
}

func TestUnwaivablePolicyMayBeRaised(t *testing.T) {
	c := load(t, "policy \"classification/prohibited_practice\" {\n  severity = \"critical\"\n  enabled = true\n}\n")
	if ds := c.Check(rules()); len(ds) > 0 {
		t.Error(ds)
	}
}

func TestOverrides(t *testing.T) {
	c := load(t, `
region "fra-dc1" { 
  country = "DE"
}
params {
  waiver_max       = "90d"
  evaluation_interval = "4320h" # 180 days, as it is
  throughput_headroom = 1
  cost_growth      = 2.50
}
category "user.health_and_medical.blood_group" {
  title = "Blood group"
}
category "user.authorization.badge" {
  title   = "Badge with a photograph"
  special = "art9"
}
policy "access/review_late" {
  severity = "critical"
  reason   = "A regulator asks for it."
}
policy "access/broad_grant" {
  severity = "medium" # as it is
  enabled  = false
  reason   = "Reviewed by hand."
}
policy "classification/prohibited_practice" {}
`)
	got := c.Overrides(rules())
	for i := range got {
		if got[i].Range.File != config.File || got[i].Range.Start.Line == 0 {
			t.Errorf("%s %s has no place", got[i].Kind, got[i].Name)
		}
		got[i].Range = finding.Range{}
	}
	want := []config.Override{
		{Kind: "disabled", Name: "access/broad_grant", From: "enabled", To: "disabled", Reason: "Reviewed by hand."},
		{Kind: "severity", Name: "access/review_overdue", From: "medium", To: "critical", Reason: "A regulator asks for it."},
		{Kind: "parameter", Name: "cost_growth", From: "3", To: "2.5"},
		{Kind: "parameter", Name: "waiver_max", From: "180d", To: "90d"},
		{Kind: "category", Name: "user.authorization.badge", To: "Badge with a photograph, art9, credential"},
		{Kind: "category", Name: "user.health_and_medical.blood_group", To: "Blood group, art9"},
		{Kind: "region", Name: "fra-dc1", To: "DE"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("overrides (-want +got):\n%s", diff)
	}
}
