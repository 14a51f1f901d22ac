package report

import (
	"strings"
	"testing"

	"github.com/aicomply/aicomply/internal/finding"
)

// compared is a report with all that a base adds to one.
func compared() *Report {
	r := fixture()
	r.OnlyNew = true
	r.GateEdits = []GateEdit{
		{Kind: EditedWaiver, What: "waiver.training", How: "added", Effect: "It is pending.", Range: span("deploy/parties.hcl", 9, 1, 9, 18)},
		{Kind: EditedPolicy, What: "pack/" + hostile, How: "removed", Effect: hostile},
		{Kind: EditedConfiguration, What: ".aicomply/config.hcl", How: "changed", Effect: "It counts in this run already.", Range: finding.Range{File: ".aicomply/config.hcl"}},
	}
	r.Deployments[0].Fixed = []finding.Finding{
		{Policy: "cost/no_cap", Message: hostile, Severity: finding.Low, Kind: finding.Gap, Status: finding.Open, Fingerprint: "c1"},
		{Policy: "audit/no_log", Message: "no log", Severity: finding.High, Kind: finding.Gap, Status: finding.Open, Fingerprint: "c2"},
	}
	r.Summarise()
	return r
}

func TestTextOfAComparison(t *testing.T) {
	got := render(t, "text", compared(), Options{})
	checkSafe(t, "text", got)
	at := 0
	for _, want := range []string{
		"This change edits what decides about it:\n\n  policy pack/", "\n  configuration .aicomply/config.hcl changed\n    It counts in this run already.\n",
		"\n  waiver waiver.training added, deploy/parties.hcl:9:1\n    It is pending.\n\n",
		"(blocking, new)", "\n  fixed: audit/no_log: no log\n  fixed: cost/no_cap: ", "; 2 new, 2 existing, 2 fixed, 1 waived",
	} {
		i := strings.Index(got[at:], want)
		if i < 0 {
			t.Fatalf("no %q in its place in\n%s", want, got)
		}
		at += i
	}
	many := compared()
	many.GateEdits = make([]GateEdit, 80)
	for range 80 {
		many.Deployments[0].Fixed = append(many.Deployments[0].Fixed, finding.Finding{Policy: "a/b"})
	}
	if got := render(t, "text", many, Options{}); !strings.Contains(got, "  30 more not shown") || !strings.Contains(got, "  32 more not shown") {
		t.Errorf("got %s", got)
	}
}

func TestNothingNewIsSaid(t *testing.T) {
	r := clean()
	if got := headline(r); strings.Contains(got, "new") {
		t.Errorf("without a base: %s", got)
	}
	r.Base = &Base{Ref: "main"}
	if got := headline(r); !strings.HasSuffix(got, "; no new findings") {
		t.Errorf("got %s", got)
	}
}

func TestAComparisonIsReadBack(t *testing.T) {
	written := render(t, "json", compared(), Options{})
	back, err := Read(strings.NewReader(written))
	if err != nil {
		t.Fatal(err)
	}
	if again := render(t, "json", back, Options{}); again != written {
		t.Error("it is not the same after a round trip")
	}
	if len(back.GateEdits) != 3 || len(back.Deployments[0].Fixed) != 2 || !back.OnlyNew || back.Base.Ref != "main" {
		t.Errorf("got %+v", back)
	}
}

func TestReadRejectsComparisons(t *testing.T) {
	report := func(s string) string { return `{"schema_version":1,` + s + `}` }
	deployment := func(s string) string { return report(`"deployments":[{"stage":"poc",` + s + `}]`) }
	for in, want := range map[string]string{
		report(`"base":{"ref":"main","commit":"--> x"}`):                                            `base.commit: "--> x" is not hexadecimal`,
		report(`"gate_edits":[{"kind":"policy","how":"added"},{"kind":"x","how":"added"}]`):         `gate_edits[1]: kind: "x" is not one of policy, configuration, waiver`,
		report(`"gate_edits":[{"kind":"policy","how":"burnt"}]`):                                    `gate_edits[0]: how: "burnt"`,
		report(`"gate_edits":[{"kind":"policy","how":"added","range":{"end":{"byte":-1}}}]`):        `gate_edits[0]: range: a position is negative`,
		deployment(`"fixed":[{"policy":"a/b","fingerprint":"-"}]`):                                  `fixed[0]: fingerprint: "-" is not hexadecimal`,
		deployment(`"changes":[{"aspect":"mood","direction":"added"}]`):                             `changes[0]: aspect: "mood"`,
		deployment(`"changes":[{"aspect":"tool","direction":"up"}]`):                                `changes[0]: direction: "up"`,
		deployment(`"changes":[{"aspect":"tool","direction":"added","range":{"end":{"line":-1}}}]`): `changes[0]: range: a position`,
	} {
		if _, err := Read(strings.NewReader(in)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s\ngot %v, want … %s", in, err, want)
		}
	}
}
