package report

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
)

// TestCase is one test of a policy, or one file of a pair of manifests.
type TestCase struct {
	Suite   string `json:"suite"` // "aicomply.policies.transfer.no_mechanism_test"
	Name    string `json:"name"`  // "test_denies", "fail.hcl"
	File    string `json:"file"`
	Line    int    `json:"line,omitempty"`
	Status  string `json:"status"`            // pass, fail, error, skip
	Problem string `json:"problem,omitempty"` // why it did not pass
	Output  string `json:"output,omitempty"`  // what it printed
}

// WriteTests writes test cases as JUnit XML, a test suite for each run of cases
// of one suite. A skipped case counts as failed: it shows nothing.
func WriteTests(w io.Writer, cases []TestCase) error {
	doc := junitSuites{Name: "aicomply policy test"}
	for _, c := range cases {
		if n := len(doc.Suites); n == 0 || doc.Suites[n-1].Name != CleanXML(c.Suite) {
			doc.Suites = append(doc.Suites, junitSuite{Name: CleanXML(c.Suite)})
		}
		s := &doc.Suites[len(doc.Suites)-1]
		j := junitCase{Name: CleanXML(c.Name), Classname: CleanXML(c.Suite), File: CleanXML(c.File), Line: c.Line, SystemOut: cleanText(c.Output)}
		reason := &junitReason{Message: CleanXML(c.Problem), Type: c.Status}
		switch c.Status {
		case "pass":
		case "error":
			j.Error = reason
		default:
			j.Failure = reason
		}
		s.Cases = append(s.Cases, j)
	}
	for i := range doc.Suites {
		doc.Suites[i].count()
		doc.add(doc.Suites[i].junitCounts)
	}
	var b bytes.Buffer
	b.WriteString(xml.Header)
	enc := xml.NewEncoder(&b)
	enc.Indent("", "  ")
	if err := enc.Encode(doc); err != nil {
		return fmt.Errorf("encode tests: %w", err)
	}
	b.WriteByte('\n')
	_, err := w.Write(b.Bytes())
	return err
}

// cleanText is CleanXML line by line.
func cleanText(s string) string {
	var out bytes.Buffer
	for i, l := range bytes.Split([]byte(s), []byte("\n")) {
		if i > 0 {
			out.WriteByte('\n')
		}
		out.WriteString(CleanXML(string(l)))
	}
	return out.String()
}
