package main

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"os"
	"path/filepath"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// mistaken is a folder with mistakes of every sort that has a place of its own:
// a name, a value, a test, a whole file, a whole folder, and odd characters.
func mistaken(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"a b/ü.rego":      "package main\n\ndeny_a contains \"x\" if all(input)[_].y == \"ü<&>\u202e\"\n\nall(d) := d.flows\n\nwarn contains \"x\"\n\ndeny_b contains \"x\" if input.system.stage == \"prod\"\n",
		"old.rego":        "package old\n\ndeny[\"x\"] { input.system }\n",
		"a b/ü_test.rego": "package main_test\n\ntest_a if {\n\tprint(\"<&>\\u0007\")\n\tfalse with input as {\"stores\": []}\n}\n\ntest_b if true\n\ntest_c if to_number(\"x\") == 1\n\ntodo_test_d if true\n",
	} {
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// TestPolicyCheckSARIFIsValid holds what policy check says against the schema of
// the standard.
func TestPolicyCheckSARIFIsValid(t *testing.T) {
	file, err := os.Open("../../internal/report/testdata/sarif-schema-2.1.0.json")
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
	if err := c.AddResource("sarif.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("sarif.json")
	if err != nil {
		t.Fatal(err)
	}
	broken := t.TempDir()
	if err := os.WriteFile(filepath.Join(broken, "b.rego"), []byte("package b\n\ndeny contains {\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for name, dir := range map[string]string{"mistakes": mistaken(t), "broken": broken, "nothing wrong": filepath.Join(policiesDir, "transfer")} {
		t.Run(name, func(t *testing.T) {
			out := aicomply(t, []int{0, 1}, "policy", "check", "--format", "sarif", dir)
			doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(out))
			if err != nil {
				t.Fatal(err)
			}
			if err := schema.Validate(doc); err != nil {
				t.Error(err)
			}
			var log struct {
				Runs []struct {
					Results []struct{ RuleID, Level string }
				}
			}
			if err := json.Unmarshal(out, &log); err != nil {
				t.Fatal(err)
			}
			if got, none := len(log.Runs[0].Results), name == "nothing wrong"; (got == 0) != none || name == "mistakes" && got < 5 {
				t.Errorf("%d results: %+v", got, log.Runs[0].Results)
			}
		})
	}
}

// TestPolicyTestFormatsAgree: JSON and JUnit say the same, and are what their
// readers take.
func TestPolicyTestFormatsAgree(t *testing.T) {
	dir := mistaken(t)
	var asJSON struct {
		Passed, Failed int
		Tests          []struct{ Suite, Name, File, Status, Problem, Output string }
	}
	if err := json.Unmarshal(aicomply(t, []int{1}, "policy", "test", "--format", "json", dir), &asJSON); err != nil {
		t.Fatal(err)
	}
	var suites struct {
		XMLName  xml.Name `xml:"testsuites"`
		Tests    int      `xml:"tests,attr"`
		Failures int      `xml:"failures,attr"`
		Errors   int      `xml:"errors,attr"`
		Suites   []struct {
			Cases []struct {
				Name    string    `xml:"name,attr"`
				Failure *struct{} `xml:"failure"`
				Error   *struct{} `xml:"error"`
				Out     string    `xml:"system-out"`
			} `xml:"testcase"`
		} `xml:"testsuite"`
	}
	if err := xml.Unmarshal(aicomply(t, []int{1}, "policy", "test", "--format", "junit", dir), &suites); err != nil {
		t.Fatal(err)
	}
	if suites.Tests != 4 || suites.Failures != 2 || suites.Errors != 1 || asJSON.Passed != 1 || asJSON.Failed != 3 || len(asJSON.Tests) != 4 {
		t.Fatalf("JUnit %+v, JSON %+v", suites, asJSON)
	}
	i := 0
	for _, s := range suites.Suites {
		for _, c := range s.Cases {
			want := asJSON.Tests[i]
			status := map[bool]string{true: "fail"}[c.Failure != nil]
			switch {
			case c.Error != nil:
				status = "error"
			case c.Failure == nil:
				status = "pass"
			}
			if want.Status == "skip" {
				want.Status = "fail" // a test that does not run shows nothing
			}
			if c.Name != want.Name || status != want.Status || (c.Out != "") != (want.Output != "") {
				t.Errorf("JUnit has %s %s, JSON %s %s", c.Name, status, want.Name, want.Status)
			}
			i++
		}
	}
}
