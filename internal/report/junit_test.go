package report

import (
	"encoding/xml"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestJUnit(t *testing.T) {
	var doc junitSuites
	out := render(t, "junit", fixture(), Options{})
	if err := xml.Unmarshal([]byte(out), &doc); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if want := (junitCounts{Tests: 12, Failures: 2, Errors: 1, Skipped: 4}); doc.junitCounts != want {
		t.Errorf("counts %+v, want %+v", doc.junitCounts, want)
	}
	got := map[string]string{}
	for _, c := range doc.Suites[0].Cases {
		state := "passed"
		switch {
		case c.Error != nil:
			state = "error"
		case c.Failure != nil:
			state = "failure " + c.Failure.Type
		case c.Skipped != nil:
			state = "skipped " + c.Skipped.Message
		}
		got[c.Name] = fmt.Sprintf("%s, output %v", state, c.SystemOut != "")
	}
	want := map[string]string{
		"transfer/no_mechanism":   "failure critical, output false",
		"audit/no_log":            "failure high, output false",
		"cost/over_budget":        "passed, output true",
		"evidence/contradicted":   "passed, output true",
		"explainability/no_right": "passed, output true",
		"vendor/trains_on_inputs": "passed, output true",
		"review/dpia":             "error, output false",
		"security/agents":         "skipped not applicable: no model is an agent, output false",
		"monitoring/drift":        "skipped unknown: monitor is not declared, output false",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("cases (-want +got):\n%s", diff)
	}
}
