package check_test

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/aicomply/aicomply/internal/check"
	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/framework"
	"github.com/aicomply/aicomply/internal/manifest"
	"github.com/aicomply/aicomply/internal/policy"
	"github.com/aicomply/aicomply/internal/report"
)

const frameworks = `{
"gdpr": {"title": "Law of the EU", "kind": "law", "jurisdictions": ["EU"], "checked_on": "2026-11-23", "controls": {
	"1": {"title": "One"},
	"2": {"title": "Two", "applies_if": {"role": ["provider"], "risk_level": ["high"]}},
	"3": {"title": "Three", "applies_if": {"annex": ["annex_iii", "annex_i"]}},
	"4": {"title": "Four", "applies_if": {"annex_iii_points": ["1(a)", "5"]}},
	"5": {"title": "Five", "applies_if": {"annex_iii_except": ["2"]}}}},
"hipaa": {"title": "Law of the US", "kind": "law", "jurisdictions": ["US"], "checked_on": "2020-01-01", "controls": {"1": {"title": "One"}}},
"soc2": {"title": "Standard", "kind": "standard", "checked_on": "2026-11-01", "controls": {"1": {"title": "One"}}},
"ccpa": {"title": "Not mapped to", "kind": "standard", "checked_on": "2020-01-01", "controls": {"1": {"title": "One"}}}}`

const text = `# METADATA
# title: T
# description: D
# custom:
#   severity: high
#   blocks_from: production
#   method: attr
#   remediation: R
#   controls: ["gdpr:1", "hipaa:1", "soc2:1"]
package aicomply.policies.a.titled

deny contains {"path": ["system", "title"], "message": "m"}
`

func options(t testing.TB, now string) check.Options {
	t.Helper()
	return optionsWith(t, now, text)
}

func optionsWith(t testing.TB, now, rego string) check.Options {
	t.Helper()
	fsys := fstest.MapFS{"data/frameworks/f.json": {Data: []byte(frameworks)}, "a/titled/titled.rego": {Data: []byte(rego)}}
	catalogue, err := framework.Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	set, diags := policy.Load(context.Background(), policy.Options{Sources: []policy.Source{{Name: "pack", FS: fsys}}, Frameworks: catalogue})
	if set == nil {
		t.Fatal(diags)
	}
	clock, err := time.Parse(time.DateOnly, now)
	if err != nil {
		t.Fatal(err)
	}
	return check.Options{Policies: set, Frameworks: catalogue, Now: clock}
}

// deployment has a system block with the attributes, and what follows it.
func deployment(t testing.TB, attributes, rest string) check.Deployment {
	t.Helper()
	return deploymentOf(t, "system \"s\" {\n"+attributes+"\n}\n"+rest)
}

func deploymentOf(t testing.TB, text string) check.Deployment {
	t.Helper()
	m, diags := manifest.Load(manifest.Options{FS: fstest.MapFS{"app/aicomply.hcl": {Data: []byte(text)}}}, "app")
	if finding.HasErrors(diags) {
		t.Fatal(diags)
	}
	return check.Deployment{Manifest: m, Diagnostics: diags}
}

func run(t *testing.T, d check.Deployment, o check.Options) *report.Report {
	t.Helper()
	r, err := check.Run(context.Background(), []check.Deployment{d}, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestOutdatedFrameworksInUse(t *testing.T) {
	const eu, us = `jurisdictions = ["EU"]`, `jurisdictions = ["US"]`
	for name, c := range map[string]struct{ attributes, rest, now, want string }{
		"fresh":        {eu, "", "2026-11-23", ""},
		"one of those": {us, "", "2026-11-23", "hipaa (checked on 2020-01-01)."},
		"later":        {eu, "", "2027-05-01", "soc2 (checked on 2026-11-01)."},
		"all":          {eu, "", "2028-01-01", "gdpr (checked on 2026-11-23), soc2 (checked on 2026-11-01)."},
		"by profile":   {us, "aicomply {\n  profiles = [\"soc2\"]\n}\n", "2026-11-23", ""},
	} {
		r := run(t, deployment(t, c.attributes, c.rest), options(t, c.now))
		switch ds := r.Diagnostics; {
		case c.want == "" && len(ds) == 0:
		case c.want == "" || len(ds) != 1 || ds[0].Severity != finding.Warning || !strings.Contains(ds[0].Detail, ": "+c.want):
			t.Errorf("%s: %+v, want a warning of %q", name, ds, c.want)
		}
	}
	o := options(t, "2028-01-01")
	if r, err := check.Run(context.Background(), nil, o); err != nil || len(r.Diagnostics) != 0 {
		t.Errorf("without a deployment: %+v, %v", r.Diagnostics, err)
	}
}

func TestReadiness(t *testing.T) {
	const owners = "ownership {\n  business = \"B\"\n  privacy = \"P\"\n  on_call = \"C\"\n}\n"
	pilot := &report.Readiness{DeclaredStage: finding.Pilot, GoLive: "2027-01-18", Owners: map[string]string{"business": "B", "privacy": "P"}}
	for name, c := range map[string]struct {
		attributes, rest string
		stage            finding.Stage
		want             *report.Readiness
	}{
		"own":          {`stage = "pilot"`, owners, "", nil},
		"the same":     {`stage = "pilot"`, owners, finding.Pilot, nil},
		"earlier":      {`stage = "pilot"`, owners, finding.PoC, nil},
		"retired":      {`stage = "pilot"`, owners, finding.Retired, nil},
		"back":         {`stage = "retired"`, owners, finding.Production, nil},
		"later":        {"stage = \"pilot\"\ngo_live = \"2027-01-18\"", owners, finding.Production, pilot},
		"not declared": {"", "", finding.Pilot, &report.Readiness{DeclaredStage: finding.PoC}},
	} {
		o := options(t, "2026-11-23")
		o.Stage = c.stage
		if diff := cmp.Diff(c.want, run(t, deployment(t, c.attributes, c.rest), o).Deployments[0].Readiness); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestExempts(t *testing.T) {
	const (
		none  = ""
		annex = "it is for systems under Annex III, Annex I"
		point = "it is for Annex III point 1(a), 5"
		place = "it is law of EU, where the system is not used"
	)
	said := [4]bool{true, true, true, true}
	for name, c := range map[string]struct {
		attributes, act string    // of the system, and of its eu_ai_act block
		want            [4]string // for the controls 2 to 5
		declared        [4]bool
	}{
		"nothing declared": {none, none, [4]string{none, annex, point, none}, [4]bool{true, false, false, true}},
		"no annex":         {none, "annex_iii = []\nannex_i = false", [4]string{none, annex, point, none}, said},
		"one annex said":   {none, "annex_i = false", [4]string{none, annex, point, none}, [4]bool{true, false, false, true}},
		"below a point":    {none, `annex_iii = ["5(b)"]`, [4]string{}, said},
		"the exception":    {none, `annex_iii = ["2"]`, [4]string{none, none, point, "it is not for Annex III point 2"}, said},
		"another role":     {`operator_roles = ["deployer"]`, "annex_i = true", [4]string{"it is for the role provider", none, point, none}, [4]bool{true, true, false, true}},
		"another class": {`operator_roles = ["deployer", "provider"]`, "risk_level = \"minimal\"\nannex_iii = [\"1(a)\"]",
			[4]string{"it is for the risk class high", none, none, none}, said},
		"another place": {`jurisdictions = ["US"]`, `annex_iii = ["5"]`, [4]string{place, place, place, place}, said},
	} {
		attributes := c.attributes
		if c.act != "" {
			attributes += "\neu_ai_act {\n" + c.act + "\n}"
		}
		o := options(t, "2026-11-23")
		scope := check.ScopeOf(deployment(t, attributes, ""), o)
		for i, id := range []string{"gdpr:2", "gdpr:3", "gdpr:4", "gdpr:5"} {
			control, _ := o.Frameworks.Control(id)
			why, declared := scope.Exempts(control)
			if why != c.want[i] || declared != c.declared[i] {
				t.Errorf("%s, %s: %q, declared %v; want %q, %v", name, id, why, declared, c.want[i], c.declared[i])
			}
		}
	}
}

func TestDiagram(t *testing.T) {
	d := deployment(t, "", "component \"a\" {}\nstore \"b\" {}\n")
	o := options(t, "2026-11-23")
	if r := run(t, d, o); r.Deployments[0].Diagram != nil {
		t.Error("drawn unasked")
	}
	o.Diagram = 60
	d.Base, o.Base = deployment(t, "", "component \"a\" {}\n").Manifest, &check.Base{Ref: "main"}
	var got []string
	for _, n := range run(t, d, o).Deployments[0].Diagram.Nodes {
		if n.New {
			got = append(got, n.Ref)
		}
	}
	if diff := cmp.Diff([]string{"store.b"}, got); diff != "" {
		t.Errorf("new: %s", diff)
	}
	o.Diagram = 1
	if d := run(t, d, o).Deployments[0].Diagram; len(d.Nodes) != 1 || d.OmittedNodes != 1 {
		t.Errorf("%+v", d)
	}
}

func TestFix(t *testing.T) {
	for name, c := range map[string]struct {
		attributes, fix string
		want            string // replacement
		err             string
	}{
		"value":                {`title = "x"`, `"y"`, `title = "y"`, ""},
		"not declared":         {"", `"y"`, "", ""},
		"wrong type":           {`title = "x"`, "true", "", `the fix of the finding at system.title: Wrong type: "title" takes a text.`},
		"also if not declared": {"", "1", "", `the fix of the finding at system.title: Wrong type: "title" takes a text.`},
	} {
		policy := strings.Replace(text, `"message": "m"`, `"message": "m", "fix": `+c.fix, 1)
		d := run(t, deployment(t, c.attributes, ""), optionsWith(t, "2026-11-23", policy)).Deployments[0]
		if c.err != "" {
			if p := d.Policies[0]; len(d.Findings) > 0 || p.Result != finding.Errored || !strings.HasPrefix(p.Reason, c.err) {
				t.Errorf("%s: %+v, %+v", name, p, d.Findings)
			}
			continue
		}
		got := ""
		if fix := d.Findings[0].Fix; fix != nil {
			got = fix.Replacement
			if fix.Range != d.Findings[0].Range {
				t.Errorf("%s: the fix is at %v, the finding at %v", name, fix.Range, d.Findings[0].Range)
			}
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}

}
