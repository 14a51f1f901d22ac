package report

import (
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/aicomply/aicomply/internal/finding"
)

// sarifValidator compiles the schema that the standard comes with.
func sarifValidator(t testing.TB) *jsonschema.Schema {
	t.Helper()
	file, err := os.Open("testdata/sarif-schema-2.1.0.json")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	doc, err := jsonschema.UnmarshalJSON(file)
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource(sarifSchema, doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile(sarifSchema)
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func TestSARIFIsValid(t *testing.T) {
	schema := sarifValidator(t)
	odd := fixture()
	odd.Rules = nil
	odd.Deployments[0].Findings[0].Range = finding.Range{File: "a:b c%/é#?.hcl", Start: finding.Pos{Line: 3}, End: finding.Pos{Line: 2, Column: 9}}
	odd.Deployments[0].Findings[1].Range = finding.Range{File: "/abs/x y.hcl"}
	odd.Deployments[0].Findings[2].Message, odd.Deployments[0].Findings[2].Title = "", ""
	for name, r := range map[string]*Report{"fixture": fixture(), "broken": broken(), "clean": clean(), "empty": {}, "odd": odd} {
		doc, err := jsonschema.UnmarshalJSON(strings.NewReader(render(t, "sarif", r, Options{Prefix: "services/x"})))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(doc); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	bad, _ := jsonschema.UnmarshalJSON(strings.NewReader(`{"version":"2.1.0","runs":[{"tool":{}}]}`))
	if schema.Validate(bad) == nil {
		t.Error("the schema takes everything")
	}
}

func TestSARIF(t *testing.T) {
	var log sarifLog
	if err := json.Unmarshal([]byte(render(t, "sarif", fixture(), Options{Prefix: "services"})), &log); err != nil {
		t.Fatal(err)
	}
	run := log.Runs[0]
	byFP := map[string]sarifResult{}
	for _, r := range run.Results {
		byFP[r.PartialFingerprints["aicomply/v1"]] = r
		if got := run.Tool.Driver.Rules[r.RuleIndex].ID; got != r.RuleID {
			t.Errorf("ruleIndex of %s points at %s", r.RuleID, got)
		}
		if r.Kind != "fail" && r.Level != "none" {
			t.Errorf("%s: kind %s has level %s", r.RuleID, r.Kind, r.Level)
		}
	}
	got := map[string]string{}
	for fp, r := range byFP {
		got[fp] = fmt.Sprintf("%s %s %s %d", r.Kind, r.Level, r.BaselineState, len(r.Suppressions))
	}
	want := map[string]string{"a1": "fail error new 0", "a2": "fail error unchanged 1", "a3": "fail warning unchanged 0",
		"a4": "fail error unchanged 1", "a5": "informational none new 0", "a6": "fail note new 0", "b1": "open none  0", "b2": "open none  0"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("kind level baselineState suppressions (-want +got):\n%s", diff)
	}
	wantPhys := &sarifPhysical{Artifact: sarifArtifact{URI: "services/deploy/triage/aicomply.hcl", URIBaseID: "%SRCROOT%"},
		Region: &sarifRegion{StartLine: 4, StartColumn: 1, EndLine: 4, EndColumn: 22}}
	if diff := cmp.Diff(wantPhys, byFP["a1"].Locations[0].Physical); diff != "" {
		t.Errorf("location (-want +got):\n%s", diff)
	}
	steps := byFP["a1"].CodeFlows[0].ThreadFlows[0].Locations
	if len(steps) != 9 || steps[0].Location.Logical[0].FullyQualifiedName != "principal.customer" || steps[8].Location.Physical == nil {
		t.Errorf("code flow: %+v", steps)
	}
	if byFP["a4"].Suppressions[0].Status != "accepted" || byFP["a2"].Suppressions[0].Status != "underReview" {
		t.Errorf("suppressions: %+v, %+v", byFP["a4"].Suppressions, byFP["a2"].Suppressions)
	}
	if run.Invocations[0].ExecutionSuccessful {
		t.Error("a run with a policy that could not be evaluated counts as successful")
	}
}

func TestSARIFFileURI(t *testing.T) {
	for file, want := range map[string]string{
		"a/b.hcl": "a/b.hcl", "a b#c?d%.hcl": "a%20b%23c%3Fd%25.hcl", "c:d": "./c:d", "é": "%C3%A9", "/x y": "file:///x%20y",
	} {
		got := sarifFile(file)
		if _, err := url.Parse(got.URI); err != nil || got.URI != want || (got.URIBaseID == "") != (file[0] == '/') {
			t.Errorf("%s: %+v, want %s", file, got, want)
		}
	}
}
